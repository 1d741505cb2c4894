"""The page of one job and of one adjustment, and the short view for the page about a person."""

from datetime import date
from typing import Any

from handrail.access import Category, Permission, Viewer
from handrail.base.frozen import frozen
from handrail.people.kept import keeps
from handrail.people.models import Participant
from handrail.plans.models import Goal
from handrail.work.models import Adjustment, Job
from handrail.work.queries.one import adjustment, job
from handrail.work.queries.page import AdjustmentCard, adjustment_card, adjustments, job_cards
from handrail.work.queries.words import JobCard, job_card
from handrail.work.rules import ADJUSTMENT_WORDS, MARKS, AdjustmentStatus


@frozen
class Asked:
    """What was answered at one mark."""

    days: int
    on: date
    is_there: bool
    words: str


@frozen
class JobPage:
    """One job: its facts, the question that is due, what was answered, what is needed there."""

    card: JobCard
    goal: Goal | None
    employer_key: str
    asked: tuple[Asked, ...]
    adjustments: tuple[AdjustmentCard, ...]
    is_own: bool
    is_paused: bool
    can_write: bool
    can_open_employer: bool


def job_page(viewer: Viewer, participant: Participant, key: str) -> JobPage:
    """Return the page of one job or course."""
    found = job(viewer, participant, key)
    answers = list(found.asked.visible_to(viewer).order_by("mark"))
    rows = found.adjustments.visible_to(viewer).select_related("job").order_by("-since_on", "-pk")
    may_write = viewer.may(Permission.ROOM_WRITE)
    return JobPage(
        card=job_card(found, participant.key, viewer.today, [row.mark for row in answers]),
        goal=found.goal,
        employer_key=found.employer.key if found.employer else "",
        asked=tuple(
            Asked(row.mark, row.answered_on, row.is_there, row.words) for row in answers if row.mark in MARKS
        ),
        adjustments=tuple(adjustment_card(row, participant.key, viewer.today) for row in rows),
        is_own=viewer.participant_id == participant.pk,
        is_paused=found.status == "paused",
        can_write=may_write,
        can_open_employer=may_write and viewer.may(Permission.DIRECTORY_EDIT),
    )


@frozen
class AdjustmentChange:
    on: date
    words: str
    who: str
    reason: str


@frozen
class AdjustmentPage:
    """One adjustment on its way, with its history."""

    row: Adjustment
    card: AdjustmentCard
    step_key: str
    history: tuple[AdjustmentChange, ...]
    is_own: bool
    can_write: bool


def adjustment_page(viewer: Viewer, participant: Participant, key: str) -> AdjustmentPage:
    """Return the page of one adjustment."""
    found = adjustment(viewer, participant, key)
    changes = found.changes.visible_to(viewer).select_related("changed_by").order_by("changed_at", "pk")
    history = tuple(
        AdjustmentChange(
            row.changed_at.date(),
            str(ADJUSTMENT_WORDS[AdjustmentStatus(row.to_status)]),
            row.changed_by.name if row.changed_by else "",
            row.reason,
        )
        for row in changes
    )
    return AdjustmentPage(
        row=found,
        card=adjustment_card(found, participant.key, viewer.today),
        step_key=found.step.key if found.step else "",
        history=history,
        is_own=viewer.participant_id == participant.pk,
        can_write=viewer.may(Permission.ROOM_WRITE),
    )


def short(viewer: Viewer, participant: Participant) -> dict[str, Any]:
    """Return where the person works or studies and what is needed there, in three lines."""
    viewer.looks.add(Category.WORK, {participant.pk})
    cards = job_cards(viewer, participant) if keeps(viewer, participant, Job) else []
    needed = adjustments(viewer, participant) if keeps(viewer, participant, Adjustment) else []
    return {
        "person_key": participant.key,
        "jobs": [card for card in cards if card.is_open],
        "has_past": bool(cards),
        "adjustments": needed,
    }
