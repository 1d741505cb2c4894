"""The page of one person's work and study, and the ladder."""

from collections import defaultdict
from datetime import date
from uuid import UUID

from django.db.models import QuerySet

from handrail.access import Category, Permission, Viewer
from handrail.base.frozen import frozen
from handrail.base.words import Words, _
from handrail.people.models import Participant
from handrail.practice.models import WorkStep
from handrail.practice.rules import WORK_RUNGS, NoteStatus, WorkRung
from handrail.prepared import prepared
from handrail.ui.dates import day
from handrail.work.models import Adjustment, ContactFor, Job, ProfileVersion, StillThere, TellingChoice
from handrail.work.queries.words import JobCard, job_card
from handrail.work.rules import (
    ADJUSTMENT_KINDS,
    ADJUSTMENT_TRANSITIONS,
    ADJUSTMENT_VERBS,
    ADJUSTMENT_WAY,
    ADJUSTMENT_WORDS,
    HELPS_ASKED_AFTER,
    PROFILE_PARTS,
    STUDY_LADDER,
    TELLINGS,
    WAYS,
    WORK_LADDER,
    AdjustmentKind,
    AdjustmentStatus,
    Telling,
    Way,
)

CONTACTS_SHOWN = 5


@frozen
class AdjustmentCard:
    """An adjustment as pages show it: where it stands on its way, and which way it can go."""

    key: str
    person_key: str
    need: str
    because: str
    kind: str
    status: str
    tag: str  # "done" when it helps, "due" when somebody waits for an answer
    since: str
    job_key: str
    place: str
    whom: str
    way: tuple[tuple[str, str], ...]
    verbs: tuple[tuple[str, str], ...]
    asks_help: bool
    has_step: bool
    version: int


_TAGS = {AdjustmentStatus.HELPS: "done", AdjustmentStatus.ASKED: "due", AdjustmentStatus.IN_PLACE: "mine"}


def _way(status: AdjustmentStatus) -> tuple[tuple[str, str], ...]:
    """Return the five places of the way with done, now or todo; a state beside the way stands at its place."""
    beside = {AdjustmentStatus.NOT_AGREED: 2, AdjustmentStatus.DOES_NOT_HELP: 4, AdjustmentStatus.LET_GO: 0}
    here = beside[status] if status in beside else ADJUSTMENT_WAY.index(status)
    places = []
    for number, one in enumerate(ADJUSTMENT_WAY):
        state = "done" if number < here else ("now" if number == here else "todo")
        words = ADJUSTMENT_WORDS[status] if number == here else ADJUSTMENT_WORDS[one]
        places.append((state, str(words)))
    return tuple(places)


def adjustment_card(row: Adjustment, person_key: str, today: date) -> AdjustmentCard:
    """Return an adjustment as pages show it."""
    status = AdjustmentStatus(row.status)
    verbs = sorted(ADJUSTMENT_TRANSITIONS[status], key=list(AdjustmentStatus).index)
    is_long = row.in_place_on is not None and row.in_place_on + HELPS_ASKED_AFTER <= today
    return AdjustmentCard(
        key=row.key,
        person_key=person_key,
        need=row.need,
        because=row.because,
        kind=str(ADJUSTMENT_KINDS[AdjustmentKind(row.kind)]),
        status=str(ADJUSTMENT_WORDS[status]),
        tag=_TAGS.get(status, ""),
        since=day(row.since_on, weekday=False),
        job_key=row.job.key if row.job else "",
        place=row.job.place if row.job else "",
        whom=row.asked_whom,
        way=_way(status),
        verbs=tuple((to.value, str(ADJUSTMENT_VERBS[to])) for to in verbs),
        asks_help=status == AdjustmentStatus.IN_PLACE and is_long,
        has_step=row.step_id is not None,
        version=row.version,
    )


@prepared
def _adjustments(viewer: Viewer, participant_id: UUID) -> QuerySet[Adjustment]:
    rows = Adjustment.objects.visible_to(viewer).filter(participant_id=participant_id, job__ended_on=None)
    return rows.select_related("job").order_by("-since_on", "-pk")


@prepared
def _jobs(viewer: Viewer, participant_id: UUID) -> QuerySet[Job]:
    rows = Job.objects.visible_to(viewer).filter(participant_id=participant_id)
    return rows.order_by("-started_on", "-pk")


@prepared
def _marks(viewer: Viewer, participant_id: UUID) -> QuerySet[StillThere, tuple[UUID, int]]:
    return (
        StillThere.objects.visible_to(viewer)
        .filter(participant_id=participant_id)
        .values_list("job_id", "mark")
    )


def adjustments(viewer: Viewer, participant: Participant) -> list[AdjustmentCard]:
    """Return the adjustments of places where the person is, or for a place to come; the newest change first."""
    rows = _adjustments(viewer, participant.pk)
    return [adjustment_card(row, participant.key, viewer.today) for row in rows]


def job_cards(viewer: Viewer, participant: Participant) -> list[JobCard]:
    """Return every job and course of a person, the newest first, each with the question that is due."""
    rows = _jobs(viewer, participant.pk)
    if not rows:
        return []
    answered: dict[UUID, list[int]] = defaultdict(list)
    for job_id, mark in _marks(viewer, participant.pk):
        answered[job_id].append(mark)
    return [job_card(row, participant.key, viewer.today, answered[row.pk]) for row in rows]


@frozen
class ContactLine:
    """A word with an employer that was for this person."""

    on: date
    place: str
    hint: str
    words: str


def contacts_for(viewer: Viewer, participant: Participant) -> list[ContactLine]:
    """Return the newest words with employers that were for this person."""
    rows = ContactFor.objects.visible_to(viewer).filter(participant=participant)
    rows = rows.select_related("contact__employer", "contact__made_by").order_by("-held_on", "-pk")
    found = []
    for row in rows[:CONTACTS_SHOWN]:
        hint = [row.contact.who, str(WAYS[Way(row.contact.way)]), row.contact.made_by.name]
        found.append(
            ContactLine(row.held_on, row.contact.employer.name, ", ".join(filter(None, hint)), row.words)
        )
    return found


@frozen
class WorkPage:
    """Everything that the page of a person's work shows, in a constant number of statements."""

    is_own: bool
    can_write: bool
    can_contact: bool
    profile: ProfileVersion | None
    parts: tuple[tuple[str, str], ...]
    telling: TellingChoice | None
    telling_words: str
    step: str
    step_on: date | None
    now: tuple[JobCard, ...]
    before: tuple[JobCard, ...]
    adjustments: tuple[AdjustmentCard, ...]
    contacts: tuple[ContactLine, ...]

    @property
    def is_new_start(self) -> bool:
        """Return whether something ended and nothing runs: a new start is offered, nothing is closed."""
        return bool(self.before) and not self.now


def profile_parts(profile: ProfileVersion | None) -> tuple[tuple[str, str], ...]:
    """Return the parts of a profile that hold words, with their headings."""
    if profile is None:
        return ()
    return tuple(
        (str(words), getattr(profile, name))
        for name, words in PROFILE_PARTS.items()
        if getattr(profile, name)
    )


def work_page(viewer: Viewer, participant: Participant) -> WorkPage:
    """Return the page of a person's work and study."""
    viewer.looks.add(Category.WORK, {participant.pk})
    profile = (
        ProfileVersion.objects.visible_to(viewer).filter(participant=participant).order_by("-number").first()
    )
    chosen = TellingChoice.objects.visible_to(viewer).filter(participant=participant)
    telling = chosen.order_by("-chosen_on", "-pk").first()
    step = _steps(viewer, participant)[-1:]
    cards = job_cards(viewer, participant)
    may_write = viewer.may(Permission.ROOM_WRITE)
    return WorkPage(
        is_own=viewer.participant_id == participant.pk,
        can_write=may_write,
        can_contact=may_write and viewer.may(Permission.DIRECTORY_EDIT),
        profile=profile,
        parts=profile_parts(profile),
        telling=telling,
        telling_words=str(TELLINGS[Telling(telling.choice)]) if telling else "",
        step=str(WORK_RUNGS[WorkRung(step[0].rung)]) if step else "",
        step_on=step[0].taken_on if step else None,
        now=tuple(card for card in cards if card.is_open),
        before=tuple(card for card in cards if not card.is_open),
        adjustments=tuple(adjustments(viewer, participant)),
        contacts=tuple(contacts_for(viewer, participant)),
    )


# ---------- the ladder ----------


@frozen
class Rung:
    """One place of the ladder for the path: done, now or still to come."""

    state: str
    level: str
    number: int
    title: Words
    hint: str
    value: WorkRung


@frozen
class Ladder:
    """Both ways, with the newest step: one for work, one for a course."""

    work: tuple[Rung, ...]
    study: tuple[Rung, ...]
    newest: str
    is_own: bool
    can_write: bool


def _steps(viewer: Viewer, participant: Participant) -> list[WorkStep]:
    """Return the steps towards work or study that stand, the oldest first."""
    rows = WorkStep.objects.visible_to(viewer).filter(participant=participant)
    rows = rows.exclude(note__isnull=False, note__status=NoteStatus.IN_ERROR)
    return list(rows.order_by("taken_on", "pk"))


def _rungs(ladder: tuple[WorkRung, ...], steps: list[WorkStep], newest: WorkRung | None) -> tuple[Rung, ...]:
    taken = {WorkRung(step.rung): step for step in steps}
    rungs = []
    for number, rung in enumerate(ladder, start=1):
        step = taken.get(rung)
        state = "now" if rung == newest else ("done" if step else "todo")
        when = day(step.taken_on, weekday=False) if step else ""
        hint = (
            _("%(when)s, with %(who)s") % {"when": when, "who": step.companion}
            if step and step.companion
            else when
        )
        level = "beside_me" if step and step.companion else "on_my_own"
        rungs.append(Rung(state, level, number, WORK_RUNGS[rung], hint, rung))
    return tuple(rungs)


def ladder(viewer: Viewer, participant: Participant) -> Ladder:
    """Return the ladder of work and the one of study, as the person went them; no order is a duty (S-190)."""
    viewer.looks.add(Category.ATTENDANCE, {participant.pk})
    steps = _steps(viewer, participant)
    newest = WorkRung(steps[-1].rung) if steps else None
    return Ladder(
        work=_rungs(WORK_LADDER, steps, newest),
        study=_rungs(STUDY_LADDER, steps, newest),
        newest=str(WORK_RUNGS[newest]) if newest else "",
        is_own=viewer.participant_id == participant.pk,
        can_write=viewer.may(Permission.ROOM_WRITE),
    )
