"""What somebody typed about prices, payers and programmes."""

from handrail.choice.forms.costs import BandForm, CostForm, EndFundingForm, FundingForm
from handrail.choice.forms.feedback import FeedbackForm
from handrail.choice.forms.settled import SettleForm

__all__ = ["BandForm", "CostForm", "EndFundingForm", "FeedbackForm", "FundingForm", "SettleForm"]
