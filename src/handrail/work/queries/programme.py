"""What the row “Vocational rehabilitation” shows to staff, and its key outcome."""

from datetime import timedelta
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, Subquery

from handrail.access import Category, Viewer
from handrail.base.frozen import frozen
from handrail.catalogue.figures import Figure
from handrail.catalogue.hooks import KeyOutcome
from handrail.intake.models import Enrolment
from handrail.people.kept import keeps
from handrail.people.models import Participant
from handrail.plans.hooks import AreaFact
from handrail.plans.rules import LifeArea
from handrail.practice.models import WorkStep
from handrail.practice.rules import WORK_RUNGS, NoteStatus, WorkRung
from handrail.ui.addresses import address
from handrail.work.models import Job, StillThere
from handrail.work.queries.employers import contacts_since
from handrail.work.queries.page import job_cards
from handrail.work.rules import PAID_KINDS, JobStatus

CODE = "VR"
NINETY = timedelta(days=90)
YEAR = timedelta(days=365)
WEEK = timedelta(days=7)


@frozen
class Board:
    """How many people of the row stand where, of those whose record is open to the viewer."""

    rungs: tuple[tuple[str, int], ...]
    none_yet: int
    people: int
    contacts: int
    in_person: int


def _count_board(viewer: Viewer, slug: str) -> dict[str, Any]:
    """Count people of the row by their newest step, and the words with employers of the last seven days."""
    now = Q(to_on=None) | Q(to_on__gt=viewer.today)
    enrolled = Enrolment.objects.among_people_of(viewer).filter(now, programme_type=CODE)
    newest = (
        WorkStep.objects.filter(participant_id=OuterRef("participant_id"))
        .exclude(note__isnull=False, note__status=NoteStatus.IN_ERROR)
        .order_by("-taken_on", "-pk")
        .values("rung")[:1]
    )
    counted = enrolled.annotate(rung=Subquery(newest)).values_list("rung")
    found = dict(counted.annotate(people=Count("participant", distinct=True)).order_by())
    none_yet = found.pop(None, 0)
    return {"rungs": found, "none_yet": none_yet, "contacts": contacts_since(viewer, viewer.today - WEEK)}


BOARD = Figure("work board", _count_board, slugs=("vocational",), of_own=True)


def board(viewer: Viewer) -> Board:
    """Return people of the row by their newest step, and the words with employers of the last seven days."""
    numbers = BOARD.of(viewer, "vocational")
    found = numbers["rungs"]
    contacts, in_person = numbers["contacts"]
    return Board(
        rungs=tuple((str(WORK_RUNGS[rung]), found[rung]) for rung in WorkRung if rung in found),
        none_yet=numbers["none_yet"],
        people=sum(found.values()) + numbers["none_yet"],
        contacts=contacts,
        in_person=in_person,
    )


def key_outcome(viewer: Viewer) -> KeyOutcome:
    """
    Return paid jobs that went on for 90 days, of those that began at least 90 days ago (reference §4.6).

    A job counts when it lasted 90 days, or when somebody said “still there” at 90 days or later; the 90th day lies in
    the twelve months that end today. Not counted: younger jobs, and those where nobody has asked yet.
    """
    began = viewer.today - NINETY
    said = StillThere.objects.filter(job=OuterRef("pk"), mark__gte=90, is_there=True)
    rows = Job.objects.filter(
        organisation_id=viewer.own_organisation,
        kind__in=PAID_KINDS,
        status__in=[JobStatus.RUNNING, JobStatus.PAUSED, JobStatus.ENDED],
        started_on__gt=began - YEAR,
    ).exclude(end_reason="did_not_begin")
    old = Q(started_on__lte=began)
    known = old & (Q(said=True) | Q(lasted_days__isnull=False))
    found = rows.annotate(said=Exists(said)).aggregate(
        n=Count("pk", filter=old & (Q(said=True, lasted_days=None) | Q(lasted_days__gte=90))),
        out_of=Count("pk", filter=known),
        not_counted=Count("pk", filter=~known),
        people=Count("participant", filter=known, distinct=True),
    )
    return KeyOutcome(**found)


def area_facts(viewer: Viewer, participant: Participant) -> list[AreaFact]:
    """Return what work says on “My life at a glance”: jobs under Work, courses under Learning."""
    if not keeps(viewer, participant, Job):
        return []
    cards = [card for card in job_cards(viewer, participant) if card.is_open]
    viewer.looks.add(Category.WORK, {participant.pk} if cards else set())
    href = address("work:page", participant.key)
    return [
        AreaFact(LifeArea.LEARNING if card.is_course else LifeArea.WORK, f"{card.title}, {card.place}", href)
        for card in cards
    ]
