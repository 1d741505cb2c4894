"""Every read of what people choose and what it costs."""

from handrail.choice.queries.costs import (
    CostsPage,
    Ending,
    PayerLine,
    ShownCost,
    bands,
    cost_of,
    costs_page,
    endings,
    endings_of,
    funding,
    start_fact,
)

__all__ = [
    "CostsPage",
    "Ending",
    "PayerLine",
    "ShownCost",
    "bands",
    "cost_of",
    "costs_page",
    "endings",
    "endings_of",
    "funding",
    "start_fact",
]
