"""Groups: opened, joined and left without a reason, changed and ended."""

from datetime import date
from typing import Any

from django.db import transaction

from handrail.access import Permission, RelationKind, Role, Viewer
from handrail.accounts.models import Organisation, User
from handrail.audit.actions import record
from handrail.base.errors import DomainError, NotAllowed, Stale
from handrail.base.text import kept
from handrail.base.words import _
from handrail.catalogue.definitions import programme_types
from handrail.people.actions import let_in, let_out
from handrail.people.models import Participant, Relation
from handrail.practice.actions.sessions import new_session
from handrail.practice.actions.states import change_status, locked
from handrail.practice.models import Group, GroupFacilitator, GroupMeeting, GroupPlace, Session
from handrail.practice.queries.groups import runs, writes_for
from handrail.practice.rules import SessionStatus, Setting
from handrail.practice.rules.groups import (
    GROUP_KINDS,
    GroupFacts,
    GroupKind,
    GroupMeetingStatus,
    checked_group_name,
    free_number,
)

SOURCE = "group"


def check_runs(group: Group, by: Viewer) -> None:
    """Raise NotAllowed unless the viewer facilitates this group or coordinates."""
    if not runs(by, group):
        raise NotAllowed(str(_("Who runs this group writes here. Ask one of them.")))


def locked_group(group: Group, version: int | None = None) -> Group:
    """Return the group as it is now, held until the transaction ends; raise Stale for an older version."""
    row = Group.objects.select_for_update().get(pk=group.pk)
    if version is not None and row.version != version:
        raise Stale(str(_("Somebody changed this in the meantime. Look at it again, then save.")))
    return row


def _check_may_open(kind: GroupKind, by: Viewer) -> None:
    if by.sees_every_row or by.may(Permission.SESSION_PLAN) or by.may(Permission.COORDINATE):
        return
    if by.role != Role.PEER:
        raise NotAllowed(str(_("The team opens groups. Tell them which one you miss.")))
    if kind != GroupKind.STORYTELLING:
        raise NotAllowed(str(_("Peers open groups for telling and listening. The team opens the others.")))


def _lay(group: Group, facts: GroupFacts) -> None:
    if facts.programme and facts.programme not in {one.code for one in programme_types()}:
        raise DomainError(str(_("There is no such programme. Choose one of the nine.")))
    if facts.kind not in GROUP_KINDS or facts.weekday not in range(7):
        raise DomainError(str(_("Choose what the group does, and its day.")))
    if facts.ends <= facts.begins:
        raise DomainError(str(_("The end must be later than the start.")))
    if facts.capacity < 1:
        raise DomainError(str(_("A group has at least one place.")))
    group.name, group.kind, group.programme = checked_group_name(facts.name), facts.kind, facts.programme
    group.weekday, group.begins, group.ends = facts.weekday, facts.begins, facts.ends
    group.place, group.directions = kept(facts.place).strip(), kept(facts.directions).strip()
    group.capacity = facts.capacity


@transaction.atomic
def open_group(
    *,
    organisation: Organisation,
    facts: GroupFacts,
    facilitators: list[User],
    by: Viewer,
    from_on: date | None = None,
) -> Group:
    """
    Open a group with its weekday, time, place and number of places; the first facilitator leads its meetings.

    Peers open groups for telling and listening. Raises DomainError without a name, a facilitator or a place for one.
    """
    _check_may_open(facts.kind, by)
    if not facilitators:
        raise DomainError(str(_("Say who runs the group.")))
    group = Group(organisation=organisation, zone=organisation.zone, from_on=from_on or by.today)
    _lay(group, facts)
    group.save(force_insert=True)
    for user in facilitators:
        GroupFacilitator.objects.create(group=group, user=user, from_on=group.from_on)
    record(by, "open_group", group, op="create")
    return group


@transaction.atomic
def change_group(*, group: Group, facts: GroupFacts, by: Viewer, version: int | None = None) -> Group:
    """Change when, where and how many; meetings that are planned stay. Raises DomainError below who is in it."""
    check_runs(group, by)
    row = locked_group(group, version)
    if facts.kind != row.kind:
        raise DomainError(str(_("What a group is for does not change. Open another one.")))
    if facts.capacity < max(open_places(row).values_list("number", flat=True), default=0):
        raise DomainError(str(_("More people are in the group than that. Choose a larger number.")))
    _lay(row, facts)
    row.version += 1
    row.save()
    record(by, "change_group", row)
    return row


def open_places(group: Group) -> Any:
    """Return the places of a group that somebody has now."""
    return GroupPlace.objects.filter(group=group, left_on__isnull=True)


def let_facilitators_in(group: Group, participant: Participant, by: Viewer) -> None:
    """Let who runs a group see that somebody is in it, and what is open already stays."""
    for one in group.facilitators.filter(to_on__isnull=True).select_related("user"):
        let_in(
            participant=participant,
            user=one.user,
            kind=RelationKind.GROUP,
            source=SOURCE,
            part=group.name[:80],
            by=by,
        )


def let_facilitators_out(place: GroupPlace, by: Viewer) -> None:
    """End what the group opened, but for those who run another group that the person is still in."""
    others = GroupPlace.objects.filter(participant_id=place.participant_id, left_on__isnull=True)
    still = GroupFacilitator.objects.filter(group__in=others.values("group"), to_on__isnull=True)
    opened = Relation.objects.filter(
        participant_id=place.participant_id,
        kind=RelationKind.GROUP,
        to_on__isnull=True,
        user__in=place.group.facilitators.values("user"),
    )
    for relation in opened.exclude(user__in=still.values("user")):
        let_out(relation=relation, by=by)


def session_in(meeting: GroupMeeting, participant: Participant) -> Session:
    """Put a meeting of a group into one person's week, inside another action."""
    group = meeting.group
    return new_session(
        Session(
            organisation_id=group.organisation_id,
            participant=participant,
            practitioner_id=meeting.led_by_id,
            title=group.name,
            starts_at=meeting.starts_at,
            ends_at=meeting.ends_at,
            zone=group.zone,
            place=meeting.place,
            directions=group.directions,
            setting=Setting(group.setting),
            group_name=group.name,
            group_meeting=meeting,
            programme=group.programme,
        )
    )


@transaction.atomic
def join_group(*, group: Group, participant: Participant, by: Viewer) -> GroupPlace:
    """
    Put a person into a group: their own wish, or written down by who runs it. No reason is asked.

    Meetings that are planned stand in their week; who runs the group sees that they are in it, and nothing else.
    Raises DomainError when the group is full or over, or when they are in it already.
    """
    if not writes_for(by, participant.pk):
        check_runs(group, by)
    row = locked_group(group)
    if row.to_on is not None and row.to_on <= by.today:
        raise DomainError(str(_("This group is over. Choose another one.")))
    taken = {place.number: place.participant_id for place in open_places(row)}
    if participant.pk in taken.values():
        raise DomainError(_("%(name)s is in this group already.") % {"name": participant.called})
    place = GroupPlace.objects.create(
        organisation_id=participant.organisation_id,
        participant=participant,
        group=row,
        number=free_number(set(taken), row.capacity),
        joined_on=by.today,
    )
    let_facilitators_in(row, participant, by)
    ahead = row.meetings.filter(status=GroupMeetingStatus.PLANNED, held_on__gte=by.today)
    for meeting in ahead.exclude(sessions__participant=participant):
        session_in(meeting, participant)
    record(by, "join_group", place, op="create")
    return place


def _leave(place: GroupPlace, by: Viewer) -> None:
    place.left_on = by.today
    place.save(update_fields=["left_on"])
    ahead = Session.objects.filter(
        participant_id=place.participant_id,
        group_meeting__group_id=place.group_id,
        status=SessionStatus.PLANNED,
        held_on__gte=by.today,
    )
    for one in ahead:
        session = locked(one)
        change_status(session, SessionStatus.SAID_NO, by=by)
        session.version += 1
        session.save(update_fields=["status", "version"])
    let_facilitators_out(place, by)


@transaction.atomic
def leave_group(*, place: GroupPlace, by: Viewer) -> GroupPlace:
    """Leave a group, any day, without a reason; the place is free again, and what was stays known."""
    if not writes_for(by, place.participant_id):
        check_runs(place.group, by)
    locked_group(place.group)
    row: GroupPlace = GroupPlace.objects.select_for_update().get(pk=place.pk)
    if row.left_on is not None:
        raise DomainError(str(_("This place was given back already.")))
    _leave(row, by)
    record(by, "leave_group", row)
    return row


@transaction.atomic
def end_group(*, group: Group, by: Viewer, version: int | None = None) -> Group:
    """End a group today: its planned meetings are called off, everybody's place ends, what was stays known."""
    check_runs(group, by)
    row = locked_group(group, version)
    if row.to_on is not None:
        raise DomainError(str(_("This group is over. Choose another one.")))
    row.to_on = by.today
    row.version += 1
    row.save(update_fields=["to_on", "version"])
    for meeting in row.meetings.filter(status=GroupMeetingStatus.PLANNED, held_on__gte=by.today):
        call_off(meeting, by)
    for place in open_places(row):
        _leave(place, by)
    record(by, "end_group", row)
    return row


def call_off(meeting: GroupMeeting, by: Viewer, reason: str = "") -> None:
    """Call a meeting off for everybody in it, inside another action; it counts for nobody."""
    meeting.status = GroupMeetingStatus.CALLED_OFF
    meeting.version += 1
    meeting.save(update_fields=["status", "version"])
    for one in meeting.sessions.filter(status=SessionStatus.PLANNED):
        session = locked(one)
        change_status(session, SessionStatus.CALLED_OFF, by=by, reason=reason)
        session.version += 1
        session.save(update_fields=["status", "version"])
