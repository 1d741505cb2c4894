"""What somebody typed about prices, payers and choices."""

from handrail.choice.forms.costs import BandForm, CostForm, EndFundingForm, FundingForm

__all__ = ["BandForm", "CostForm", "EndFundingForm", "FundingForm"]
