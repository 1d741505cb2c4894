"""Groups as those who run them see them: the list, one group, one meeting, and today's."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Count, F, Min, Q, QuerySet

from handrail.access import Category, Permission, Viewer
from handrail.base.errors import NotFound
from handrail.base.frozen import frozen
from handrail.base.words import _
from handrail.people.models import Participant
from handrail.practice.models import Group, GroupMeeting, GroupPlace
from handrail.practice.queries.week import local_time
from handrail.practice.rules import WEEKDAYS, SessionStatus
from handrail.practice.rules.groups import (
    GROUP_KINDS,
    GROUP_MEETING_STATUSES,
    GroupKind,
    GroupMeetingStatus,
    next_day,
)
from handrail.practice.skills import skill
from handrail.prepared import prepared
from handrail.ui.addresses import address
from handrail.ui.dates import hour

MEETINGS_SHOWN = 12


def running(day: date) -> Q:
    """Choose groups that are not over on a day."""
    return Q(to_on__isnull=True) | Q(to_on__gt=day)


def my_groups(viewer: Viewer) -> QuerySet[Group]:
    """Return the groups that the viewer runs; who coordinates sees all of the place."""
    groups = Group.objects.filter(organisation_id=viewer.own_organisation)
    if viewer.sees_every_row or viewer.may(Permission.COORDINATE):
        return groups
    return groups.filter(facilitators__user_id=viewer.own_user, facilitators__to_on__isnull=True)


def runs(viewer: Viewer, group: Group) -> bool:
    """Return whether the viewer runs this group: a facilitator of it, or who coordinates."""
    return my_groups(viewer).filter(pk=group.pk).exists()


def writes_for(viewer: Viewer, participant_id: UUID) -> bool:
    """Return whether the viewer is the person, or a colleague who writes in the rooms of their people."""
    if viewer.sees_every_row or viewer.participant_id == participant_id:
        return True
    return viewer.participant_id is None and viewer.may(Permission.ROOM_WRITE)


def candidate(viewer: Viewer, key: str) -> Participant:
    """Return somebody whose record is open to the viewer, to put them into a group; or raise NotFound."""
    found = Participant.objects.visible_to(viewer).filter(key=key).first()
    if found is None:
        raise NotFound(str(_("There is no such page.")))
    viewer.looks.add(Category.CONTACT, {found.pk})
    return found


def places_left(group: Group, taken: int) -> int:
    return max(0, group.capacity - taken)


def when_of(group: Group) -> str:
    """Return the group's weekday and hours in words."""
    return _("%(day)s, %(begins)s to %(ends)s") % {
        "day": WEEKDAYS[group.weekday],
        "begins": hour(group.begins),
        "ends": hour(group.ends),
    }


@frozen
class GroupLine:
    """A group in a list: about no person."""

    key: str
    name: str
    kind: str
    when: str
    place: str
    people: int
    capacity: int
    next_on: date | None
    is_over: bool

    @property
    def free(self) -> int:
        return max(0, self.capacity - self.people)


def counted(groups: QuerySet[Group], day: date) -> QuerySet[Any]:
    """Add to each group how many are in it and when it meets next."""
    ahead = Q(meetings__status=GroupMeetingStatus.PLANNED, meetings__held_on__gte=day)
    return groups.annotate(
        in_it=Count("places", filter=Q(places__left_on__isnull=True), distinct=True),
        next_on=Min("meetings__held_on", filter=ahead),
    ).order_by(F("to_on").asc(nulls_first=True), "name", "pk")


def line_of(group: Any, today: date) -> GroupLine:
    """Return a counted group as a line."""
    return GroupLine(
        key=group.key,
        name=group.name,
        kind=str(GROUP_KINDS[GroupKind(group.kind)]),
        when=when_of(group),
        place=group.place,
        people=group.in_it,
        capacity=group.capacity,
        next_on=group.next_on,
        is_over=group.to_on is not None and group.to_on <= today,
    )


def group_lines(viewer: Viewer) -> list[GroupLine]:
    """Return the viewer's groups in one statement, those that are over last."""
    return [line_of(group, viewer.today) for group in counted(my_groups(viewer), viewer.today)]


def group(viewer: Viewer, key: str) -> Group:
    """Return a group that the viewer runs; raise NotFound for absent and closed alike."""
    found = my_groups(viewer).filter(key=key).first()
    if found is None:
        raise NotFound(str(_("There is no such page.")))
    return found


def facilitators(group: Group) -> dict[UUID, str]:
    """Return who runs a group now, by id, who began first before the others."""
    rows = group.facilitators.filter(to_on__isnull=True).order_by("created_at", "pk")
    return dict(rows.values_list("user_id", "user__name"))


@frozen
class MeetingLine:
    key: str
    on: date
    skill: str
    line: str
    status: str
    is_planned: bool
    came: int
    of: int
    version: int


@frozen
class GroupPage:
    """A group as who runs it sees it: who is in it, the next meeting, what was."""

    group: Group
    kind: str
    when: str
    is_over: bool
    facilitators: tuple[str, ...]
    people: list[GroupPlace]
    unseen: int
    free: int
    next: MeetingLine | None
    meetings: list[MeetingLine]
    suggested_on: date


def group_page(viewer: Viewer, key: str) -> GroupPage:
    """Return everything that the page of a group shows, in a constant number of statements."""
    found = group(viewer, key)
    people = list(
        GroupPlace.objects.visible_to(viewer)
        .filter(group=found, left_on__isnull=True)
        .select_related("participant")
        .order_by("participant__sort_key", "pk")
    )
    viewer.looks.add(Category.GROUPS, {one.participant_id for one in people})
    taken = GroupPlace.objects.filter(group=found, left_on__isnull=True).count()
    meetings = [_meeting_line(one, viewer) for one in _meetings(found)]
    ahead = [one for one in meetings if one.is_planned and one.on >= viewer.today]
    last = meetings[0].on if meetings else viewer.today - timedelta(days=1)
    return GroupPage(
        group=found,
        kind=str(GROUP_KINDS[GroupKind(found.kind)]),
        when=when_of(found),
        is_over=found.to_on is not None and found.to_on <= viewer.today,
        facilitators=tuple(facilitators(found).values()),
        people=people,
        unseen=taken - len(people),
        free=places_left(found, taken),
        next=ahead[-1] if ahead else None,
        meetings=[one for one in meetings if not (ahead and one == ahead[-1])],
        suggested_on=next_day(found.weekday, max(last + timedelta(days=1), viewer.today, found.from_on)),
    )


def _meetings(found: Group) -> Iterable[Any]:
    of = Q(sessions__status__in=[SessionStatus.MET, SessionStatus.NOT_MET])
    return found.meetings.annotate(
        came=Count("sessions", filter=Q(sessions__status=SessionStatus.MET)),
        of=Count("sessions", filter=of),
    ).order_by("-held_on", "-pk")[:MEETINGS_SHOWN]


def _meeting_line(row: Any, viewer: Viewer) -> MeetingLine:
    found = skill(row.skill, viewer.language)
    status = GroupMeetingStatus(row.status)
    return MeetingLine(
        key=row.key,
        on=row.held_on,
        skill=found.name if found else "",
        line=row.line,
        status=str(GROUP_MEETING_STATUSES[status]),
        is_planned=status == GroupMeetingStatus.PLANNED,
        came=row.came,
        of=row.of,
        version=row.version,
    )


@frozen
class TodaysGroup:
    """A meeting that the viewer leads or runs on a day, as a tile."""

    key: str
    on: date
    starts_at: datetime
    ends_at: datetime
    time: str
    title: str
    place: str
    people: int
    is_planned: bool
    href: str


@prepared
def _run_by(viewer: Viewer, first: date, last: date) -> QuerySet[GroupMeeting]:
    return (
        GroupMeeting.objects.filter(
            organisation_id=viewer.own_organisation,
            held_on__range=(first, last),
            group__facilitators__user_id=viewer.own_user,
            group__facilitators__to_on__isnull=True,
        )
        .exclude(status=GroupMeetingStatus.CALLED_OFF)
        .annotate(people=Count("sessions", filter=~Q(sessions__status=SessionStatus.SAID_NO)))
        .select_related("group")
        .order_by("starts_at", "pk")
    )


def groups_between(viewer: Viewer, first: date, last: date) -> list[TodaysGroup]:
    """Return the meetings of groups that the viewer runs between two days, in one statement."""
    return [_todays(row) for row in _run_by(viewer, first, last)]


def _todays(row: Any) -> TodaysGroup:
    return TodaysGroup(
        key=row.key,
        on=row.held_on,
        starts_at=row.starts_at,
        ends_at=row.ends_at,
        time=local_time(row.starts_at, row.zone),
        title=row.group.name,
        place=row.place,
        people=row.people,
        is_planned=row.status == GroupMeetingStatus.PLANNED,
        href=address("practice:group_meeting", row.group.key, row.key),
    )


def group_place(viewer: Viewer, group: Group, participant: Participant) -> GroupPlace:
    """Return a person's place in a group that is open to the viewer, or raise NotFound."""
    rows = GroupPlace.objects.visible_to(viewer)
    found: GroupPlace | None = rows.filter(group=group, participant=participant, left_on__isnull=True).first()
    if found is None:
        raise NotFound(str(_("There is no such page.")))
    return found
