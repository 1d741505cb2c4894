"""How a step went, said by the person or by somebody who was there."""

from datetime import date
from typing import Any

from django.db import transaction

from handrail.access import Viewer
from handrail.audit.actions import record
from handrail.base.errors import DomainError
from handrail.base.text import kept
from handrail.base.words import _
from handrail.plans.models import Step
from handrail.plans.rules import SupportLevel
from handrail.practice.actions import steps as plan_steps
from handrail.practice.actions.states import change_status
from handrail.practice.models import Attempt, WeekItem
from handrail.practice.rules import Outcome, Reporter, WeekItemStatus


def _in_week(step: Step, day: date) -> WeekItem | None:
    """Return what stands in the week for this step on this day, so that nobody is asked twice."""
    return WeekItem.objects.filter(step=step, planned_on=day, status=WeekItemStatus.PLANNED).first()


def _put_in_week(step: Step, day: date) -> WeekItem:
    return WeekItem.objects.create(
        organisation_id=step.organisation_id,
        participant_id=step.participant_id,
        title=step.title[:200],
        step=step,
        planned_on=day,
    )


def _answer(item: WeekItem, to: WeekItemStatus, by: Viewer, detail: str = "") -> WeekItem:
    change_status(item, to, by=by)
    item.detail = detail or item.detail
    item.version += 1
    item.save()
    return item


def _attempt(step: Step, by: Viewer, tried_on: date, **said: Any) -> Attempt:
    is_own = by.participant_id == step.participant_id
    return Attempt.objects.create(
        organisation_id=step.organisation_id,
        participant_id=step.participant_id,
        step=step,
        wanted=step.support_wanted,
        tried_on=tried_on,
        reported_by=Reporter.SELF if is_own else Reporter.STAFF,
        **said,
    )


@transaction.atomic
def report_attempt(
    *,
    step: Step,
    outcome: Outcome,
    by: Viewer,
    given: SupportLevel | None = None,
    words: str = "",
    companion: str = "",
    wants_next: SupportLevel | None = None,
    finish: bool = False,
    tried_on: date | None = None,
) -> Attempt | WeekItem:
    """
    Keep how a step went: done or tried, with how much company, in the person's words (S-234).

    “Not this time” is kept in the week and is no attempt. ``wants_next`` changes the support wanted from now on,
    also to more company; ``finish`` calls the step done because the person says so.
    Raises DomainError when the step is not open or the company is not said.
    """
    found = plan_steps.reportable(step.participant_id, [step.key])
    if not found:
        raise DomainError(str(_("This step is not open now. Look at the plan again.")))
    step, day = found[0], tried_on or by.today
    planned = _in_week(step, day)
    done: Attempt | WeekItem
    if outcome == Outcome.NOT_THIS_TIME:
        done = _answer(planned or _put_in_week(step, day), WeekItemStatus.NOT_THIS_TIME, by, kept(words))
    else:
        if given is None:
            raise DomainError(str(_("Say how much company there was.")))
        is_done = outcome == Outcome.DID_IT
        done = _attempt(
            step, by, day, given=given, is_done=is_done, words=kept(words), companion=kept(companion)
        )
        plan_steps.begin(step, by=by)
        if planned:
            _answer(planned, WeekItemStatus.DID_IT, by)
        if finish:
            plan_steps.finish(step, given=given, by=by)
    if wants_next:
        plan_steps.want(step, wants_next, by=by)
    record(by, "report_attempt", done, op="create")
    return done
