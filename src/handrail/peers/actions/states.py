"""The one way in which an offer or a pairing changes its state."""

from typing import TypeVar

from handrail.access import Viewer
from handrail.base.errors import Stale
from handrail.base.transitions import check_transition
from handrail.base.words import _
from handrail.peers.models import Pairing, PairingStatusChange, PeerOffer, PeerOfferStatusChange
from handrail.peers.rules import PAIRING_TRANSITIONS, PEER_OFFER_TRANSITIONS, PairingStatus, PeerOfferStatus

Changing = TypeVar("Changing", PeerOffer, Pairing)


def locked(row: Changing, version: int | None = None) -> Changing:
    """Return ``row`` as it is now, held until the transaction ends; raise Stale when ``version`` is not the newest."""
    now: Changing = (
        type(row).objects.select_for_update(of=("self",)).select_related("participant").get(pk=row.pk)
    )
    if version is not None and now.version != version:
        raise Stale(str(_("Somebody changed this in the meantime. Look at it again, then save.")))
    return now


def change_offer_status(offer: PeerOffer, to: PeerOfferStatus, *, by: Viewer) -> None:
    """Lead an offer to ``to`` by its table and write who did it; the caller saves the row."""
    check_transition(PEER_OFFER_TRANSITIONS, PeerOfferStatus(offer.status), to)
    PeerOfferStatusChange.objects.create(
        organisation_id=offer.organisation_id,
        participant_id=offer.participant_id,
        offer=offer,
        from_status=offer.status,
        to_status=to,
        changed_by_id=by.user_id,
    )
    offer.status = to


def change_pairing_status(pairing: Pairing, to: PairingStatus, *, by: Viewer) -> None:
    """Lead a pairing to ``to`` by its table and write who did it; the caller saves the row. No reason is asked."""
    check_transition(PAIRING_TRANSITIONS, PairingStatus(pairing.status), to)
    PairingStatusChange.objects.create(
        organisation_id=pairing.organisation_id,
        participant_id=pairing.participant_id,
        pairing=pairing,
        from_status=pairing.status,
        to_status=to,
        changed_by_id=by.user_id,
    )
    pairing.status = to
