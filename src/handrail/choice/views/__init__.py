"""Pages about choosing."""

from handrail.choice.views.costs import (
    cost,
    costs,
    fee_band_end,
    fee_bands,
    funding,
    funding_move,
    funding_new,
)
from handrail.choice.views.feedback import feedback, feedback_withdraw
from handrail.choice.views.finder import compare, compare_of, finder, finder_of
from handrail.choice.views.settled import settle

__all__ = [
    "compare",
    "compare_of",
    "cost",
    "costs",
    "fee_band_end",
    "fee_bands",
    "feedback",
    "feedback_withdraw",
    "finder",
    "finder_of",
    "funding",
    "funding_move",
    "funding_new",
    "settle",
]
