"""Who runs a group: changed at any time, with what it opens and who leads the meetings that are planned."""

from django.db import transaction

from handrail.access import Viewer
from handrail.accounts.models import User
from handrail.audit.actions import record
from handrail.base.errors import DomainError
from handrail.base.words import _
from handrail.practice.actions.groups import (
    check_runs,
    let_facilitators_in,
    let_facilitators_out,
    locked_group,
    open_places,
)
from handrail.practice.actions.sessions import taken_by
from handrail.practice.models import Group, GroupFacilitator, GroupMeeting, Session
from handrail.practice.rules import SessionStatus
from handrail.practice.rules.groups import GroupMeetingStatus
from handrail.ui.dates import day


def _running(group: Group) -> list[GroupFacilitator]:
    rows = group.facilitators.filter(to_on__isnull=True).select_related("user")
    return list(rows.order_by("created_at", "pk"))


def _replace(group: Group, users: list[User], by: Viewer) -> None:
    """End those who run it no longer, begin those who are new, and open or close the records of who is in it."""
    chosen = {user.pk for user in users}
    before = {one.user_id for one in _running(group)}
    gone = group.facilitators.filter(to_on__isnull=True).exclude(user__in=chosen)
    gone.update(to_on=by.today)
    for user in users:
        if user.pk not in before:
            GroupFacilitator.objects.create(group=group, user=user, from_on=by.today)
    for place in open_places(group).select_related("group", "participant"):
        let_facilitators_out(place, by)
        let_facilitators_in(group, place.participant, by)


def _is_free(user: User, planned: list[Session]) -> bool:
    for session in planned:
        session.practitioner_id = user.pk
        if taken_by(session) is not None:
            return False
    return True


def _hand_over(meeting: GroupMeeting, running: list[GroupFacilitator]) -> None:
    """Let the first who is free lead a meeting that is planned, in the week of everybody in it."""
    planned = list(meeting.sessions.filter(status=SessionStatus.PLANNED).select_for_update())
    leader = next((one.user for one in running if _is_free(one.user, planned)), None)
    if leader is None:
        raise DomainError(
            _(
                "Nobody of them is free when the group meets on %(day)s. Choose one more, or call it off first."
            )
            % {"day": day(meeting.held_on)}
        )
    meeting.led_by = leader
    meeting.version += 1
    meeting.save(update_fields=["led_by", "version"])
    for session in planned:
        session.practitioner_id = leader.pk
        session.version += 1
        session.save(update_fields=["practitioner", "version"])


@transaction.atomic
def change_facilitators(*, group: Group, users: list[User], by: Viewer, version: int | None = None) -> Group:
    """
    Change who runs a group, from today: records open for who is new and close for who left it.

    Planned meetings of somebody who left are led by the first of the others who is free then. Raises DomainError
    without anybody, for a group that is over, and when nobody is free for a meeting that is planned.
    """
    check_runs(group, by)
    row = locked_group(group, version)
    if row.to_on is not None:
        raise DomainError(str(_("This group is over. Choose another one.")))
    if not users:
        raise DomainError(str(_("Say who runs the group.")))
    _replace(row, users, by)
    running = _running(row)
    ahead = row.meetings.filter(status=GroupMeetingStatus.PLANNED, held_on__gte=by.today)
    for meeting in ahead.exclude(led_by__in=[one.user_id for one in running]).order_by("held_on"):
        _hand_over(meeting, running)
    row.version += 1
    row.save(update_fields=["version"])
    record(by, "change_facilitators", row)
    return row
