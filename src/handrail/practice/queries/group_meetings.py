"""One meeting of a group, as its facilitator's phone shows it."""

from collections.abc import Sequence
from uuid import UUID

from django.db.models import Q

from handrail.access import Category, Viewer
from handrail.base.errors import NotFound
from handrail.base.frozen import frozen
from handrail.base.words import _
from handrail.practice.models import GroupMeeting, GroupPlace, GroupTurn, HomePractice, Session
from handrail.practice.queries.groups import my_groups
from handrail.practice.queries.week import local_time
from handrail.practice.rules import SessionStatus
from handrail.practice.rules.groups import (
    CONTEXTS,
    GROUP_MEETING_STATUSES,
    Came,
    Context,
    GroupKind,
    GroupMeetingStatus,
    HomePracticeStatus,
    steps_of,
)
from handrail.practice.skills import Skill, skill

CAME_OF = {
    SessionStatus.MET: Came.CAME,
    SessionStatus.NOT_MET: Came.NOT_THERE,
    SessionStatus.SAID_NO: Came.SAID_NO,
}


def group_meeting(viewer: Viewer, key: str, meeting_key: str) -> GroupMeeting:
    """Return a meeting of a group that the viewer runs, or raise NotFound."""
    found = (
        GroupMeeting.objects.filter(group__in=my_groups(viewer), group__key=key, key=meeting_key)
        .select_related("group", "led_by")
        .first()
    )
    if found is None:
        raise NotFound(str(_("There is no such page.")))
    return found


@frozen
class Asked:
    """Home practice from before that this meeting asks about."""

    key: str
    name: str
    words: str
    context: str
    status: str
    is_prompted: bool


@frozen
class PersonRow:
    """One person in a meeting, as the grid shows them."""

    key: str
    name: str
    person_key: str
    came: str
    shown: list[int]
    good: str
    words: str
    home: str
    context: str


@frozen
class GroupMeetingPage:
    """One meeting: who came, what was asked from last time, the steps of the skill, and the line about no person."""

    meeting: GroupMeeting
    times: str
    status: str
    skill: Skill | None
    rows: list[PersonRow]
    asked: list[Asked]
    keeps_words: bool
    can_record: bool
    is_planned: bool


def group_meeting_page(viewer: Viewer, key: str, meeting_key: str) -> GroupMeetingPage:
    """Return one meeting with the people whose group is open to the viewer, in a constant number of statements."""
    meeting = group_meeting(viewer, key, meeting_key)
    seen = GroupPlace.objects.visible_to(viewer).filter(group=meeting.group).values("participant_id")
    sessions = list(
        meeting.sessions.filter(participant_id__in=seen)
        .exclude(status=SessionStatus.MOVED)
        .select_related("participant")
        .order_by("participant__sort_key", "pk")
    )
    viewer.looks.add(Category.GROUPS, {one.participant_id for one in sessions})
    status = GroupMeetingStatus(meeting.status)
    times = {
        "begins": local_time(meeting.starts_at, meeting.zone),
        "ends": local_time(meeting.ends_at, meeting.zone),
    }
    return GroupMeetingPage(
        meeting=meeting,
        times=_("%(begins)s to %(ends)s") % times,
        status=str(GROUP_MEETING_STATUSES[status]),
        skill=skill(meeting.skill, viewer.language),
        rows=_rows(viewer, sessions),
        asked=_asked(viewer, meeting),
        keeps_words=meeting.group.kind != GroupKind.STORYTELLING,
        can_record=status != GroupMeetingStatus.CALLED_OFF and meeting.held_on <= viewer.today,
        is_planned=status == GroupMeetingStatus.PLANNED,
    )


def _rows(viewer: Viewer, sessions: Sequence[Session]) -> list[PersonRow]:
    ids: list[UUID] = [one.pk for one in sessions]
    turns = {one.session_id: one for one in GroupTurn.objects.visible_to(viewer).filter(session__in=ids)}
    homes = {one.session_id: one for one in HomePractice.objects.visible_to(viewer).filter(session__in=ids)}
    return [_row(one, turns.get(one.pk), homes.get(one.pk)) for one in sessions]


def _row(session: Session, turn: GroupTurn | None, home: HomePractice | None) -> PersonRow:
    came = CAME_OF.get(SessionStatus(session.status))
    return PersonRow(
        key=session.key,
        name=session.participant.listed_name,
        person_key=session.participant.key,
        came=came or "",
        shown=steps_of(turn.shown if turn else None),
        good=turn.good if turn else "",
        words=turn.words if turn else "",
        home=home.words if home else "",
        context=home.context if home else "",
    )


def _asked(viewer: Viewer, meeting: GroupMeeting) -> list[Asked]:
    """Return what was agreed before this meeting and waits for an answer, or was answered on its day."""
    rows = (
        HomePractice.objects.visible_to(viewer)
        .filter(
            Q(status=HomePracticeStatus.AGREED) | Q(answered_on=meeting.held_on),
            session__group_meeting__group_id=meeting.group_id,
            agreed_on__lt=meeting.held_on,
        )
        .select_related("participant")
        .order_by("participant__sort_key", "agreed_on", "pk")
    )
    return [
        Asked(
            key=row.key,
            name=row.participant.listed_name,
            words=row.words,
            context=str(CONTEXTS[Context(row.context)]) if row.context else "",
            status="" if row.status == HomePracticeStatus.AGREED else row.status,
            is_prompted=bool(row.is_prompted),
        )
        for row in rows
    ]
