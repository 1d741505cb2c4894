"""My week: who comes, where, and the person's own things."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import Any
from urllib.parse import quote
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db.models import QuerySet, prefetch_related_objects
from django.utils.formats import date_format

from handrail.access import Category, Permission, Viewer
from handrail.base import clock
from handrail.base.frozen import frozen
from handrail.base.words import Words, _
from handrail.people.models import Participant
from handrail.plans.rules import SUPPORT_LEVELS, SupportLevel
from handrail.practice.models import DailyTime, Session, WeekItem
from handrail.practice.rules import MEETINGS, Meeting, SessionStatus, WeekItemStatus
from handrail.prepared import prepared
from handrail.ui.addresses import address
from handrail.ui.dates import hour

COMPANY: dict[SupportLevel, Words] = {
    SupportLevel.WITH_ME: _("%(name)s with me"),
    SupportLevel.BESIDE_ME: _("%(name)s beside me"),
    SupportLevel.ON_MY_OWN: _("%(name)s knows, I go on my own"),
}


@frozen
class Line:
    """One thing in a week, ready to show."""

    at: str
    title: str
    hint: str = ""
    level: str = ""
    href: str | None = None
    answer_to: str = ""
    move_to: str = ""
    answer: str = ""
    did: bool = False
    version: int = 0
    past: bool = False


@frozen
class WeekDay:
    on: date
    name: str
    short: str
    lines: list[Line]
    is_today: bool
    is_shown: bool


@frozen
class NextMeeting:
    """The next meeting of the shown day: who comes, with how much company, where, and how to change it."""

    session: Session
    at: str
    who: str
    initials: str
    company: str
    level: str
    phone: str
    place: str
    place_href: str
    meeting: str
    meetings: list[tuple[str, str, str]]
    can_change: bool
    tell: str
    icon: str


@frozen
class DailyLine:
    at: str
    words: str
    icon: str


@frozen
class WeekPage:
    """Everything that the week shows, in a constant number of queries."""

    person: Participant
    is_own: bool
    can_edit: bool
    day: date
    monday: date
    days: list[WeekDay]
    next: NextMeeting | None
    mine: list[Line]
    daily: list[DailyLine]
    is_empty: bool
    heading: str
    day_heading: str
    week_heading: str
    next_head: str
    strip: list[tuple[str, str, int, bool]]
    before: str
    after: str


def monday_of(day: date) -> date:
    return day - timedelta(days=day.weekday())


def first_name(name: str) -> str:
    return name.split()[0] if name.split() else name


def place_href(place: str) -> str:
    """Return an address that a phone opens in its own map; no map of ours, nothing is sent to anybody."""
    return f"geo:0,0?q={quote(place)}" if place else ""


def initials(name: str) -> str:
    words = name.split()
    return "".join(word[0] for word in (words[:1] + words[1:][-1:])).upper()


def week_page(viewer: Viewer, participant: Participant, *, day: date) -> WeekPage:
    """Return the week of ``day`` as the person sees it; staff see the same page with the person's name."""
    viewer.looks.add(Category.WEEK, {participant.pk})
    monday = monday_of(day)
    span = (monday, monday + timedelta(days=6))
    sessions = _with_new_days(sessions_between(viewer, participant, span))
    items = _with_new_days(_items(viewer, participant.pk, *span))
    daily = _daily(viewer, participant.pk)
    is_own = viewer.participant_id == participant.pk
    upcoming = _upcoming(sessions, day, viewer)
    days = [
        _day(participant, monday + timedelta(days=number), sessions, items, viewer.today, day)
        for number in range(7)
    ]
    return WeekPage(
        person=participant,
        is_own=is_own,
        can_edit=viewer.may(Permission.WEEK_EDIT),
        day=day,
        monday=monday,
        days=days,
        next=next_meeting(upcoming, viewer, is_own) if upcoming else None,
        mine=_mine(participant, day, sessions, items, daily, upcoming),
        daily=[DailyLine(hour(row.at), row.words, row.icon or "clock") for row in daily],
        is_empty=not any(one.lines for one in days),
        next_head=str(_("Today, next")) if day == viewer.today else date_format(day, "l"),
        strip=[(_at(participant, one.on), one.short, one.on.day, one.is_shown) for one in days],
        before=_at(participant, day - timedelta(days=7)),
        after=_at(participant, day + timedelta(days=7)),
        **_headings(participant, day, viewer.today, is_own),
    )


def _at(participant: Participant, on: date) -> str:
    return f"{address('practice:week', participant.key)}?day={on.isoformat()}"


def _headings(participant: Participant, day: date, today: date, is_own: bool) -> dict[str, str]:
    name, weekday = {"name": participant.called}, {"day": date_format(day, "l")}
    if is_own:
        mine = str(_("My day")) if day == today else _("My %(day)s") % weekday
        return {
            "heading": str(_("My week")),
            "day_heading": mine,
            "week_heading": str(_("The rest of my week")),
        }
    return {
        "heading": _("%(name)s’s week") % name,
        "day_heading": _("%(name)s’s %(day)s") % {**name, **weekday},
        "week_heading": str(_("The rest of the week")),
    }


def _with_new_days(rows: Iterable[Any]) -> list[Any]:
    """Return the rows, those that were moved with the row they went to: asked for only when there is one."""
    found = list(rows)
    prefetch_related_objects([row for row in found if row.status == SessionStatus.MOVED], "moved_to")
    return found


def sessions_between(viewer: Viewer, participant: Participant, span: tuple[date, date]) -> Iterable[Session]:
    """Return the person's meetings between two local days, with worker and step."""
    return _sessions(viewer, participant.pk, *span)


@prepared
def _sessions(viewer: Viewer, participant_id: UUID, first: date, last: date) -> QuerySet[Session]:
    rows = Session.objects.visible_to(viewer).filter(participant_id=participant_id)
    shown = rows.filter(held_on__range=(first, last)).select_related("practitioner", "step")
    return shown.order_by("starts_at", "pk")


@prepared
def _items(viewer: Viewer, participant_id: UUID, first: date, last: date) -> QuerySet[WeekItem]:
    rows = WeekItem.objects.visible_to(viewer).filter(participant_id=participant_id)
    return rows.filter(planned_on__range=(first, last)).order_by("planned_on", "planned_at", "pk")


@prepared
def _daily(viewer: Viewer, participant_id: UUID) -> QuerySet[DailyTime]:
    rows = DailyTime.objects.visible_to(viewer).filter(participant_id=participant_id)
    return rows.filter(ended_on__isnull=True).order_by("at", "pk")


def _upcoming(sessions: list[Session], day: date, viewer: Viewer) -> Session | None:
    now = clock.now()
    planned = [one for one in sessions if one.held_on == day and one.status == SessionStatus.PLANNED]
    if day == viewer.today:
        planned = [one for one in planned if one.ends_at > now]
    return planned[0] if planned and day >= viewer.today else None


def next_meeting(session: Session, viewer: Viewer, is_own: bool) -> NextMeeting:
    """Return who comes, with how much company, where, and the ways to meet."""
    name = first_name(session.practitioner.name)
    level = session.support_wanted or ""
    as_wanted = session.step is None or session.step.support_wanted == level
    words = str(SUPPORT_LEVELS[SupportLevel(level)]) if level else ""
    if words and as_wanted and is_own:
        words = _("%(level)s, as I want") % {"level": words}
    at_home = _("%(name)s comes") % {"name": name}
    return NextMeeting(
        session=session,
        at=local_time(session.starts_at, session.zone),
        who=at_home if level != SupportLevel.ON_MY_OWN else _("%(name)s knows") % {"name": name},
        initials=initials(session.practitioner.name),
        company=words,
        level=level,
        phone=session.practitioner.phone,
        place=session.place,
        place_href=place_href(session.place),
        meeting=session.meeting,
        meetings=[
            (Meeting.HERE, str(MEETINGS[Meeting.HERE]), session.place or str(_("as planned"))),
            (Meeting.AT_HOME, str(MEETINGS[Meeting.AT_HOME]), at_home),
            (Meeting.ONLINE, str(MEETINGS[Meeting.ONLINE]), str(_("video, phone"))),
        ],
        can_change=viewer.may(Permission.WEEK_EDIT),
        tell=_("Tell %(name)s") % {"name": name} if is_own else str(_("Keep this change")),
        icon="bus" if session.directions else "pin",
    )


def local_time(at: datetime, zone: str) -> str:
    """Return a time of day as the clock on the wall of ``zone`` says."""
    return hour(at.astimezone(ZoneInfo(zone)).time())


def session_line(session: Session, person_key: str) -> Line:
    """Return a meeting as a line of the week: who comes, where, what became of it."""
    level = session.support_wanted or (SupportLevel.WITH_ME if session.practitioner_id else "")
    return Line(
        at=local_time(session.starts_at, session.zone),
        title=session.title,
        hint=_session_hint(session),
        level=level if session.status in (SessionStatus.PLANNED, SessionStatus.MET) else "",
        href=address("practice:session", person_key, session.key),
        past=session.status != SessionStatus.PLANNED,
    )


def _session_hint(session: Session) -> str:
    if session.status == SessionStatus.MOVED:
        new = next(iter(session.moved_to.all()), None)
        return _moved_hint(new.held_on) if new else str(_("Moved"))
    if session.status == SessionStatus.CALLED_OFF:
        return str(_("Called off by the team"))
    if session.status == SessionStatus.SAID_NO:
        return str(_("Said no this time"))
    if session.status == SessionStatus.NOT_MET:
        return str(_("Did not happen this time"))
    name = {"name": first_name(session.practitioner.name)}
    level = SupportLevel(session.support_wanted) if session.support_wanted else None
    company = COMPANY[level] % name if level else _("With %(name)s") % name
    place = session.place if session.meeting == Meeting.HERE else str(MEETINGS[Meeting(session.meeting)])
    return f"{company}. {place}" if place else company


def _moved_hint(to: date) -> str:
    return _("Moved to %(day)s") % {"day": date_format(to, "l")}


ANSWERS: dict[str, Words] = {
    WeekItemStatus.DID_IT: _("Did it"),
    WeekItemStatus.NOT_THIS_TIME: _("Not this time"),
}


def item_line(item: WeekItem, person_key: str) -> Line:
    """Return something of the person's own as a line of the week."""
    hint = ". ".join(part for part in (item.companion, item.detail) if part)
    if item.status == WeekItemStatus.MOVED:
        new = next(iter(item.moved_to.all()), None)
        hint = _moved_hint(new.planned_on) if new else str(_("Moved"))
    answer = str(ANSWERS[item.status]) if item.status in ANSWERS else ""
    is_gone = item.status == WeekItemStatus.MOVED
    to = "" if is_gone else address("practice:week_item", person_key, item.key)
    return Line(
        at=hour(item.planned_at) if item.planned_at else "",
        title=item.title,
        hint=hint,
        level=item.support,
        answer_to=to,
        move_to=to,
        answer=answer,
        did=item.status == WeekItemStatus.DID_IT,
        version=item.version,
        past=item.status != WeekItemStatus.PLANNED,
    )


def _daily_line(daily: DailyTime, answered: WeekItem | None, day: date, person_key: str) -> Line:
    status = answered.status if answered else WeekItemStatus.PLANNED
    return Line(
        at=hour(daily.at),
        title=daily.words,
        answer_to=address("practice:daily", person_key, daily.key, day.isoformat()),
        answer=str(ANSWERS[status]) if status in ANSWERS else "",
        did=status == WeekItemStatus.DID_IT,
    )


def _sorted(pairs: Iterable[tuple[str, Line]]) -> list[Line]:
    return [line for _at, line in sorted(pairs, key=lambda pair: pair[0])]


def _session_pairs(participant: Participant, on: date, sessions: list[Session]) -> list[tuple[str, Line]]:
    return [
        (one.starts_at.astimezone(ZoneInfo(one.zone)).strftime("%H:%M"), session_line(one, participant.key))
        for one in sessions
        if one.held_on == on
    ]


def _item_pairs(participant: Participant, on: date, items: list[WeekItem]) -> list[tuple[str, Line]]:
    return [
        (one.planned_at.strftime("%H:%M") if one.planned_at else "00:00", item_line(one, participant.key))
        for one in items
        if one.planned_on == on and one.daily_id is None
    ]


def _day(
    participant: Participant,
    on: date,
    sessions: list[Session],
    items: list[WeekItem],
    today: date,
    shown: date,
) -> WeekDay:
    lines = _session_pairs(participant, on, sessions) + _item_pairs(participant, on, items)
    return WeekDay(on, date_format(on, "l"), date_format(on, "D"), _sorted(lines), on == today, on == shown)


def _mine(
    participant: Participant,
    day: date,
    sessions: list[Session],
    items: list[WeekItem],
    daily: list[DailyTime],
    upcoming: Session | None,
) -> list[Line]:
    """Return the shown day in time order: own things, times of every day, and meetings but the next one."""
    answered = {one.daily_id: one for one in items if one.daily_id and one.planned_on == day}
    others = [one for one in sessions if one != upcoming]
    return _sorted(
        [
            *_session_pairs(participant, day, others),
            *_item_pairs(participant, day, items),
            *(
                (row.at.strftime("%H:%M"), _daily_line(row, answered.get(row.pk), day, participant.key))
                for row in daily
            ),
        ]
    )
