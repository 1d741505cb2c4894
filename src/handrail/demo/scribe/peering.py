"""Peers: mentors' own pages, offers and answers, pairings by two yeses, weekly check-ins both ways."""

from handrail.access import Role
from handrail.demo.journal import Entry, clock_time
from handrail.demo.scribe.stage import Stage
from handrail.peers import actions
from handrail.peers.models import MentorPage, Pairing
from handrail.peers.rules import CheckInFacts, Coming, How, MentorFacts, Need, PeerOfferStatus, Way


def mentor_page(stage: Stage, entry: Entry) -> None:
    """Let a mentor write their own page; it is about no one in the story."""
    facts = {name: value for name, value in entry.facts.items() if name not in ("languages", "ways")}
    actions.write_mentor_page(
        facts=MentorFacts(
            **facts,
            languages=tuple(entry.facts["languages"]),
            ways=tuple(Way(way) for way in entry.facts["ways"]),
        ),
        by=stage.viewer(entry.by, entry.day),
    )


def offer_peer(stage: Stage, entry: Entry) -> None:
    actions.offer_peer(participant=stage.people[entry.story], by=stage.viewer(entry.by, entry.day))


def peer_answer(stage: Stage, entry: Entry) -> None:
    again = entry.facts.get("again")
    actions.answer_peer_offer(
        participant=stage.people[entry.story],
        answer=PeerOfferStatus(entry.facts["say"]),
        ask_again_on=None if again is None else stage.day(again),
        by=stage.viewer(entry.by, entry.day),
    )


def ask_peer(stage: Stage, entry: Entry) -> None:
    """Ask a mentor to meet once, as the person, in their own words."""
    facts = entry.facts
    asked = actions.ask_mentor(
        participant=stage.people[entry.story],
        page=_page(stage, facts["who"]),
        words=facts.get("words", ""),
        opens_week=facts.get("opens_week", False),
        goal=stage.found(entry, "goal", facts["goal"]) if "goal" in facts else None,
        by=stage.viewer(entry.by, entry.day),
    )
    stage.keep(entry, "pairing", "", asked)


def suggest_peer(stage: Stage, entry: Entry) -> None:
    suggested = actions.suggest_mentor(
        participant=stage.people[entry.story],
        page=_page(stage, entry.facts["who"]),
        by=stage.viewer(entry.by, entry.day),
    )
    stage.keep(entry, "pairing", "", suggested)


def peer_yes(stage: Stage, entry: Entry) -> None:
    actions.accept_pairing(pairing=_pairing(stage, entry), by=stage.viewer(entry.by, entry.day))


def peer_day(stage: Stage, entry: Entry) -> None:
    actions.plan_peer_meeting(
        pairing=_pairing(stage, entry),
        on=stage.day(entry.facts["for_day"]),
        at=clock_time(entry.facts["time"]),
        where=entry.facts.get("where", ""),
        by=stage.viewer(entry.by, entry.day),
    )


def peer_on(stage: Stage, entry: Entry) -> None:
    """Let both say, after the first meeting, that they go on."""
    for who in (entry.by, entry.facts["with"]):
        actions.go_on(pairing=_pairing(stage, entry), by=stage.viewer(who, entry.day))


def peer_end(stage: Stage, entry: Entry) -> None:
    actions.end_pairing(pairing=_pairing(stage, entry), by=stage.viewer(entry.by, entry.day))


def check_in(stage: Stage, entry: Entry) -> None:
    facts = entry.facts
    actions.check_in(
        pairing=_pairing(stage, entry),
        facts=CheckInFacts(
            how=How(facts["how"]),
            helped=tuple(facts.get("helped", ())),
            need=Need(facts.get("need", Need.NOTHING)),
            coming=Coming(facts.get("coming", Coming.OPEN)),
            minutes=facts.get("minutes", 0),
            words=facts.get("words", ""),
        ),
        by=stage.viewer(entry.by, entry.day),
    )


def _page(stage: Stage, who: str) -> MentorPage:
    user, role = stage.users[who]
    if role != Role.PEER:
        raise ValueError(f"{who} is no peer supporter.")
    return MentorPage.objects.get(user=user, organisation=stage.organisation)


def _pairing(stage: Stage, entry: Entry) -> Pairing:
    found: Pairing = stage.found(entry, "pairing", "")
    return found


HANDLERS = {
    "mentor_page": mentor_page,
    "offer_peer": offer_peer,
    "peer_answer": peer_answer,
    "ask_peer": ask_peer,
    "suggest_peer": suggest_peer,
    "peer_yes": peer_yes,
    "peer_day": peer_day,
    "peer_on": peer_on,
    "peer_end": peer_end,
    "check_in": check_in,
}
