"""What trying a step does to the plan: by the plan's own moves, inside our one event."""

from collections.abc import Iterable
from uuid import UUID

from django.db.models import QuerySet

from handrail.access import Viewer
from handrail.plans import moves, versions
from handrail.plans.models import Step
from handrail.plans.rules import OPEN_STEPS, StepStatus, SupportLevel
from handrail.prepared import prepared

REPORTABLE = OPEN_STEPS | {StepStatus.DONE}


@prepared
def _reportable(participant_id: UUID, keys: tuple[str, ...]) -> QuerySet[Step]:
    rows = Step.objects.select_for_update().filter(participant_id=participant_id)
    return rows.filter(key__in=keys, status__in=REPORTABLE)


def reportable(participant_id: UUID, keys: Iterable[str]) -> list[Step]:
    """Return the person's own steps with these keys that can be tried, held until the transaction ends."""
    return _reportable(participant_id, tuple(keys))


def begin(step: Step, *, by: Viewer) -> None:
    """Lead a step that ``reportable`` holds into practice; one that is in practice or done stays."""
    if step.status != StepStatus.DONE:
        moves.begin_locked(step, by=by)


def finish(step: Step, *, given: SupportLevel, by: Viewer) -> None:
    """Call a step done because the person says so, with the company there was; done beside somebody is done."""
    if step.status != StepStatus.DONE:
        moves.finish(step, by=by, done_with=given, done_on=by.today)


def want(step: Step, level: SupportLevel, *, by: Viewer) -> None:
    """Keep how much company the person wants next; a step that was done goes on with company again, by choice."""
    row = moves.locked(step)
    if row.support_wanted == level:
        return
    if row.status == StepStatus.DONE:
        moves.take_up_again(row, by=by, support_wanted=level)
    else:
        versions.write_fields(row, {"support_wanted": level}, version=row.version, by=by)
