"""Every write of what people choose and what it costs. One event each."""

from handrail.choice.actions.costs import (
    CostFacts,
    FundingFacts,
    add_fee_band,
    add_funding,
    agree_funding,
    change_funding,
    end_fee_band,
    end_funding,
    set_cost,
)
from handrail.choice.actions.feedback import give_feedback, withdraw_feedback
from handrail.choice.actions.settled import settle_cost

__all__ = [
    "give_feedback",
    "withdraw_feedback",
    "CostFacts",
    "FundingFacts",
    "add_fee_band",
    "add_funding",
    "agree_funding",
    "change_funding",
    "end_fee_band",
    "end_funding",
    "set_cost",
    "settle_cost",
]
