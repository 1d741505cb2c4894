from datetime import date, datetime
from uuid import UUID

from django.db.models import Count, F, IntegerField, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce

from handrail.access import Category, Viewer
from handrail.base.frozen import frozen
from handrail.base.words import Words
from handrail.people.models import KeptText, OutsideRecord, Participant
from handrail.people.queries import PersonBeside, outside_count, people_beside
from handrail.plans import allowed
from handrail.plans.hooks import StripRow, hooks
from handrail.plans.models import Goal, GoodMoment, LookBack, Plan, Step, StepStatusChange
from handrail.plans.queries.path import GoalPath, Surroundings, goal_path
from handrail.plans.queries.words import Speaker
from handrail.plans.rules import PHASES, GoalStatus, PlanStatus, StepStatus, SupportLevel, phase_on
from handrail.prepared import prepared

CHANGES_SHOWN = 5
MOMENTS_SHOWN = 5


@frozen
class Can:
    """What this viewer may do here; templates ask this and nothing else."""

    decide: bool
    suggest: bool
    open: bool
    close: bool


@frozen
class Proposal:
    """A suggested step that waits for the person's answer."""

    step: Step
    by: str
    goal_words: str
    smaller_than: str
    wanted: str  # how much support, in words


@frozen
class Change:
    at: datetime
    step_key: str
    title: str
    words: str


@frozen
class PlanPage:
    """Everything that the plan's page shows."""

    participant: Participant
    speaker: Speaker
    can: Can
    plan: Plan | None
    phase: Words | None
    paths: tuple[GoalPath, ...]
    other_goals: tuple[Goal, ...]
    proposals: tuple[Proposal, ...]
    strip: list[StripRow]
    next_look_back: LookBack | None
    held: tuple[LookBack, ...]
    moments: tuple[GoodMoment, ...]
    hidden_moments: tuple[GoodMoment, ...]
    changes: tuple[Change, ...]
    beside: tuple[PersonBeside, ...]
    outside: int
    kept: int

    @property
    def is_ended(self) -> bool:
        return self.plan is not None and self.plan.status == PlanStatus.ENDED

    @property
    def is_resting(self) -> bool:
        return self.plan is not None and self.plan.status == PlanStatus.RESTING


def can(viewer: Viewer, participant: Participant) -> Can:
    """Return what the viewer may do in the plan of this person."""
    return Can(
        decide=allowed.decides(viewer, participant.pk),
        suggest=allowed.suggests(viewer) and not allowed.decides(viewer, participant.pk),
        open=allowed.opens_plans(viewer, participant.pk),
        close=allowed.closes_plans(viewer, participant.pk),
    )


def speaker(viewer: Viewer, participant: Participant) -> Speaker:
    return Speaker(mine=viewer.participant_id == participant.pk, name=participant.called)


def _counted(rows: QuerySet[KeptText] | QuerySet[OutsideRecord]) -> Coalesce:
    of_person = rows.filter(participant_id=OuterRef("participant_id")).order_by().values("participant_id")
    return Coalesce(Subquery(of_person.annotate(n=Count("pk")).values("n"), output_field=IntegerField()), 0)


@prepared
def _plan(viewer: Viewer, participant_id: UUID) -> QuerySet[Plan]:
    """Return the open or resting plan, else the newest that ended."""
    rows = Plan.objects.visible_to(viewer).filter(participant_id=participant_id)
    return rows.order_by(F("ended_on").desc(nulls_first=True), "-opened_on", "-pk")[:1]


@prepared
def _counted_plan(viewer: Viewer, participant_id: UUID) -> QuerySet[Plan]:
    """Return the same plan with what waits beside it counted."""
    rows: QuerySet[Plan] = (
        Plan.objects.visible_to(viewer)
        .filter(participant_id=participant_id)
        .annotate(
            outside=_counted(OutsideRecord.objects.visible_to(viewer)),
            kept=_counted(KeptText.objects.visible_to(viewer).filter(settled_at=None)),
        )
    )
    return rows.order_by(F("ended_on").desc(nulls_first=True), "-opened_on", "-pk")[:1]


@prepared
def _goals(viewer: Viewer, plan_id: UUID) -> QuerySet[Goal]:
    return Goal.objects.visible_to(viewer).filter(plan_id=plan_id).order_by("position", "pk")


@prepared
def _steps(viewer: Viewer, plan_id: UUID) -> QuerySet[Step]:
    rows = Step.objects.visible_to(viewer).filter(goal__plan_id=plan_id).exclude(status=StepStatus.DECLINED)
    return rows.select_related("proposed_by", "made_from").order_by("position", "pk")


def _around(viewer: Viewer, participant: Participant, plan: Plan, who: Speaker) -> Surroundings:
    return Surroundings(
        speaker=who,
        person_key=participant.key,
        today=viewer.today,
        opened_on=plan.opened_on,
        attempts=hooks.last_attempts(viewer, participant),
        meetings=hooks.next_meetings(viewer, participant),
    )


def _paths(
    goals: list[Goal], steps: list[Step], around: Surroundings, look_back: LookBack | None
) -> tuple[GoalPath, ...]:
    of_goal: dict[UUID, list[Step]] = {goal.pk: [] for goal in goals}
    for step in steps:
        of_goal[step.goal_id].append(step)
    active = [goal for goal in goals if goal.status == GoalStatus.ACTIVE]
    return tuple(
        goal_path(goal, of_goal[goal.pk], around, look_back if goal is active[0] else None) for goal in active
    )


def _proposals(goals: list[Goal], steps: list[Step], who: Speaker) -> tuple[Proposal, ...]:
    words = {goal.pk: goal.words for goal in goals}
    return tuple(
        Proposal(
            step=step,
            by=step.proposed_by.name if step.proposed_by else "",
            goal_words=words[step.goal_id],
            smaller_than=step.made_from.title if step.made_from else "",
            wanted=who.level(SupportLevel(step.support_wanted), step.with_whom),
        )
        for step in steps
        if step.status == StepStatus.PROPOSED
    )


@prepared
def _last_changes(viewer: Viewer, plan_id: UUID) -> QuerySet[StepStatusChange]:
    rows = StepStatusChange.objects.visible_to(viewer).filter(step__goal__plan_id=plan_id)
    return rows.select_related("step", "changed_by").order_by("-changed_at", "-pk")[:CHANGES_SHOWN]


def _changes(viewer: Viewer, plan: Plan, who: Speaker) -> tuple[Change, ...]:
    rows = _last_changes(viewer, plan.pk)
    return tuple(Change(row.changed_at, row.step.key, row.step.title, who.change(row)) for row in rows)


@prepared
def _look_backs_of(viewer: Viewer, plan_id: UUID) -> QuerySet[LookBack]:
    return LookBack.objects.visible_to(viewer).filter(plan_id=plan_id).order_by("planned_on", "pk")


@prepared
def _moments(viewer: Viewer, participant_id: UUID) -> QuerySet[GoodMoment]:
    rows = GoodMoment.objects.visible_to(viewer).filter(participant_id=participant_id)
    return rows.order_by("-happened_on", "-pk")


def _look_backs(viewer: Viewer, plan: Plan) -> tuple[LookBack | None, tuple[LookBack, ...]]:
    rows = _look_backs_of(viewer, plan.pk)
    planned = [row for row in rows if row.held_on is None]
    held = sorted((row for row in rows if row.held_on), key=lambda row: row.held_on or date.min, reverse=True)
    return (planned[0] if planned else None), tuple(held)


def _without_plan(viewer: Viewer, participant: Participant) -> PlanPage:
    return PlanPage(
        participant=participant,
        speaker=speaker(viewer, participant),
        can=can(viewer, participant),
        plan=None,
        phase=None,
        paths=(),
        other_goals=(),
        proposals=(),
        strip=[],
        next_look_back=None,
        held=(),
        moments=(),
        hidden_moments=(),
        changes=(),
        beside=tuple(people_beside(viewer, participant)),
        outside=outside_count(viewer, participant),
        kept=0,
    )


def plan_page(viewer: Viewer, participant: Participant) -> PlanPage:
    """
    Return everything the plan's page shows, in at most 6 queries of its own.

    People beside and what higher packages hook in ask for themselves.
    """
    viewer.looks.add(Category.PLAN, {participant.pk})
    plan = _counted_plan.first(viewer, participant.pk)
    if plan is None:
        return _without_plan(viewer, participant)
    waiting: dict[str, int] = vars(plan)  # the two counts that were annotated
    who = speaker(viewer, participant)
    goals = _goals(viewer, plan.pk)
    seen = {goal.pk for goal in goals}
    steps = [step for step in _steps(viewer, plan.pk) if step.goal_id in seen]
    next_look_back, held = _look_backs(viewer, plan)
    kept_moments = _moments(viewer, participant.pk)
    return PlanPage(
        participant=participant,
        speaker=who,
        can=can(viewer, participant),
        plan=plan,
        phase=None if plan.ended_on else PHASES[phase_on(plan.opened_on, viewer.today)],
        paths=_paths(goals, steps, _around(viewer, participant, plan, who), next_look_back),
        other_goals=tuple(goal for goal in goals if goal.status != GoalStatus.ACTIVE),
        proposals=_proposals(goals, steps, who),
        strip=hooks.strip(viewer, participant),
        next_look_back=next_look_back,
        held=held,
        moments=tuple(row for row in kept_moments if not row.is_hidden)[:MOMENTS_SHOWN],
        hidden_moments=tuple(row for row in kept_moments if row.is_hidden and who.mine),
        changes=_changes(viewer, plan, who),
        beside=tuple(people_beside(viewer, participant)),
        outside=waiting["outside"],
        kept=waiting["kept"],
    )


@frozen
class ShortPlan:
    """The plan in a few lines, for a gathered page."""

    participant: Participant
    paths: tuple[GoalPath, ...]
    waiting: int
    next_look_back: LookBack | None


def short_plan(viewer: Viewer, participant: Participant) -> ShortPlan | None:
    """Return goals, where each stands, what waits for an answer and the next look back; None without a plan."""
    viewer.looks.add(Category.PLAN, {participant.pk})
    plan = _plan.first(viewer, participant.pk)
    if plan is None:
        return None
    goals = _goals(viewer, plan.pk)
    seen = {goal.pk for goal in goals}
    steps = [step for step in _steps(viewer, plan.pk) if step.goal_id in seen]
    next_look_back, _held = _look_backs(viewer, plan)
    around = _around(viewer, participant, plan, speaker(viewer, participant))
    return ShortPlan(
        participant=participant,
        paths=_paths(goals, steps, around, None),
        waiting=sum(step.status == StepStatus.PROPOSED for step in steps),
        next_look_back=next_look_back,
    )
