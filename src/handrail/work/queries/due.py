"""What is asked today: “still there?”, “did it begin?”, “does it help?”. Each is a query over dates, never a flag."""

from datetime import date, timedelta
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from handrail.access import Category, Viewer
from handrail.people.models import Participant
from handrail.work.models import Job, StillThere
from handrail.work.queries.page import AdjustmentCard, adjustments, job_cards
from handrail.work.queries.words import JobCard, job_card
from handrail.work.rules import ASKED_FOR_DAYS, MARKS, JobStatus

SHOWN = 10


def _between(today: date, mark: int, following: int) -> Q:
    """Keep starts of which ``mark`` is the newest mark that has passed, and that nobody answered."""
    asked = StillThere.objects.filter(job=OuterRef("pk"), mark__gte=mark)
    since, until = today - timedelta(days=following), today - timedelta(days=mark)
    return Q(started_on__gt=since, started_on__lte=until) & Q(~Exists(asked))


def _due(rows: "QuerySet[Any]", today: date) -> "QuerySet[Any]":
    following = (*MARKS[1:], MARKS[-1] + ASKED_FOR_DAYS)
    asked = Q()
    for mark, then in zip(MARKS, following, strict=True):
        asked |= _between(today, mark, then)
    running = Q(status__in=[JobStatus.RUNNING, JobStatus.PAUSED]) & asked
    return rows.filter(running | Q(status=JobStatus.PLANNED, started_on__lte=today))


def asked_today(viewer: Viewer, day: date) -> list[tuple[str, JobCard]]:
    """Return up to ten jobs of the viewer's people that somebody asks about, with the person's name (S-181)."""
    rows = _due(Job.objects.among_people_of(viewer), day).select_related("participant")
    found = list(rows.order_by("started_on", "pk")[:SHOWN])
    viewer.looks.add(Category.WORK, {row.participant_id for row in found})
    return [(row.participant.listed_name, job_card(row, row.participant.key, day, [])) for row in found]


def asked_of(viewer: Viewer, participant: Participant) -> tuple[list[JobCard], list[AdjustmentCard]]:
    """Return what the person's own week asks: jobs at their mark or start, adjustments in place for 30 days."""
    jobs = [card for card in job_cards(viewer, participant) if card.asks or card.may_begin]
    wanted = [card for card in adjustments(viewer, participant) if card.asks_help]
    viewer.looks.add(Category.WORK, {participant.pk} if jobs or wanted else set())
    return jobs, wanted
