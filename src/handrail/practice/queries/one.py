"""One meeting, one line of the week, one worker: each open to the viewer, or absent."""

from datetime import time, timedelta
from typing import TypeVar
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db.models import QuerySet

from handrail.access import Category, Permission, Role, Viewer
from handrail.access.roles import ROLES
from handrail.accounts import queries as accounts
from handrail.accounts.models import User
from handrail.base.errors import NotFound
from handrail.base.frozen import frozen
from handrail.base.words import _
from handrail.people.models import Participant
from handrail.practice.models import DailyTime, Group, Session, WeekItem
from handrail.practice.queries.groups import facilitators
from handrail.practice.queries.week import NextMeeting, local_time, next_meeting
from handrail.practice.rules import SETTINGS, SessionStatus, Setting, WeekItemStatus
from handrail.prepared import prepared
from handrail.ui.dates import day

Found = TypeVar("Found")
MEET_PEOPLE = frozenset(role for role in Role if Permission.TODAY in ROLES[role].permissions) - {Role.MANAGER}


def _or_absent(found: Found | None) -> Found:
    if found is None:
        raise NotFound(str(_("There is no such page.")))
    return found


@prepared
def _session(viewer: Viewer, participant_id: UUID, key: str) -> QuerySet[Session]:
    rows = Session.objects.visible_to(viewer).filter(participant_id=participant_id, key=key)
    return rows.select_related("practitioner", "step", "participant", "meeting_changed_by")[:1]


def session(viewer: Viewer, participant: Participant, key: str) -> Session:
    """Return one meeting of the person; raise NotFound for absent and closed alike."""
    meeting = _or_absent(_session.first(viewer, participant.pk, key))
    viewer.looks.add(Category.WEEK, {participant.pk})
    return meeting


@prepared
def _meeting(viewer: Viewer, participant_id: UUID, key: str) -> QuerySet[Session]:
    return Session.objects.visible_to(viewer).filter(participant_id=participant_id, key=key)[:1]


def meeting_of_note(viewer: Viewer, participant: Participant, key: str) -> Session:
    """Return the same for a note about it, which asks when and where it is and not who plans it."""
    meeting = _or_absent(_meeting.first(viewer, participant.pk, key))
    meeting.participant = participant
    viewer.looks.add(Category.WEEK, {participant.pk})
    return meeting


@frozen
class SessionPage:
    """One meeting, and what this viewer may change about it."""

    session: Session
    next: NextMeeting
    day: str
    times: str
    setting: str
    status: str
    is_own: bool
    can_change: bool
    can_record: bool
    can_write: bool


STATUS_WORDS = {
    SessionStatus.PLANNED: _("Planned"),
    SessionStatus.MET: _("You met"),
    SessionStatus.NOT_MET: _("It did not happen this time"),
    SessionStatus.MOVED: _("Moved to another time"),
    SessionStatus.CALLED_OFF: _("Called off by the team"),
    SessionStatus.SAID_NO: _("Said no this time"),
}


def session_page(viewer: Viewer, participant: Participant, key: str) -> SessionPage:
    """Return everything that the page of one meeting shows."""
    found = session(viewer, participant, key)
    status = SessionStatus(found.status)
    zone = ZoneInfo(found.zone)
    is_own = viewer.participant_id == participant.pk
    return SessionPage(
        session=found,
        next=next_meeting(found, viewer, is_own),
        day=day(found.starts_at.astimezone(zone).date()),
        times=_("%(begins)s to %(ends)s")
        % {"begins": local_time(found.starts_at, found.zone), "ends": local_time(found.ends_at, found.zone)},
        setting=str(SETTINGS[Setting(found.setting)]),
        status=str(STATUS_WORDS[status]),
        is_own=is_own,
        can_change=viewer.may(Permission.WEEK_EDIT) and status == SessionStatus.PLANNED,
        can_record=viewer.may(Permission.SESSION_PLAN)
        and status not in (SessionStatus.MOVED, SessionStatus.CALLED_OFF),
        can_write=viewer.may(Permission.NOTE_WRITE) and status != SessionStatus.MOVED,
    )


def practitioners(viewer: Viewer) -> list[accounts.Member]:
    """Return the colleagues who meet people, by name, each once."""
    return list({one.user_id: one for one in accounts.members(viewer, roles=MEET_PEOPLE)}.values())


def who_may_run(viewer: Viewer, group: Group) -> dict[str, User]:
    """Return, by id, who runs a group now, who began first before the others; then the colleagues who meet people."""
    known = dict.fromkeys([*facilitators(group), *(one.user_id for one in practitioners(viewer))])
    users = User.objects.in_bulk(list(known))
    return {str(user): users[user] for user in known}


def practitioner(viewer: Viewer, user_id: str) -> User:
    """Return one of the colleagues who meet people."""
    known = {str(one.user_id) for one in practitioners(viewer)}
    found: User | None = User.objects.filter(pk=user_id).first() if user_id in known else None
    return _or_absent(found)


def week_item(viewer: Viewer, participant: Participant, key: str) -> WeekItem:
    """Return one thing of the week that is open to the viewer."""
    viewer.looks.add(Category.WEEK, {participant.pk})
    rows = WeekItem.objects.visible_to(viewer).filter(participant=participant, key=key)
    found: WeekItem | None = rows.exclude(status=WeekItemStatus.MOVED).first()
    return _or_absent(found)


def daily_time(viewer: Viewer, participant: Participant, key: str) -> DailyTime:
    """Return one time of every day that is open to the viewer."""
    viewer.looks.add(Category.WEEK, {participant.pk})
    rows = DailyTime.objects.visible_to(viewer).filter(participant=participant, key=key)
    found: DailyTime | None = rows.first()
    return _or_absent(found)


def daily_times(viewer: Viewer, participant: Participant) -> list[tuple[time, str, str]]:
    """Return the times of every day that stand now."""
    viewer.looks.add(Category.WEEK, {participant.pk})
    rows = DailyTime.objects.visible_to(viewer).filter(participant=participant, ended_on__isnull=True)
    return list(rows.order_by("at", "pk").values_list("at", "words", "icon"))


def times_not(viewer: Viewer, item: WeekItem) -> int:
    """Return how often this did not happen in the two weeks until its day; only to offer another way, once."""
    since = item.planned_on - timedelta(days=14)
    return (
        WeekItem.objects.visible_to(viewer)
        .filter(
            participant_id=item.participant_id,
            title=item.title,
            planned_on__range=(since, item.planned_on),
            status=WeekItemStatus.NOT_THIS_TIME,
        )
        .count()
    )
