"""What a chosen programme costs and who pays, and how people found it."""

from handrail.choice.models.costs import Cost, FeeBand, Funding, FundingStatusChange
from handrail.choice.models.feedback import Feedback
from handrail.choice.models.settled import Settlement

__all__ = ["Cost", "FeeBand", "Feedback", "Funding", "FundingStatusChange", "Settlement"]
