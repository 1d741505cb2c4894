"""Every write about peers: offers, pairings, check-ins, and the mentors' own pages."""

from handrail.peers.actions.check_ins import check_in, settle_talk, talk_with_mentor
from handrail.peers.actions.mentors import write_mentor_page
from handrail.peers.actions.offers import answer_peer_offer, offer_peer
from handrail.peers.actions.pairings import (
    accept_pairing,
    ask_mentor,
    end_pairing,
    go_on,
    plan_peer_meeting,
    suggest_mentor,
)

__all__ = [
    "accept_pairing",
    "answer_peer_offer",
    "ask_mentor",
    "check_in",
    "end_pairing",
    "go_on",
    "offer_peer",
    "plan_peer_meeting",
    "settle_talk",
    "suggest_mentor",
    "talk_with_mentor",
    "write_mentor_page",
]
