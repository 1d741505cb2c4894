"""What this package holds about a person: what their programmes cost and who pays."""

from handrail.choice.models import Cost, Funding, FundingStatusChange
from handrail.people.holding import Holding, Holdings

HOLDINGS = Holdings(
    (
        Holding(FundingStatusChange, empties=("reason",)),
        Holding(Funding, empties=("name", "words"), keeps={"currency": "a code of ISO 4217"}),
        Holding(Cost, empties=("gap_owner", "words"), keeps={"currency": "a code of ISO 4217"}),
    )
)
