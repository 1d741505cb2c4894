"""What is asked today: “still there?”, “did it begin?”, “does it help?”. Each is a query over dates, never a flag."""

from datetime import date, timedelta

from django.db.models import Exists, OuterRef, Q, QuerySet

from handrail.access import Category, Viewer
from handrail.people.models import Participant
from handrail.prepared import prepared
from handrail.work.models import Job, StillThere
from handrail.work.queries.page import AdjustmentCard, adjustments, job_cards
from handrail.work.queries.words import JobCard, job_card
from handrail.work.rules import ASKED_FOR_DAYS, MARKS, JobStatus

SHOWN = 10


Span = tuple[int, date, date]


def _spans(today: date) -> tuple[Span, ...]:
    """Return for each mark the days after and until which a start is asked about at that mark today."""
    following = (*MARKS[1:], MARKS[-1] + ASKED_FOR_DAYS)
    return tuple(
        (mark, today - timedelta(days=then), today - timedelta(days=mark))
        for mark, then in zip(MARKS, following, strict=True)
    )


def _between(mark: int, since: date, until: date) -> Q:
    """Keep starts of which ``mark`` is the newest mark that has passed, and that nobody answered."""
    asked = StillThere.objects.filter(job=OuterRef("pk"), mark__gte=mark)
    return Q(started_on__gt=since, started_on__lte=until) & Q(~Exists(asked))


@prepared
def _due(viewer: Viewer, today: date, spans: tuple[Span, ...]) -> QuerySet[Job]:
    asked = Q()
    for span in spans:
        asked |= _between(*span)
    running = Q(status__in=[JobStatus.RUNNING, JobStatus.PAUSED]) & asked
    rows = Job.objects.among_people_of(viewer).filter(
        running | Q(status=JobStatus.PLANNED, started_on__lte=today)
    )
    return rows.select_related("participant").order_by("started_on", "pk")[:SHOWN]


def asked_today(viewer: Viewer, day: date) -> list[tuple[str, JobCard]]:
    """Return up to ten jobs of the viewer's people that somebody asks about, with the person's name (S-181)."""
    found = _due(viewer, day, _spans(day))
    viewer.looks.add(Category.WORK, {row.participant_id for row in found})
    return [(row.participant.listed_name, job_card(row, row.participant.key, day, [])) for row in found]


def asked_of(viewer: Viewer, participant: Participant) -> tuple[list[JobCard], list[AdjustmentCard]]:
    """Return what the person's own week asks: jobs at their mark or start, adjustments in place for 30 days."""
    jobs = [card for card in job_cards(viewer, participant) if card.asks or card.may_begin]
    wanted = [card for card in adjustments(viewer, participant) if card.asks_help]
    viewer.looks.add(Category.WORK, {participant.pk} if jobs or wanted else set())
    return jobs, wanted
