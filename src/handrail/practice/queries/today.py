"""Today for those who meet people: the next visit, the rest of the day, what is to finish."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date, timedelta
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils.formats import date_format
from django.utils.translation import ngettext

from handrail.access import Category, Viewer
from handrail.base import clock
from handrail.base.frozen import frozen
from handrail.base.words import _
from handrail.people.models import Participant
from handrail.plans.rules import SupportLevel
from handrail.practice.models import Attempt, Note, Session
from handrail.practice.queries.groups import TodaysGroup, groups_between
from handrail.practice.queries.notes import standing
from handrail.practice.queries.week import local_time, place_href
from handrail.practice.rules import MEETINGS, Meeting, NoteStatus, SessionStatus
from handrail.prepared import padded, prepared
from handrail.ui.addresses import address
from handrail.ui.dates import day as day_words

FINISH_WITHIN = timedelta(days=14)
NOT_AGREED_AFTER = timedelta(days=3)


@frozen
class Visit:
    """One line of the day."""

    time: str
    title: str
    href: str
    hint: str
    tag: str = ""
    tag_kind: str = ""
    icon: str | None = None


@frozen
class NextVisit:
    at: str
    head: str
    person: str
    person_key: str
    phone: str
    place: str
    place_href: str
    step: str
    number: int | None
    last: SupportLevel | None
    wanted: SupportLevel | None
    changed: str
    session_key: str


@frozen
class NextGroup:
    head: str
    group: TodaysGroup


@frozen
class Unfinished:
    tag: str
    title: str
    hint: str
    href: str


@frozen
class TodayPage:
    """The worker's own day, in a constant number of queries."""

    day: date
    summary: str
    places: list[str]
    rail: int
    next: NextVisit | None
    next_group: NextGroup | None
    rest: list[tuple[str, list[Visit]]]
    to_finish: list[Unfinished]
    open: list[Visit]


def today_page(viewer: Viewer, *, days: int = 1) -> TodayPage:
    """Return the worker's day, or ``days`` of it for peers, who look at a week."""
    sessions = _sessions(viewer, days)
    viewer.looks.add(Category.WEEK, {one.participant_id for one in sessions})
    about = _notes_about(viewer, padded(one.pk for one in sessions)) if sessions else []
    notes: dict[object, Note] = {one.session_id: one for one in about}
    mine = [one for one in sessions if one.held_on == viewer.today]
    last = viewer.today + timedelta(days=days - 1)
    groups = [*groups_between(viewer, viewer.today, last), *_named_groups(sessions)]
    visits = [one for one in sessions if not one.group_name]
    found: list[Session | TodaysGroup] = [*visits, *groups]
    upcoming = _upcoming(found, viewer.today)
    places = _places(found, viewer.today, upcoming)
    return TodayPage(
        day=viewer.today,
        summary=_summary(mine, sum(one.on == viewer.today for one in groups)),
        places=places,
        rail=places.index("here") if "here" in places else places.count("done"),
        next=_next(viewer, upcoming) if isinstance(upcoming, Session) else None,
        next_group=NextGroup(_in_words(upcoming), upcoming) if isinstance(upcoming, TodaysGroup) else None,
        rest=_rest(viewer, [one for one in found if one != upcoming], notes, days),
        to_finish=_to_finish(viewer),
        open=[_to_write(one) for one in mine if one.pk not in notes],
    )


def _to_write(session: Session) -> Visit:
    """Return a visit of today that has no note yet, with the way to begin one."""
    href = f"{address('practice:note_new', session.participant.key)}?session={session.key}"
    return Visit(
        local_time(session.starts_at, session.zone), session.participant.full_name, href, session.title
    )


@prepared
def _held_by(viewer: Viewer, first: date, last: date) -> QuerySet[Session]:
    rows = Session.objects.visible_to(viewer).filter(organisation_id=viewer.own_organisation)
    mine = rows.filter(practitioner_id=viewer.own_user, held_on__range=(first, last))
    shown = mine.exclude(status=SessionStatus.MOVED).select_related("participant", "step")
    return shown.order_by("starts_at", "participant__sort_key", "pk")


@prepared
def _notes_about(viewer: Viewer, sessions: tuple[UUID, ...]) -> QuerySet[Note]:
    rows = Note.objects.visible_to(viewer).filter(session_id__in=sessions, author_id=viewer.own_user)
    return rows.exclude(status=NoteStatus.DISCARDED)


@prepared
def _last_given(viewer: Viewer, step_id: UUID, participant_id: UUID) -> QuerySet[Attempt, str]:
    rows = Attempt.objects.visible_to(viewer).filter(step_id=step_id, participant_id=participant_id)
    newest = rows.filter(is_in_error=False).order_by("-tried_on", "-created_at", "-pk")
    return newest.values_list("given", flat=True)[:1]


def _sessions(viewer: Viewer, days: int) -> list[Session]:
    span = (viewer.today, viewer.today + timedelta(days=days - 1))
    return _held_by(viewer, *span)


def _is_planned(one: Session | TodaysGroup) -> bool:
    return one.is_planned if isinstance(one, TodaysGroup) else one.status == SessionStatus.PLANNED


def _on(one: Session | TodaysGroup) -> date:
    return one.on if isinstance(one, TodaysGroup) else one.held_on


def _upcoming(found: Sequence[Session | TodaysGroup], today: date) -> Session | TodaysGroup | None:
    """Return what comes next today: a visit, or a group as a whole."""
    now = clock.now()
    ahead = [one for one in found if _on(one) == today and _is_planned(one) and one.ends_at > now]
    return min(ahead, key=lambda one: one.starts_at, default=None)


def _summary(sessions: list[Session], groups: int) -> str:
    visits = [one for one in sessions if not one.group_name]
    if not (visits or groups):
        return ""
    done = sum(one.status != SessionStatus.PLANNED for one in visits)
    parts = [ngettext("%(n)s visit", "%(n)s visits", len(visits)) % {"n": len(visits)}]
    if groups:
        parts.append(ngettext("%(n)s group", "%(n)s groups", groups) % {"n": groups})
    return _("%(what)s. %(done)s done.") % {"what": str(_(" and ")).join(parts), "done": done}


def _places(
    found: Sequence[Session | TodaysGroup], today: date, upcoming: Session | TodaysGroup | None
) -> list[str]:
    """Return the day as places of a path: done, here, todo; at most six are drawn."""
    mine = sorted((one for one in found if _on(one) == today), key=lambda one: one.starts_at)
    ahead = {True: "here", False: "todo"}
    return [ahead[one == upcoming] if _is_planned(one) else "done" for one in mine][:6]


def _named_groups(sessions: list[Session]) -> list[TodaysGroup]:
    """Return people who come together under a name, without a group that somebody runs."""
    found: dict[tuple[object, str], list[Session]] = defaultdict(list)
    for one in sessions:
        if one.group_name and one.group_meeting_id is None:
            found[(one.starts_at, one.group_name)].append(one)
    return [
        TodaysGroup(
            key=members[0].key,
            on=members[0].held_on,
            starts_at=members[0].starts_at,
            ends_at=members[0].ends_at,
            time=local_time(members[0].starts_at, members[0].zone),
            title=members[0].group_name,
            place=members[0].place,
            people=len(members),
            is_planned=any(one.status == SessionStatus.PLANNED for one in members),
            href=address("practice:pick_person"),
        )
        for members in found.values()
    ]


def _in_words(session: Session | TodaysGroup) -> str:
    minutes = int((session.starts_at - clock.now()).total_seconds() // 60)
    if minutes <= 0:
        return str(_("Now"))
    if minutes < 60:
        return ngettext("Next, in %(n)s minute", "Next, in %(n)s minutes", minutes) % {"n": minutes}
    return str(_("Next"))


def _next(viewer: Viewer, session: Session) -> NextVisit:
    step = session.step
    viewer.looks.add(Category.PLAN, {session.participant_id} if step else set())
    last = _last_given.first(viewer, step.pk, session.participant_id) if step else None
    wanted = session.support_wanted or (step.support_wanted if step else "")
    return NextVisit(
        at=local_time(session.starts_at, session.zone),
        head=_in_words(session),
        person=session.participant.full_name,
        person_key=session.participant.key,
        phone=session.participant.phone,
        place=session.place,
        place_href=place_href(session.place),
        step=step.title if step else session.title,
        number=step.position if step else None,
        last=SupportLevel(last) if last else None,
        wanted=SupportLevel(wanted) if wanted else None,
        changed=_changed(session),
        session_key=session.key,
    )


def _changed(session: Session) -> str:
    """Return what the person asked for instead of the place that was planned."""
    if session.meeting_changed_at is None:
        return ""
    asked = str(MEETINGS[Meeting(session.meeting)])
    return _("%(name)s asked: %(how)s") % {"name": session.participant.called, "how": asked}


def _rest(
    viewer: Viewer, found: Sequence[Session | TodaysGroup], notes: dict[object, Note], days: int
) -> list[tuple[str, list[Visit]]]:
    """Return the other visits by day; people of one group stand in one line."""
    by_day: dict[date, list[Visit]] = defaultdict(list)
    for one in sorted(found, key=lambda one: one.starts_at):
        visit = _group(one) if isinstance(one, TodaysGroup) else _visit(one, notes.get(one.pk))
        by_day[_on(one)].append(visit)
    if days == 1:
        return [(str(_("The rest of today")), by_day[viewer.today])] if by_day else []
    return [(day_words(on), by_day[on]) for on in sorted(by_day)]


def _group(one: TodaysGroup) -> Visit:
    people = ngettext("%(n)s person", "%(n)s people", one.people) % {"n": one.people}
    hint = ", ".join(part for part in (people, one.place) if part)
    done = "" if one.is_planned else str(_("Written down"))
    return Visit(one.time, one.title, one.href, hint, done, "done" if done else "", "check" if done else None)


def _visit(session: Session, note: Note | None) -> Visit:
    tag, kind = standing(note) if note else ("", "")
    changed = _changed(session)
    if not tag and session.status == SessionStatus.CALLED_OFF:
        tag = str(_("Called off"))
    if not tag and changed and session.status == SessionStatus.PLANNED:
        tag, kind = changed, "due"
    return Visit(
        local_time(session.starts_at, session.zone),
        session.participant.full_name,
        _href(session, note),
        ", ".join(part for part in (session.title, session.place) if part),
        tag,
        kind,
        "check" if kind == "done" else None,
    )


def _href(session: Session, note: Note | None) -> str:
    if note and note.status == NoteStatus.DRAFT:
        return address("practice:note_edit", session.participant.key, note.key)
    if note:
        return address("practice:note", session.participant.key, note.key)
    return address("practice:session", session.participant.key, session.key)


@prepared
def _open_notes(viewer: Viewer, since: date, old: date) -> QuerySet[Note]:
    waiting = Q(status__in=[NoteStatus.FILED, NoteStatus.AMENDED], held_on__lte=old) & Q(
        agreed_at__isnull=True, disagreed_at__isnull=True, met=SessionStatus.MET
    )
    rows = Note.objects.visible_to(viewer).filter(Q(status=NoteStatus.DRAFT) | waiting, held_on__gte=since)
    mine = rows.filter(organisation_id=viewer.own_organisation, author_id=viewer.own_user)
    return mine.select_related("participant").order_by("-held_on", "pk")[:20]


def _to_finish(viewer: Viewer) -> list[Unfinished]:
    """Return own drafts, and own notes that nobody answered for three days; not older than 14 days."""
    rows = _open_notes(viewer, viewer.today - FINISH_WITHIN, viewer.today - NOT_AGREED_AFTER)
    viewer.looks.add(Category.NOTES, {row.participant_id for row in rows})
    return [_unfinished(row, viewer.today) for row in rows]


def _unfinished(note: Note, today: date) -> Unfinished:
    who = {"name": note.participant.full_name, "day": _day(note.held_on, today)}
    title = _("%(name)s, %(day)s") % who
    args = [note.participant.key, note.key]
    if note.status == NoteStatus.DRAFT:
        return Unfinished(str(_("Draft")), title, _missing(note), address("practice:note_edit", *args))
    hint = _("Not read with %(name)s yet.") % {"name": note.participant.called}
    return Unfinished(str(_("Not agreed")), title, hint, address("practice:note", *args))


@prepared
def _open_notes_of(viewer: Viewer, participant_id: UUID, since: date, old: date) -> QuerySet[Note]:
    waiting = Q(status__in=[NoteStatus.FILED, NoteStatus.AMENDED], held_on__lte=old) & Q(
        agreed_at__isnull=True, disagreed_at__isnull=True, met=SessionStatus.MET
    )
    rows = Note.objects.visible_to(viewer).filter(Q(status=NoteStatus.DRAFT) | waiting, held_on__gte=since)
    return rows.filter(participant_id=participant_id).select_related("participant").order_by("-held_on", "pk")


def notes_to_finish(viewer: Viewer, participant: Participant) -> list[Unfinished]:
    """Return the notes about one person that somebody is reminded to finish, with the words of that reminder."""
    since, old = viewer.today - FINISH_WITHIN, viewer.today - NOT_AGREED_AFTER
    rows = _open_notes_of(viewer, participant.pk, since, old)
    viewer.looks.add(Category.NOTES, {row.participant_id for row in rows})
    return [_unfinished(row, viewer.today) for row in rows]


def _day(on: date, today: date) -> str:
    if on == today:
        return str(_("today"))
    return str(_("yesterday")) if on == today - timedelta(days=1) else date_format(on, "l j F")


def _missing(note: Note) -> str:
    said = str(_("Says who came.")) if note.met else str(_("Does not say yet whether you met."))
    return (
        said if note.draft.get("steps") or note.met != SessionStatus.MET else f"{said} {_('Needs a step.')}"
    )
