from datetime import date
from uuid import UUID

from django.db import transaction

from handrail.access import Viewer
from handrail.audit.actions import record
from handrail.base.errors import DomainError, NotAllowed
from handrail.base.text import kept
from handrail.base.transitions import check_transition
from handrail.base.words import _
from handrail.people.models import Participant
from handrail.plans import allowed, rules
from handrail.plans.models import LookBack, Plan, PlanStatusChange
from handrail.plans.rules import PLAN_TRANSITIONS, PlanStatus


def _check_is_the_only_one(participant_id: UUID) -> None:
    Participant.objects.select_for_update().get(pk=participant_id)
    if Plan.objects.filter(participant_id=participant_id).exclude(status=PlanStatus.ENDED).exists():
        raise DomainError(str(_("There is one plan for each person, and this one is open already.")))


def _keep_change(plan: Plan, before: str, *, by: Viewer, reason: str) -> None:
    PlanStatusChange.objects.create(
        organisation_id=plan.organisation_id,
        participant_id=plan.participant_id,
        label=plan.label,
        plan=plan,
        from_status=before,
        to_status=plan.status,
        changed_by_id=by.user_id,
        reason=kept(reason),
    )


@transaction.atomic
def open_plan(*, participant: Participant, by: Viewer, opened_on: date | None = None) -> Plan:
    """
    Open the one plan of a person, with look backs after 90 days and after a year (S-076, S-078).

    Raises DomainError when a plan is open or resting already, NotAllowed for family and peers.
    """
    if not allowed.opens_plans(by, participant.pk):
        raise NotAllowed(str(_("The person or their team opens the plan. You can ask them.")))
    _check_is_the_only_one(participant.pk)
    plan = Plan.objects.create(
        organisation_id=participant.organisation_id, participant=participant, opened_on=opened_on or by.today
    )
    _keep_change(plan, "", by=by, reason="")
    for kind, after in rules.LOOK_BACKS_AT_OPENING.items():
        LookBack.objects.create(
            organisation_id=plan.organisation_id,
            participant=participant,
            plan=plan,
            kind=kind,
            planned_on=rules.on_weekday(plan.opened_on + after),
        )
    record(by, "open_plan", plan, op="create")
    return plan


def _change_plan_status(plan: Plan, to: PlanStatus, *, by: Viewer, reason: str, event: str) -> Plan:
    if not allowed.closes_plans(by, plan.participant_id):
        raise NotAllowed(str(_("The person or their coordinator decides this. You can talk with them.")))
    row: Plan = Plan.objects.select_for_update().get(pk=plan.pk)
    before = PlanStatus(row.status)
    check_transition(PLAN_TRANSITIONS, before, to)
    if before is PlanStatus.ENDED:
        _check_is_the_only_one(row.participant_id)
    row.status = to
    row.ended_on = by.today if to is PlanStatus.ENDED else None
    row.version += 1
    row.save()
    _keep_change(row, before, by=by, reason=reason)
    record(by, event, row)
    return row


@transaction.atomic
def rest_plan(*, plan: Plan, by: Viewer, reason: str = "") -> Plan:
    """Let the plan rest: the person stays, the place stays (S-254)."""
    return _change_plan_status(plan, PlanStatus.RESTING, by=by, reason=reason, event="rest_plan")


@transaction.atomic
def resume_plan(*, plan: Plan, by: Viewer, reason: str = "") -> Plan:
    """Open a resting or ended plan again; everything in it is as it was left."""
    return _change_plan_status(plan, PlanStatus.OPEN, by=by, reason=reason, event="resume_plan")


@transaction.atomic
def end_plan(*, plan: Plan, by: Viewer, reason: str = "") -> Plan:
    """End the plan today. It can be opened again any day."""
    return _change_plan_status(plan, PlanStatus.ENDED, by=by, reason=reason, event="end_plan")
