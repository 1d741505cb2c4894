"""The offer of a peer, and the person's answer with its day."""

from datetime import date

from django.db import transaction

from handrail.access import Viewer
from handrail.audit.actions import record
from handrail.peers.actions.states import change_offer_status, locked
from handrail.peers.models import PeerOffer
from handrail.peers.rules import PeerOfferStatus, check_ask_again
from handrail.people.models import Participant


def offer_of(participant: Participant, by: Viewer) -> PeerOffer:
    """Return the person's offer, held; make it, inside another action, when nobody has offered before."""
    found = PeerOffer.objects.select_for_update(of=("self",)).filter(participant=participant).first()
    return found or PeerOffer.objects.create(
        organisation_id=participant.organisation_id,
        participant=participant,
        offered_on=by.today,
        offered_by_id=by.user_id,
    )


def set_answer(
    offer: PeerOffer, answer: PeerOfferStatus, *, by: Viewer, ask_again_on: date | None = None
) -> None:
    """Write an answer, inside another action; the same answer again is left as it is, but for its day."""
    if offer.status != answer or answer == PeerOfferStatus.ASK_AGAIN:
        change_offer_status(offer, answer, by=by)
        offer.answered_on = by.today
    offer.ask_again_on = ask_again_on
    offer.version += 1
    offer.save()


@transaction.atomic
def offer_peer(*, participant: Participant, by: Viewer) -> PeerOffer:
    """Offer a peer, early or again (S-056). It waits for the person's answer; no answer is fine too."""
    offer = offer_of(participant, by)
    if offer.status != PeerOfferStatus.OFFERED:
        change_offer_status(offer, PeerOfferStatus.OFFERED, by=by)
        offer.offered_on, offer.offered_by_id = by.today, by.user_id
        offer.answered_on = offer.ask_again_on = None
        offer.version += 1
        offer.save()
    record(by, "offer_peer", offer, op="create")
    return offer


@transaction.atomic
def answer_peer_offer(
    *,
    participant: Participant,
    answer: PeerOfferStatus,
    by: Viewer,
    ask_again_on: date | None = None,
    version: int | None = None,
) -> PeerOffer:
    """
    Keep what the person says: yes, not now, or ask again on a day. They may say it unasked and change it any day.

    Raises DomainError without a day to come for "ask again", Stale when somebody answered in the meantime.
    """
    check_ask_again(answer, ask_again_on, by.today)
    offer = offer_of(participant, by)
    if version:
        locked(offer, version)
    day = ask_again_on if answer == PeerOfferStatus.ASK_AGAIN else None
    set_answer(offer, answer, by=by, ask_again_on=day)
    record(by, "answer_peer_offer", offer)
    return offer
