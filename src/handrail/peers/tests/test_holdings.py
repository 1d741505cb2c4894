import pytest

from handrail.base.errors import DomainError
from handrail.peers import actions
from handrail.peers.holdings import HOLDINGS
from handrail.peers.models import PeerOffer, PeerWords
from handrail.peers.rules import PairingStatus, PeerOfferStatus
from handrail.peers.tests import factories as make

pytestmark = pytest.mark.django_db


@pytest.fixture
def second(place):
    return make.participant(place, "Marc", "Adeyemi")


def test_two_offers_become_one_with_every_answer(person, marcus, second):
    for one, said in (person, PeerOfferStatus.NOT_NOW), (second, PeerOfferStatus.YES):
        actions.answer_peer_offer(participant=one, answer=said, by=marcus)
    HOLDINGS.move(second, person, make.TODAY)
    offer = PeerOffer.objects.get()
    assert (offer.participant, offer.status) == (person, PeerOfferStatus.NOT_NOW)
    assert {row.to_status for row in offer.changes.all()} == {"not_now", "yes"}


def test_an_offer_that_only_one_record_has_moves(person, marcus, second):
    actions.answer_peer_offer(participant=second, answer=PeerOfferStatus.YES, by=marcus)
    HOLDINGS.move(second, person, make.TODAY)
    assert PeerOffer.objects.get().participant == person


def test_two_records_with_a_peer_each_are_not_joined(person, marcus, second, tess):
    make.pair(person, marcus, tess)
    actions.ask_mentor(participant=second, page=make.card_of(tess), by=make.self_viewer(second))
    with pytest.raises(DomainError, match="End one pairing first"):
        HOLDINGS.move(second, person, make.TODAY)


def test_an_erasure_empties_the_words_and_keeps_that_they_met(person, marcus, tess):
    pairing = make.met(person, marcus, tess)
    make.say(pairing, marcus, helped=("walking",), words="The harbour.")
    HOLDINGS.erase(person)
    said = PeerWords.objects.get()
    assert (said.words, said.helped) == ("", [])
    pairing.refresh_from_db()
    assert pairing.status == PairingStatus.GOING_ON
