"""What a chosen programme costs and who pays."""

from handrail.choice.models.costs import Cost, FeeBand, Funding, FundingStatusChange

__all__ = ["Cost", "FeeBand", "Funding", "FundingStatusChange"]
