"""What peers offer to gathered pages."""

from datetime import date

from handrail.access import Category, Permission, Viewer
from handrail.base.words import _
from handrail.intake.queries.start import StartFact
from handrail.intake.rules import StartState
from handrail.peers import queries
from handrail.peers.models import Pairing, PeerOffer
from handrail.peers.queries.person import Standing, done_this_week
from handrail.peers.rules import PairingStatus, PeerOfferStatus, Side
from handrail.people.kept import keeps
from handrail.people.models import Participant
from handrail.people.rooms import Room
from handrail.plans.hooks import AreaFact
from handrail.plans.rules import LifeArea
from handrail.ui import Panel
from handrail.ui.addresses import address
from handrail.ui.dates import day as day_words

ROOM = Room("peers:person", _("Peer"), "people", Category.PEERS, order=60)
PROGRAMME = "peer"


def today(viewer: Viewer, day: date) -> list[Panel]:
    """Offer a mentor the check-ins of this week; a coordinator who waits for a peer or asks for a call."""
    if viewer.may(Permission.PEER_OWN_PAGE):
        return [
            Panel(_("The people I meet"), "peers/panel_today.html", {"mine": queries.my_people(viewer)}, 10)
        ]
    if not viewer.may(Permission.PEER_SUPERVISE):
        return []
    waits = queries.waits_for_team(viewer)
    return [Panel(_("Peers"), "peers/panel_team.html", {"waits": waits}, 70)] if waits else []


def _words(at: Standing, called: str) -> str:
    """Return how it stands in one sentence, for the person's own page and for the team's."""
    pairing, offer = at.pairing, at.offer
    if at.meets:
        return at.next_words or str(_("No day is set. That is fine."))
    if pairing is not None:
        answers = at.mentor if at.status == PairingStatus.PERSON_YES else called
        return _("%(name)s answers next.") % {"name": answers}
    if offer is None:
        return ""
    said: dict[str, str] = {
        PeerOfferStatus.OFFERED: str(_("A peer is offered. There is no hurry.")),
        PeerOfferStatus.YES: str(_("Said yes. Nobody is asked yet.")),
        PeerOfferStatus.NOT_NOW: str(_("Not now. The door stays open.")),
        PeerOfferStatus.ASK_AGAIN: _("Asked again on %(day)s.")
        % {"day": day_words(offer.ask_again_on) if offer.ask_again_on else ""},
    }
    return said[offer.status]


def week(viewer: Viewer, participant: Participant, monday: date) -> list[Panel]:
    """Offer the person their peer: the next meeting, this week's check-in, or an offer that waits for them."""
    if viewer.participant_id != participant.pk or not keeps(viewer, participant, Pairing, PeerOffer):
        return []
    at = queries.standing(viewer, participant)
    if at.pairing is None and at.offer_status not in (PeerOfferStatus.OFFERED, PeerOfferStatus.YES):
        return []
    due = at.pairing is not None and at.meets and Side.PERSON not in done_this_week(viewer, at.pairing)
    name = {"name": at.mentor}
    title = str(_("A peer for me"))
    if at.pairing is not None:
        title = _("Check in with %(name)s") % name if due else at.mentor
    data = {
        "href": address("peers:check_in" if due else "peers:person", participant.key),
        "title": title,
        "text": _words(at, participant.called),
        "icon": "talk" if due else "people",
    }
    return [Panel(_("My peer"), "peers/panel_week.html", data, order=40)]


def person(viewer: Viewer, participant: Participant) -> list[Panel]:
    """Offer the team how it stands with a peer: never what the two say."""
    if not keeps(viewer, participant, Pairing, PeerOffer):
        return []
    at = queries.standing(viewer, participant)
    if at.pairing is None and at.offer is None:
        return []
    viewer.looks.add(Category.PEERS, {participant.pk})
    href = address("peers:person", participant.key)
    words = _words(at, participant.called)
    data = {"text": at.mentor if at.meets else words, "hint": words if at.meets else "", "href": href}
    return [Panel(_("Peer"), "peers/panel_person.html", data, order=55)]


def programme(viewer: Viewer | None, slug: str) -> list[Panel]:
    """Offer the team the figures of peer support, and everybody who is signed in the way to a peer."""
    if slug != PROGRAMME or viewer is None or not viewer.may(Permission.RECORD_READ):
        return []
    if viewer.may(Permission.PEER_OWN_PAGE):
        door = (address("peers:mine"), _("My peer work"), _("Who asks, my hours, my page"))
    elif viewer.may(Permission.PEER_SUPERVISE):
        door = (address("peers:team"), _("Peer mentors"), _("Hours, free places and who waits"))
    else:
        door = (address("peers:match"), _("Find a peer"), _("Three at a time. You pick, or nobody."))
    href, title, text = door
    data = {
        "figures": queries.peer_figures(viewer) if viewer.is_staff else None,
        "href": href,
        "title": title,
        "text": text,
    }
    return [Panel(_("Peers here"), "peers/panel_programme.html", data, order=40)]


def area_facts(viewer: Viewer, participant: Participant) -> list[AreaFact]:
    """Say on "My life at a glance", under friends and company, who the peer is and when they meet next."""
    if not keeps(viewer, participant, Pairing):
        return []
    at = queries.standing(viewer, participant, with_offer=False)
    if not at.meets:
        return []
    viewer.looks.add(Category.PEERS, {participant.pk})
    text = _("%(name)s, my peer.") % {"name": at.mentor}
    if at.next_words:
        text = f"{text} {at.next_words}"
    return [AreaFact(LifeArea.FRIENDS, text, address("peers:person", participant.key))]


def start_fact(viewer: Viewer, participant: Participant) -> StartFact | None:
    """Return line 3 of Getting started: how the offer of a peer stands, or nothing before one is made (S-205)."""
    if not keeps(viewer, participant, Pairing, PeerOffer):
        return None
    at = queries.standing(viewer, participant)
    if at.pairing is None and at.offer is None:
        return None
    href = address("peers:person", participant.key)
    if at.meets and at.pairing is not None and at.pairing.both_on is not None:
        since = day_words(at.pairing.both_on, weekday=False)
        text = _("%(name)s. Both said yes on %(day)s.") % {"name": at.mentor, "day": since}
        return StartFact(StartState.DONE, text, href, str(_("My peer")))
    waits = at.pairing is not None or at.offer_status in (PeerOfferStatus.OFFERED, PeerOfferStatus.YES)
    state = StartState.ASKED if waits else StartState.NOT_YET
    return StartFact(state, _words(at, participant.called), href, str(_("See who fits")))
