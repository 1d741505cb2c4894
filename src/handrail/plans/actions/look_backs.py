from datetime import date, timedelta

from django.db import transaction

from handrail.access import Viewer
from handrail.audit.actions import record
from handrail.base.errors import DomainError
from handrail.base.text import kept
from handrail.base.words import _
from handrail.plans import allowed, rules
from handrail.plans.models import LookBack, Plan
from handrail.plans.rules import LookBackKind


def _new(plan: Plan, kind: LookBackKind, planned_on: date, with_whom: str) -> LookBack:
    return LookBack.objects.create(
        organisation_id=plan.organisation_id,
        participant_id=plan.participant_id,
        plan=plan,
        kind=kind,
        planned_on=planned_on,
        with_whom=kept(with_whom).strip(),
    )


@transaction.atomic
def plan_look_back(
    *,
    plan: Plan,
    planned_on: date,
    by: Viewer,
    kind: LookBackKind = LookBackKind.BETWEEN,
    with_whom: str = "",
) -> LookBack:
    """Plan a day to look back together, whenever it is good (S-062)."""
    allowed.check_writes(by, plan.participant_id)
    if planned_on < by.today:
        raise DomainError(str(_("This day is over. Choose today or a day to come.")))
    look_back = _new(plan, kind, planned_on, with_whom)
    record(by, "plan_look_back", look_back, op="create")
    return look_back


def _still_planned(look_back: LookBack) -> LookBack:
    row: LookBack = LookBack.objects.select_for_update().get(pk=look_back.pk)
    if row.held_on is not None:
        raise DomainError(str(_("You looked back already. Plan another day when you like.")))
    return row


@transaction.atomic
def move_look_back(
    *, look_back: LookBack, planned_on: date, by: Viewer, with_whom: str | None = None
) -> LookBack:
    """Move a planned look back to another day, or change who comes."""
    allowed.check_writes(by, look_back.participant_id)
    row = _still_planned(look_back)
    row.planned_on = planned_on
    row.with_whom = row.with_whom if with_whom is None else kept(with_whom).strip()
    row.save()
    record(by, "move_look_back", row)
    return row


@transaction.atomic
def hold_look_back(
    *, look_back: LookBack, words: str, by: Viewer, with_whom: str = "", held_on: date | None = None
) -> LookBack:
    """
    Write down what was said when looking back together.

    After the yearly one the next is planned for a year later, on a weekday, unless there is one (S-076).
    """
    allowed.check_writes(by, look_back.participant_id)
    day = held_on or by.today
    if day > by.today:
        raise DomainError(str(_("This day is still to come. Choose today or a day before.")))
    row = _still_planned(look_back)
    row.held_on = day
    row.words = kept(words)
    row.with_whom = kept(with_whom).strip() or row.with_whom
    row.save()
    planned = LookBack.objects.filter(plan=row.plan, held_on__isnull=True)
    if row.kind == LookBackKind.YEAR and not planned.exists():
        _new(row.plan, LookBackKind.YEAR, rules.on_weekday(day + timedelta(days=365)), row.with_whom)
    record(by, "hold_look_back", row)
    return row
