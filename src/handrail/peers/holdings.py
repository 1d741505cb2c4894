"""What peers hold about a person: the offer, pairings, check-ins and what the two said."""

from datetime import date

from handrail.base.errors import DomainError
from handrail.base.words import _
from handrail.peers.models import (
    CheckIn,
    Pairing,
    PairingStatusChange,
    PeerOffer,
    PeerOfferStatusChange,
    PeerWords,
)
from handrail.people.holding import Holding, Holdings
from handrail.people.models import Participant


def _one_offer(source: Participant, to: Participant, _today: date) -> None:
    """Lay two offers together: the one of ``to`` stands, with what was answered to either."""
    stands = PeerOffer.objects.filter(participant=to).first()
    other = PeerOffer.objects.filter(participant=source).first()
    if stands and other:
        PeerOfferStatusChange.objects.filter(offer=other).update(offer=stands)
        other.delete()


def _one_live_pairing(source: Participant, to: Participant, _today: date) -> None:
    if Pairing.objects.filter(participant__in=[source, to]).live().count() > 1:
        raise DomainError(str(_("Both records have a peer. End one pairing first, then join them.")))


HOLDINGS = Holdings(
    (
        Holding(PeerWords, empties=("helped", "words")),
        Holding(CheckIn),
        Holding(PairingStatusChange, empties=("reason",)),
        Holding(Pairing, empties=("next_where",), settle=_one_live_pairing),
        Holding(PeerOfferStatusChange, empties=("reason",)),
        Holding(PeerOffer, settle=_one_offer),
    )
)
