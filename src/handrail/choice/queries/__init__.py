"""Every read of what people choose and what it costs."""

from handrail.choice.queries.compare import Comparison, comparison
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
from handrail.choice.queries.feedback import FEEDBACK, has_begun, own_feedback, told_of
from handrail.choice.queries.finder import (
    FinderPage,
    FoundProgramme,
    finder_page,
    known_of,
    sayings,
    weighed,
)
from handrail.choice.queries.settled import REAL_COSTS, EndedCost, ended_cost, ended_costs, real_costs

__all__ = [
    "REAL_COSTS",
    "EndedCost",
    "ended_cost",
    "ended_costs",
    "real_costs",
    "FEEDBACK",
    "has_begun",
    "own_feedback",
    "told_of",
    "Comparison",
    "FinderPage",
    "FoundProgramme",
    "comparison",
    "finder_page",
    "known_of",
    "sayings",
    "weighed",
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
