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

__all__ = ["cost", "costs", "fee_band_end", "fee_bands", "funding", "funding_move", "funding_new"]
