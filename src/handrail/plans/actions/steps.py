from collections.abc import Mapping
from dataclasses import replace

from django.db import transaction

from handrail.access import Viewer
from handrail.audit.actions import record
from handrail.base.errors import DomainError, NotAllowed
from handrail.base.words import _
from handrail.plans import allowed, moves, rules, versions
from handrail.plans.models import Goal, Step
from handrail.plans.rules import OPEN_STEPS, StepFacts, StepStatus, StepValue

ON_THE_PATH = OPEN_STEPS | {StepStatus.DONE}


@transaction.atomic
def add_step(*, goal: Goal, facts: StepFacts, by: Viewer) -> Step:
    """Add a step of the person's own: agreed at once. Raises DomainError without a title or support level."""
    allowed.check_decides(by, goal.participant_id)
    step = moves.new_step(goal, facts, StepStatus.AGREED, by=by)
    record(by, "add_step", step, op="create")
    return step


@transaction.atomic
def propose_step(*, goal: Goal, facts: StepFacts, by: Viewer, smaller_than: Step | None = None) -> Step:
    """
    Suggest a step. It is no step of the plan until the person agrees.

    With ``smaller_than`` the older step is set aside when the person agrees.
    Raises DomainError when the person said no to the same words before.
    """
    step = moves.suggest(goal, facts, by=by, smaller_than=smaller_than)
    record(by, "propose_step", step, op="create")
    return step


@transaction.atomic
def make_smaller(*, step: Step, title: str, by: Viewer, facts: StepFacts | None = None) -> Step:
    """
    Put a smaller step in the place of ``step``, which is set aside and can be brought back.

    Support, people and places are taken over unless ``facts`` says otherwise.
    """
    allowed.check_decides(by, step.participant_id)
    old = moves.move(step, StepStatus.SET_ASIDE, by=by, reason=str(_("Made smaller")))
    taken_over = StepFacts(**{name: getattr(old, name) for name in rules.STEP_FIELDS})
    smaller = moves.new_step(
        old.goal,
        replace(facts or taken_over, title=title),
        StepStatus.AGREED,
        by=by,
        position=old.position,
        made_from=old,
    )
    record(by, "make_smaller", smaller, op="create")
    return smaller


def _check_may_change(row: Step, changes: Mapping[str, StepValue], by: Viewer) -> None:
    if allowed.decides(by, row.participant_id):
        return
    allowed.check_suggests(by)
    changed = {name for name, value in changes.items() if getattr(row, name) != value}
    is_own_suggestion = row.status == StepStatus.PROPOSED and row.proposed_by_id == by.user_id
    if not is_own_suggestion and not changed <= rules.STAFF_FIELDS:
        raise NotAllowed(
            str(_("What, why and how much support is the person's choice. You can suggest another step."))
        )


@transaction.atomic
def change_step(*, step: Step, version: int, changes: Mapping[str, StepValue], by: Viewer) -> Step:
    """
    Change a step that is still ahead, field by field (``rules.STEP_FIELDS``).

    A colleague arranges with whom, where and when, and may reword an own suggestion; the rest is the person's.
    Raises DomainError for a step that is done, set aside or declined.
    """
    row = moves.locked(step)
    if row.status not in OPEN_STEPS | {StepStatus.PROPOSED}:
        raise DomainError(str(_("This step is not ahead of you now. Take it up again first.")))
    tidy = {name: rules.checked_step_field(name, value) for name, value in changes.items()}
    _check_may_change(row, tidy, by)
    versions.write_fields(row, tidy, version=version, by=by)
    record(by, "change_step", row)
    return row


@transaction.atomic
def move_step(*, step: Step, earlier: bool, by: Viewer) -> Step:
    """Move a step one place earlier or later among the steps of its goal; at either end it stays."""
    allowed.check_decides(by, step.participant_id)
    rows = list(
        Step.objects.select_for_update()
        .filter(goal_id=step.goal_id, status__in=ON_THE_PATH)
        .order_by("position", "pk")
    )
    here = next((place for place, row in enumerate(rows) if row.pk == step.pk), None)
    if here is None:
        raise DomainError(str(_("This step is not on the path now. Bring it back first.")))
    there = min(max(here + (-1 if earlier else 1), 0), len(rows) - 1)
    moved: Step = rows.pop(here)
    rows.insert(there, moved)
    for position, row in enumerate(rows, start=1):
        row.position = position
    Step.objects.bulk_update(rows, ["position"])
    record(by, "move_step", moved)
    return moved
