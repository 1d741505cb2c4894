from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef, QuerySet, Subquery

from handrail.access import Category, Permission, Viewer
from handrail.base import clock
from handrail.base.frozen import frozen
from handrail.base.words import Words
from handrail.people.models import Participant
from handrail.plans.models import LookBack, Plan, Step, StepStatusChange
from handrail.plans.rules import LOOK_BACKS, SAME_STEP_AFTER, GoalStatus, LookBackKind, PlanStatus, StepStatus
from handrail.prepared import prepared

LIST_LENGTH = 50


@frozen
class DueLookBack:
    """A look back that is planned, on the list of who prepares it."""

    person_key: str
    called: str
    key: str
    planned_on: date
    kind: Words
    with_whom: str
    is_waiting: bool  # its day is over and nobody wrote down that it was held


@prepared
def _look_backs_due(viewer: Viewer, until: date, start_after: tuple[date, str] | None) -> QuerySet[LookBack]:
    rows = LookBack.objects.among_people_of(viewer).filter(held_on=None, planned_on__lte=until)
    rows = rows.exclude(plan__status=PlanStatus.ENDED).select_related("participant")
    if start_after:
        on, key = start_after
        rows = rows.filter(planned_on__gte=on).exclude(planned_on=on, key__lte=key)
    return rows.order_by("planned_on", "key")[:LIST_LENGTH]


def look_backs_due(
    viewer: Viewer, within_days: int = 14, *, start_after: tuple[date, str] | None = None
) -> list[DueLookBack]:
    """
    Return up to 50 planned look backs until ``within_days`` from today, the earliest first.

    ``start_after`` is day and key of the last row of the page before.
    """
    found = _look_backs_due(viewer, viewer.today + timedelta(days=within_days), start_after)
    viewer.looks.add(Category.PLAN, {row.participant_id for row in found})
    return [
        DueLookBack(
            person_key=row.participant.key,
            called=row.participant.full_name,
            key=row.key,
            planned_on=row.planned_on,
            kind=LOOK_BACKS[LookBackKind(row.kind)],
            with_whom=row.with_whom,
            is_waiting=row.planned_on < viewer.today,
        )
        for row in found
    ]


@frozen
class LookBackList:
    """The coordinators' list in three stretches, and where its next page begins."""

    waiting: list[DueLookBack]
    soon: list[DueLookBack]
    later: list[DueLookBack]
    after: str
    without: int


def look_back_list(viewer: Viewer, *, start_after: tuple[date, str] | None = None) -> LookBackList:
    """Return the look backs of the next 90 days: days that are over, the next 14 days, then the rest."""
    rows = look_backs_due(viewer, within_days=90, start_after=start_after)
    until = viewer.today + timedelta(days=14)
    full = len(rows) == LIST_LENGTH
    return LookBackList(
        waiting=[row for row in rows if row.is_waiting],
        soon=[row for row in rows if not row.is_waiting and row.planned_on <= until],
        later=[row for row in rows if row.planned_on > until],
        after=f"{rows[-1].planned_on.isoformat()}_{rows[-1].key}" if full else "",
        without=without_look_back(viewer),
    )


def open_plans(viewer: Viewer) -> QuerySet[Plan]:
    """Return the plans that are open or resting and that the viewer may read."""
    return Plan.objects.among_people_of(viewer).exclude(status=PlanStatus.ENDED)


def without_look_back(viewer: Viewer) -> int:
    """Return how many open plans have no look back planned."""
    if not viewer.may(Permission.COORDINATE):
        return 0
    planned = Exists(LookBack.objects.filter(plan_id=OuterRef("pk"), held_on=None))
    return open_plans(viewer).exclude(planned).count()


@frozen
class SameStep:
    """A step that has been in practice for three months or longer; a question, not a mark."""

    person_key: str
    called: str
    step_key: str
    title: str
    since: date


@prepared
def _same_step(viewer: Viewer, until: datetime) -> QuerySet[Step]:
    changes = StepStatusChange.objects.filter(step_id=OuterRef("pk")).order_by("-changed_at")
    steps: QuerySet[Any] = Step.objects.among_people_of(viewer).filter(status=StepStatus.IN_PRACTICE)
    rows = steps.annotate(since=Subquery(changes.values("changed_at")[:1])).filter(since__lt=until)
    oldest: QuerySet[Step] = rows.select_related("participant").order_by("since", "pk")[:LIST_LENGTH]
    return oldest


def same_step_since(viewer: Viewer) -> list[SameStep]:
    """Return up to 50 steps in practice with no change of state for three months, the longest first (S-079)."""
    found = _same_step(viewer, clock.now() - SAME_STEP_AFTER)
    viewer.looks.add(Category.PLAN, {row.participant_id for row in found})
    return [
        SameStep(
            row.participant.key, row.participant.full_name, row.key, row.title, vars(row)["since"].date()
        )
        for row in found
    ]


@prepared
def _open_plan_ids(viewer: Viewer, participant_id: UUID) -> QuerySet[Plan, UUID]:
    rows = Plan.objects.visible_to(viewer).filter(participant_id=participant_id)
    return rows.exclude(status=PlanStatus.ENDED).values_list("pk", flat=True)[:1]


def has_open_plan(viewer: Viewer, participant: Participant) -> bool:
    """Return whether the person has a plan that is open or resting and that the viewer may read."""
    return bool(_open_plan_ids(viewer, participant.pk))


@prepared
def _steps_open(viewer: Viewer, participant_id: UUID) -> QuerySet[Step]:
    rows = Step.objects.visible_to(viewer).open().filter(participant_id=participant_id)
    return rows.filter(goal__status=GoalStatus.ACTIVE).order_by("goal__position", "position", "pk")


def steps_open(viewer: Viewer, participant: Participant) -> list[Step]:
    """Return the steps that the person agreed to and that are not done, in the order of goals and path."""
    viewer.looks.add(Category.PLAN, {participant.pk})
    return _steps_open(viewer, participant.pk)


def proposals(viewer: Viewer, participant: Participant) -> QuerySet[Step]:
    """Return the steps that wait for the person's answer, the oldest first."""
    viewer.looks.add(Category.PLAN, {participant.pk})
    rows = Step.objects.visible_to(viewer).proposed().filter(participant=participant)
    return rows.select_related("goal", "proposed_by").order_by("proposed_on", "pk")


@prepared
def _next_look_back(viewer: Viewer, participant_id: UUID) -> QuerySet[LookBack]:
    rows = LookBack.objects.visible_to(viewer).filter(participant_id=participant_id, held_on=None)
    return rows.order_by("planned_on", "pk")[:1]


def next_look_back(viewer: Viewer, participant: Participant) -> LookBack | None:
    """Return the earliest look back that is planned, or None."""
    viewer.looks.add(Category.PLAN, {participant.pk})
    return _next_look_back.first(viewer, participant.pk)


def look_backs_of(viewer: Viewer, participant: Participant) -> QuerySet[LookBack]:
    """Return the person's look backs, planned and held, by day."""
    viewer.looks.add(Category.PLAN, {participant.pk})
    return LookBack.objects.visible_to(viewer).filter(participant=participant).order_by("planned_on", "pk")
