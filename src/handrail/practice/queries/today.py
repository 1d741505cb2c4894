"""Today for those who meet people: the next visit, the rest of the day, what is to finish."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import ngettext

from handrail.access import Category, Viewer
from handrail.base import clock
from handrail.base.words import _
from handrail.plans.rules import SupportLevel
from handrail.practice.models import Attempt, Note, Session
from handrail.practice.queries.notes import standing
from handrail.practice.queries.week import local_time, place_href
from handrail.practice.rules import MEETINGS, Meeting, NoteStatus, SessionStatus
from handrail.prepared import padded, prepared
from handrail.ui.dates import day as day_words

FINISH_WITHIN = timedelta(days=14)
NOT_AGREED_AFTER = timedelta(days=3)


@dataclass(frozen=True)
class Visit:
    """One line of the day."""

    time: str
    title: str
    href: str
    hint: str
    tag: str = ""
    tag_kind: str = ""
    icon: str | None = None


@dataclass(frozen=True)
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


@dataclass(frozen=True)
class Unfinished:
    tag: str
    title: str
    hint: str
    href: str


@dataclass(frozen=True)
class TodayPage:
    """The worker's own day, in a constant number of queries."""

    day: date
    summary: str
    places: list[str]
    rail: int
    next: NextVisit | None
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
    upcoming = _upcoming(mine)
    places = _places(mine, upcoming)
    return TodayPage(
        day=viewer.today,
        summary=_summary(mine),
        places=places,
        rail=places.index("here") if "here" in places else places.count("done"),
        next=_next(viewer, upcoming) if upcoming else None,
        rest=_rest(viewer, [one for one in sessions if one != upcoming], notes, days),
        to_finish=_to_finish(viewer),
        open=[_to_write(one) for one in mine if one.pk not in notes],
    )


def _to_write(session: Session) -> Visit:
    """Return a visit of today that has no note yet, with the way to begin one."""
    href = f"{reverse('practice:note_new', args=[session.participant.key])}?session={session.key}"
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


def _upcoming(sessions: list[Session]) -> Session | None:
    now = clock.now()
    return next((one for one in sessions if one.status == SessionStatus.PLANNED and one.ends_at > now), None)


def _summary(sessions: list[Session]) -> str:
    if not sessions:
        return ""
    visits = [one for one in sessions if not one.group_name]
    groups = {(one.group_name, one.starts_at) for one in sessions if one.group_name}
    done = sum(one.status != SessionStatus.PLANNED for one in visits)
    parts = [ngettext("%(n)s visit", "%(n)s visits", len(visits)) % {"n": len(visits)}]
    if groups:
        parts.append(ngettext("%(n)s group", "%(n)s groups", len(groups)) % {"n": len(groups)})
    return _("%(what)s. %(done)s done.") % {"what": str(_(" and ")).join(parts), "done": done}


def _places(sessions: list[Session], upcoming: Session | None) -> list[str]:
    """Return the day as places of a path: done, here, todo; at most six are drawn."""
    seen, places = set(), []
    for one in sessions:
        where = (one.group_name, one.starts_at) if one.group_name else one.pk
        if where in seen:
            continue
        seen.add(where)
        here = "here" if one == upcoming else "todo"
        places.append("done" if one.status != SessionStatus.PLANNED else here)
    return places[:6]


def _in_words(session: Session) -> str:
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
    viewer: Viewer, sessions: list[Session], notes: dict[object, Note], days: int
) -> list[tuple[str, list[Visit]]]:
    """Return the other visits by day; people of one group stand in one line."""
    by_day: dict[date, list[Visit]] = defaultdict(list)
    groups: dict[tuple[object, ...], list[Session]] = defaultdict(list)
    for one in sessions:
        groups[(one.starts_at, one.group_name or one.pk)].append(one)
    for members in groups.values():
        first = members[0]
        visit = _group(members) if first.group_name else _visit(first, notes.get(first.pk))
        by_day[first.held_on].append(visit)
    if days == 1:
        return [(str(_("The rest of today")), by_day[viewer.today])] if by_day else []
    return [(day_words(on), by_day[on]) for on in sorted(by_day)]


def _group(members: list[Session]) -> Visit:
    first = members[0]
    people = ngettext("%(n)s person", "%(n)s people", len(members)) % {"n": len(members)}
    hint = ", ".join(part for part in (people, first.place) if part)
    return Visit(
        local_time(first.starts_at, first.zone), first.group_name, reverse("practice:pick_person"), hint
    )


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
        return reverse("practice:note_edit", args=[session.participant.key, note.key])
    if note:
        return reverse("practice:note", args=[session.participant.key, note.key])
    return reverse("practice:session", args=[session.participant.key, session.key])


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
        return Unfinished(str(_("Draft")), title, _missing(note), reverse("practice:note_edit", args=args))
    hint = _("Not read with %(name)s yet.") % {"name": note.participant.called}
    return Unfinished(str(_("Not agreed")), title, hint, reverse("practice:note", args=args))


def _day(on: date, today: date) -> str:
    if on == today:
        return str(_("today"))
    return str(_("yesterday")) if on == today - timedelta(days=1) else date_format(on, "l j F")


def _missing(note: Note) -> str:
    said = str(_("Says who came.")) if note.met else str(_("Does not say yet whether you met."))
    return (
        said if note.draft.get("steps") or note.met != SessionStatus.MET else f"{said} {_('Needs a step.')}"
    )
