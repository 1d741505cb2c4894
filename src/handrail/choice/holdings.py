"""What this package holds about a person: what their programmes cost, who pays, how they found them."""

from datetime import date

from handrail.choice.models import Cost, Feedback, Funding, FundingStatusChange, Settlement
from handrail.people.holding import Holding, Holdings
from handrail.people.models import Participant


def _take_back_second(source: Participant, to: Participant, today: date) -> None:
    """Let one answer about a programme stand where both records hold one: that of ``to``."""
    theirs = Feedback.objects.filter(participant=to, withdrawn_on=None).values_list(
        "programme_type", flat=True
    )
    mine = Feedback.objects.filter(participant=source, withdrawn_on=None, programme_type__in=list(theirs))
    for row in mine:
        row.withdrawn_on = max(today, row.given_on)
        row.save(update_fields=["withdrawn_on"])


HOLDINGS = Holdings(
    (
        Holding(
            Settlement,
            empties=("words",),
            keeps={"currency": "a code of ISO 4217", "programme_type": "a code of the catalogue"},
        ),
        Holding(Feedback, deletes=True, settle=_take_back_second),
        Holding(FundingStatusChange, empties=("reason",)),
        Holding(Funding, empties=("name", "words"), keeps={"currency": "a code of ISO 4217"}),
        Holding(Cost, empties=("gap_owner", "words"), keeps={"currency": "a code of ISO 4217"}),
    )
)
