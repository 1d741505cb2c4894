"""Mentors and pairings for tests: made through the actions, so that rows have the product's shape."""

from datetime import timedelta
from typing import Any

from handrail.access import RelationKind, Role, Viewer
from handrail.accounts.models import Organisation
from handrail.peers import actions
from handrail.peers.models import MentorPage, Pairing
from handrail.peers.rules import CheckInFacts, How, MentorFacts, Way
from handrail.people.models import Participant
from handrail.people.tests.browsing import signed as about
from handrail.people.tests.factories import (
    TODAY,
    member,
    operator,
    organisation,
    participant,
    self_viewer,
    staff_for,
    viewer,
)

__all__ = [
    "TODAY",
    "about",
    "card_of",
    "coordinator_of",
    "later",
    "mentor",
    "met",
    "operator",
    "organisation",
    "pair",
    "participant",
    "say",
    "self_viewer",
    "staff_for",
    "viewer",
]
STORY = "I know the ward from the inside. Ask me about night shifts."


def mentor(place: Organisation, name: str, at_most: int = 2, **facts: Any) -> Viewer:
    """Return a peer supporter who has written a page."""
    by = viewer(member(place, Role.PEER, name), place, Role.PEER)
    shown = {"shares": STORY, "languages": ("English",), "ways": (Way.WALK,), "hours": "Tuesdays", **facts}
    actions.write_mentor_page(
        facts=MentorFacts(called=name.split()[0], people_at_most=at_most, **shown), by=by
    )
    return by


def card_of(by: Viewer) -> MentorPage:
    return MentorPage.objects.get(user_id=by.user_id)


def coordinator_of(person: Participant) -> Viewer:
    return staff_for(person, Role.COORDINATOR, RelationKind.COORDINATOR)


def pair(person: Participant, own: Viewer, peer: Viewer, **asked: Any) -> Pairing:
    """Return a pairing in which both have said yes to one first meeting."""
    pairing = actions.ask_mentor(participant=person, page=card_of(peer), by=own, **asked)
    return actions.accept_pairing(pairing=pairing, by=peer)


def met(person: Participant, own: Viewer, peer: Viewer, **asked: Any) -> Pairing:
    """Return a pairing that goes on."""
    pairing = pair(person, own, peer, **asked)
    actions.go_on(pairing=pairing, by=own)
    return actions.go_on(pairing=pairing, by=peer)


def say(pairing: Pairing, by: Viewer, how: How = How.GOOD, **facts: Any) -> Any:
    return actions.check_in(pairing=pairing, facts=CheckInFacts(how=how, **facts), by=by)


def later(by: Viewer, days: int) -> Viewer:
    return by.on(TODAY + timedelta(days=days))
