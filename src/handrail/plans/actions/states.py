from collections.abc import Mapping
from datetime import date

from django.db import transaction

from handrail.access import Viewer
from handrail.audit.actions import record
from handrail.base.errors import DomainError, Stale
from handrail.base.text import kept
from handrail.base.words import _
from handrail.plans import allowed, moves, rules, versions
from handrail.plans.models import Step
from handrail.plans.rules import OPEN_STEPS, StepAnswer, StepStatus, StepValue, SupportLevel


def _agree(row: Step, changes: Mapping[str, StepValue], *, version: int, by: Viewer) -> Step:
    tidy = {name: rules.checked_step_field(name, value) for name, value in changes.items()}
    if tidy:
        versions.write_fields(row, tidy, version=version, by=by)
    bigger = row.made_from
    if bigger is not None and bigger.status in OPEN_STEPS:
        moves.move(bigger, StepStatus.SET_ASIDE, by=by, reason=str(_("Made smaller")))
    return moves.move(row, StepStatus.AGREED, by=by)


@transaction.atomic
def answer_step(
    *,
    step: Step,
    answer: StepAnswer,
    by: Viewer,
    version: int | None = None,
    changes: Mapping[str, StepValue] | None = None,
    reason: str = "",
) -> Step:
    """
    Answer a suggestion: agree, agree with other words or support (``changes``), or say no with an own reason.

    The reason is kept with the change, and the same words are not suggested again. Only the person answers.
    Raises Stale when the suggestion changed since ``version`` was shown.
    """
    allowed.check_decides(by, step.participant_id)
    row = moves.locked(step)
    if version is not None and row.version != version:
        raise Stale(str(_("The suggestion has changed since you opened it. Read it again, then answer.")))
    if answer is StepAnswer.AGREE:
        row = _agree(row, changes or {}, version=row.version, by=by)
    else:
        row = moves.move(row, StepStatus.DECLINED, by=by, reason=kept(reason))
    record(by, "answer_step", row)
    return row


@transaction.atomic
def begin_step(*, step: Step, by: Viewer) -> Step:
    """Begin a step that the person agreed to."""
    allowed.check_writes(by, step.participant_id)
    row = moves.begin(step, by=by)
    record(by, "begin_step", row)
    return row


@transaction.atomic
def finish_step(*, step: Step, done_with: SupportLevel, by: Viewer, done_on: date | None = None) -> Step:
    """Write down that a step is done, on which day, and how much support was there. All three count in full."""
    allowed.check_writes(by, step.participant_id)
    day = done_on or by.today
    if day > by.today:
        raise DomainError(str(_("This day is still to come. Choose today or a day before.")))
    row = moves.finish(step, by=by, done_with=done_with, done_on=day)
    record(by, "finish_step", row)
    return row


@transaction.atomic
def rest_step(*, step: Step, by: Viewer, reason: str = "") -> Step:
    """Let a step rest for as long as it is good."""
    allowed.check_writes(by, step.participant_id)
    row = moves.rest(step, by=by, reason=kept(reason))
    record(by, "rest_step", row)
    return row


@transaction.atomic
def resume_step(*, step: Step, by: Viewer) -> Step:
    """Take a resting step up where it stood."""
    allowed.check_writes(by, step.participant_id)
    if moves.locked(step).status != StepStatus.RESTING:
        raise DomainError(str(_("This step is not resting.")))
    row = moves.resume(step, by=by)
    record(by, "resume_step", row)
    return row


@transaction.atomic
def set_aside_step(*, step: Step, by: Viewer, reason: str = "") -> Step:
    """Set a step aside, by the person's choice; it can be brought back."""
    allowed.check_decides(by, step.participant_id)
    row = moves.move(step, StepStatus.SET_ASIDE, by=by, reason=kept(reason))
    record(by, "set_aside_step", row)
    return row


@transaction.atomic
def bring_back_step(*, step: Step, by: Viewer) -> Step:
    """Bring a step that was set aside back onto the path."""
    allowed.check_decides(by, step.participant_id)
    if moves.locked(step).status != StepStatus.SET_ASIDE:
        raise DomainError(str(_("This step is not set aside.")))
    row = moves.move(step, StepStatus.AGREED, by=by)
    record(by, "bring_back_step", row)
    return row


@transaction.atomic
def take_up_again(*, step: Step, support_wanted: SupportLevel, by: Viewer, reason: str = "") -> Step:
    """Take a done step up again, with company when the person wants it (S-234). A choice, never a mark."""
    allowed.check_decides(by, step.participant_id)
    row = moves.take_up_again(step, by=by, support_wanted=support_wanted, reason=kept(reason))
    record(by, "take_up_again", row)
    return row
