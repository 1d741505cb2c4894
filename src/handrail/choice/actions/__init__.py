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

__all__ = [
    "CostFacts",
    "FundingFacts",
    "add_fee_band",
    "add_funding",
    "agree_funding",
    "change_funding",
    "end_fee_band",
    "end_funding",
    "set_cost",
]
