"""What somebody typed about prices, payers and programmes."""

from handrail.choice.forms.costs import BandForm, CostForm, EndFundingForm, FundingForm
from handrail.choice.forms.feedback import FeedbackForm

__all__ = ["BandForm", "CostForm", "EndFundingForm", "FeedbackForm", "FundingForm"]
