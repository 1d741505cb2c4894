"""Every read about peers."""

from handrail.peers.queries.figures import PeerFigures, key_outcome, peer_figures
from handrail.peers.queries.mentors import (
    Finder,
    MentorCard,
    MyPeople,
    asked_of,
    card_behind,
    find_mentors,
    my_page,
    my_people,
    page_behind,
)
from handrail.peers.queries.person import (
    PeersPage,
    Standing,
    goals_to_choose,
    live_pairing,
    offer_of,
    peers_page,
    standing,
    talk_asked,
)
from handrail.peers.queries.team import Team, Waiting, Whom, for_whom, mentor_behind, team, waits_for_team

__all__ = [
    "Finder",
    "MentorCard",
    "MyPeople",
    "PeerFigures",
    "PeersPage",
    "Standing",
    "Team",
    "Waiting",
    "Whom",
    "asked_of",
    "card_behind",
    "find_mentors",
    "for_whom",
    "goals_to_choose",
    "key_outcome",
    "live_pairing",
    "mentor_behind",
    "my_page",
    "my_people",
    "offer_of",
    "page_behind",
    "peer_figures",
    "peers_page",
    "standing",
    "talk_asked",
    "team",
    "waits_for_team",
]
