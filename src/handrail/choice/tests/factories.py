"""Prices and payers for tests: made through the actions."""

from datetime import date
from typing import Any

from handrail.access import Viewer
from handrail.catalogue.rules import Payer, PriceBasis
from handrail.choice import actions
from handrail.choice.actions import CostFacts, FundingFacts
from handrail.choice.models import Cost, FeeBand, Funding
from handrail.intake.models import Enrolment
from handrail.people.models import Participant

TODAY = date(2026, 10, 20)


def cost(enrolment: Enrolment, by: Viewer, **more: Any) -> Cost:
    facts = {
        "price_minor": 420_000,
        "currency": "EUR",
        "basis": PriceBasis.WHOLE,
        "from_on": TODAY,
        "gap_owner": "Dana Brandt",
        **more,
    }
    return actions.set_cost(enrolment=enrolment, facts=CostFacts(**facts), by=by)


def facts(**more: Any) -> FundingFacts:
    said = {"kind": Payer.HEALTH, "name": "Health fund", "currency": "EUR", "from_on": TODAY, **more}
    return FundingFacts(**said)


def funding(row: Cost, by: Viewer, *, is_agreed: bool = True, **more: Any) -> Funding:
    return actions.add_funding(cost=row, facts=facts(**more), is_agreed=is_agreed, by=by)


def band(person: Participant, by: Viewer, low: int = 0, high: int | None = None, **more: Any) -> FeeBand:
    return actions.add_fee_band(
        organisation=person.organisation,
        income_from_minor=low,
        income_to_minor=high,
        by=by,
        **(more or {"share": 500}),
    )
