"""Peers: offers, pairings and check-ins, as rows."""

from collections.abc import Callable
from datetime import date
from typing import Any

from handrail.access import Category, Label
from handrail.demo.bulk.arriving import let_in_row
from handrail.demo.bulk.rows import Row, stored
from handrail.demo.bulk.telling import Teller
from handrail.demo.lives import deeds as d
from handrail.peers.models import (
    CheckIn,
    Pairing,
    PairingStatusChange,
    PeerOffer,
    PeerOfferStatusChange,
    PeerWords,
)
from handrail.peers.rules import How, Need, PairingStatus, PeerOfferStatus, Side, monday_of, same_next_week


def _offer(t: Teller) -> Row:
    """Return the person's offer, made when nobody has offered before."""
    if ("offer", 0) not in t.made:
        t.made["offer", 0] = t.about(PeerOffer, offered_on=t.today, offered_by_id=t.by)
    return t.made["offer", 0]


def _answer(t: Teller, to: str, ask_again_on: Any = None) -> Row:
    offer = _offer(t)
    if offer["status"] != to or to == PeerOfferStatus.ASK_AGAIN:
        t.change(PeerOfferStatusChange, "offer", offer, to)
        offer["answered_on"] = t.today
    offer["ask_again_on"] = stored(ask_again_on)
    offer["version"] += 1
    return offer


def offer_peer(t: Teller, deed: d.Did) -> None:
    t.event("offer_peer", PeerOffer, _offer(t), op="create")


def answer_peer_offer(t: Teller, deed: d.Did) -> None:
    t.event("answer_peer_offer", PeerOffer, _answer(t, deed.facts["answer"], deed.facts["ask_again_on"]))


def _move(t: Teller, pairing: Row, to: PairingStatus) -> None:
    t.change(PairingStatusChange, "pairing", pairing, to.value)


def ask_mentor(t: Teller, deed: d.Did) -> None:
    mentor = t.shared(deed.facts["page"])
    t.made["pairing", deed.thing] = pairing = t.about(Pairing, mentor_id=mentor["user_id"], asked_on=t.today)
    _answer(t, PeerOfferStatus.YES.value)
    who = str(deed.facts["page"].name)
    opened = let_in_row(t, who, "peer", "peer mentor", "pairing", scopes=Category.PEERS.bit)
    pairing["relation_id"] = opened["id"]
    _move(t, pairing, PairingStatus.PERSON_YES)
    pairing["version"] += 1
    if deed.facts["words"]:
        _say(t, pairing, Side.PERSON, words=deed.facts["words"])
    t.event("ask_mentor", Pairing, pairing, op="create")


def _say(t: Teller, pairing: Row, side: Side, **facts: Any) -> None:
    t.row(PeerWords, label=Label.PEER.value, pairing_id=pairing["id"], side=side.value, **facts)


def accept_pairing(t: Teller, deed: d.Did) -> None:
    pairing, taken = t.made["pairing", deed.thing], t.shared(deed.facts["page"])["taken"]
    _move(t, pairing, PairingStatus.FIRST_MEETING)
    pairing["place"] = next(number for number in range(1, len(taken) + 2) if number not in taken)
    taken.add(pairing["place"])
    pairing["both_on"] = t.today
    pairing["version"] += 1
    t.event("accept_pairing", Pairing, pairing)


def go_on(t: Teller, deed: d.Did) -> None:
    pairing = t.made["pairing", deed.thing]
    pairing["mentor_goes_on" if t.by == pairing["mentor_id"] else "person_goes_on"] = 1
    if pairing["mentor_goes_on"] and pairing["person_goes_on"]:
        _move(t, pairing, PairingStatus.GOING_ON)
    pairing["version"] += 1
    t.event("go_on", Pairing, pairing)


def check_in_pair(t: Teller, deed: d.Did) -> None:
    pairing, facts, today = t.made["pairing", deed.thing], deed.facts["facts"], date.fromisoformat(t.today)
    side = Side.MENTOR if t.by == pairing["mentor_id"] else Side.PERSON
    row = t.about(
        CheckIn,
        pairing_id=pairing["id"],
        mentor_id=pairing["mentor_id"],
        side=side.value,
        week_on=monday_of(today).isoformat(),
        said_on=t.today,
        minutes=facts["minutes"] if side == Side.MENTOR else 0,
        is_left_out=int(facts["how"] == How.LEFT_OUT),
        asks_talk=int(facts["need"] == Need.TALK),
    )
    said = {"how": facts["how"], "need": facts["need"], "words": facts["words"]}
    _say(t, pairing, side, check_in_id=row["id"], helped=stored(list(facts["helped"])), **said)
    last = pairing["next_on"]
    pairing["next_on"] = same_next_week(date.fromisoformat(last) if last else None, today).isoformat()
    pairing["version"] += 1
    t.event("check_in", CheckIn, row)


def end_pairing(t: Teller, deed: d.Did) -> None:
    pairing, page = t.made["pairing", deed.thing], deed.facts["page"]
    _move(t, pairing, PairingStatus.ENDED)
    t.shared(page)["taken"].discard(pairing["place"])
    pairing.update(ended_on=t.today, place=None, next_on=None, version=pairing["version"] + 1)
    t.relations[str(page.name), "peer"]["to_on"] = t.today
    _answer(t, PeerOfferStatus.NOT_NOW.value)
    t.event("end_pairing", Pairing, pairing)


TOLD: dict[str, Callable[[Teller, d.Did], None]] = {
    "offer_peer": offer_peer,
    "answer_peer_offer": answer_peer_offer,
    "ask_mentor": ask_mentor,
    "accept_pairing": accept_pairing,
    "go_on": go_on,
    "check_in_pair": check_in_pair,
    "end_pairing": end_pairing,
}
