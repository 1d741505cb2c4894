"""Moves through the step's table of states, inside an action that records the one event."""

from collections.abc import Mapping
from datetime import date
from uuid import UUID

from django.db.models import Max, QuerySet

from handrail.access import Viewer
from handrail.base.errors import DomainError, InvalidTransition
from handrail.base.transitions import check_transition
from handrail.base.words import _
from handrail.plans import allowed, rules
from handrail.plans.models import Goal, Step, StepStatusChange
from handrail.plans.rules import STEP_TRANSITIONS, StepFacts, StepStatus, StepValue, SupportLevel
from handrail.prepared import prepared


@prepared
def _locked(step_id: UUID) -> QuerySet[Step]:
    return Step.objects.select_for_update().filter(pk=step_id)


def locked(step: Step) -> Step:
    """Return the step as it stands now, locked until the action ends."""
    return _locked(step.pk)[0]


def _keep_change(step: Step, before: str, *, by: Viewer, reason: str) -> None:
    StepStatusChange.objects.create(
        organisation_id=step.organisation_id,
        participant_id=step.participant_id,
        label=step.label,
        step=step,
        from_status=before,
        to_status=step.status,
        changed_by_id=by.user_id,
        reason=reason,
    )


def move(
    step: Step, to: StepStatus, *, by: Viewer, reason: str = "", facts: Mapping[str, StepValue] | None = None
) -> Step:
    """
    Move a step to ``to``, keep who, when and why, and return the newest row.

    Raises InvalidTransition when the table does not lead there.
    """
    return _move(locked(step), to, by=by, reason=reason, facts=facts)


def _move(
    row: Step, to: StepStatus, *, by: Viewer, reason: str = "", facts: Mapping[str, StepValue] | None = None
) -> Step:
    before = StepStatus(row.status)
    check_transition(STEP_TRANSITIONS, before, to)
    for name, value in {"done_on": None, "done_with": "", **(facts or {})}.items():
        setattr(row, name, value)
    row.status = to
    row.version += 1
    row.save()
    _keep_change(row, before, by=by, reason=reason)
    return row


def new_step(
    goal: Goal,
    facts: StepFacts,
    status: StepStatus,
    *,
    by: Viewer,
    position: int | None = None,
    made_from: Step | None = None,
) -> Step:
    """Make a step at the end of the goal's path, or at ``position``, with its first change row."""
    last = Step.objects.filter(goal=goal).aggregate(last=Max("position"))["last"] or 0
    values = {name: rules.checked_step_field(name, getattr(facts, name)) for name in rules.STEP_FIELDS}
    is_proposal = status is StepStatus.PROPOSED
    step = Step.objects.create(
        organisation_id=goal.organisation_id,
        participant_id=goal.participant_id,
        label=goal.label,
        goal=goal,
        status=status,
        position=position or last + 1,
        made_from=made_from,
        proposed_by_id=by.user_id if is_proposal else None,
        proposed_on=by.today if is_proposal else None,
        **values,
    )
    _keep_change(step, "", by=by, reason="")
    return step


def _check_not_said_before(goal: Goal, title: str) -> None:
    said = Step.objects.filter(
        participant_id=goal.participant_id, status__in=[StepStatus.DECLINED, StepStatus.PROPOSED]
    )
    for before, status in said.values_list("title", "status"):
        if not rules.same_wish(before, title):
            continue
        if status == StepStatus.DECLINED:
            raise DomainError(
                str(_("The person said no to this step, and it is not suggested again. They may add it."))
            )
        raise DomainError(str(_("This step is suggested already and waits for an answer.")))


def suggest(goal: Goal, facts: StepFacts, *, by: Viewer, smaller_than: Step | None = None) -> Step:
    """Make a step that waits for the person's answer; raise DomainError when the person said no to it before."""
    allowed.check_suggests(by)
    if by.user_id is None:
        raise DomainError(str(_("A suggestion needs a name beside it.")))
    _check_not_said_before(goal, facts.title)
    position = smaller_than.position if smaller_than else None
    return new_step(goal, facts, StepStatus.PROPOSED, by=by, position=position, made_from=smaller_than)


def add_or_suggest(goal: Goal, facts: StepFacts, *, by: Viewer) -> Step:
    """
    Make a step for what stands in a room: agreed when the person makes it, a suggestion when a colleague does.

    For use inside another package's action, which writes the one event.
    """
    if allowed.decides(by, goal.participant_id):
        return new_step(goal, facts, StepStatus.AGREED, by=by)
    return suggest(goal, facts, by=by)


def begin(step: Step, *, by: Viewer) -> Step:
    """Put an agreed or resting step in practice; one in practice stays as it is, a done one is taken up again."""
    return begin_locked(locked(step), by=by)


def begin_locked(row: Step, *, by: Viewer) -> Step:
    """Put a step in practice that this action holds already, as ``begin`` does."""
    if row.status == StepStatus.IN_PRACTICE:
        return row
    if row.status == StepStatus.DONE:
        raise InvalidTransition(str(_("This step is done. It can be taken up again, when the person likes.")))
    return _move(row, StepStatus.IN_PRACTICE, by=by)


def finish(step: Step, *, by: Viewer, done_with: SupportLevel, done_on: date) -> Step:
    """Mark a step done at the support level that was there; it goes through practice on the way."""
    row = begin(step, by=by)
    return _move(row, StepStatus.DONE, by=by, facts={"done_on": done_on, "done_with": done_with})


def rest(step: Step, *, by: Viewer, reason: str = "") -> Step:
    """Let a step rest; nothing about it is lost."""
    return move(step, StepStatus.RESTING, by=by, reason=reason)


def resume(step: Step, *, by: Viewer) -> Step:
    """Take a resting step up where it stood before it rested."""
    changes = StepStatusChange.objects.filter(step=step, to_status=StepStatus.RESTING)
    rested = changes.order_by("-changed_at", "-pk").first()
    before = StepStatus(rested.from_status) if rested else StepStatus.AGREED
    return move(step, before, by=by)


def take_up_again(step: Step, *, by: Viewer, support_wanted: SupportLevel, reason: str = "") -> Step:
    """Take a done step up again with the company that is wanted now; going back is as good as going on."""
    facts = {"support_wanted": support_wanted}
    return move(step, StepStatus.IN_PRACTICE, by=by, reason=reason, facts=facts)
