"""The town around: the directory of places, links to them, what people do among others, and their ways there."""

from datetime import datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from handrail.base import clock
from handrail.base.yaml import read_yaml
from handrail.community import actions
from handrail.community.rules import (
    Again,
    GotIt,
    LinkStatus,
    PlaceKind,
    PlaceStatus,
    Transport,
)
from handrail.demo.journal import FOLDER, Entry
from handrail.demo.scribe.stage import Stage
from handrail.plans.rules import SupportLevel

# The team wrote the places down before the first story needs one.
SINCE = -206
FLAGS: dict[str, tuple[str, bool]] = {
    "p": ("is_peer_led", True),
    "n": ("is_clinical", False),
    "c": ("is_clinical", True),
    "f": ("is_free", True),
    "€": ("is_free", False),
    "d": ("needs_referral", False),
    "r": ("needs_referral", True),
}
_AS_WRITTEN = (
    "name",
    "provider",
    "about",
    "address",
    "bus",
    "opening",
    "cost",
    "phone",
    "access",
    "languages",
)


def _facts(row: dict[str, Any]) -> dict[str, Any]:
    facts = {name: row[name] for name in _AS_WRITTEN if name in row}
    facts |= dict(FLAGS[flag] for flag in row["flags"])
    more = {"kind": PlaceKind(row["kind"]), "walk_minutes": row.get("walk")}
    return facts | more | {"how_to_join": row.get("how", "")}


def directory(stage: Stage) -> None:
    """Write the places of the town down, and close the one that closed since."""
    rows = read_yaml((FOLDER / "places.yaml").read_text(encoding="utf-8"))["places"]
    zone = ZoneInfo(stage.organisation.zone)
    for row in rows:
        with clock.clock_at(datetime.combine(stage.day(SINCE), time(9), zone)):
            by = stage.operator(SINCE)
            place = actions.add_place(organisation_id=stage.organisation.pk, facts=_facts(row), by=by)
        if "ref" in row:
            stage.made["", "place", row["ref"]] = place
        if "closed" in row:
            with clock.clock_at(datetime.combine(stage.day(row["closed"]), time(9), zone)):
                by = stage.operator(row["closed"])
                actions.change_place_status(place=place, to=PlaceStatus.CLOSED, by=by)


def _place(stage: Stage, entry: Entry) -> Any:
    ref = entry.facts.get("place")
    return stage.made["", "place", ref] if ref else None


def _step(stage: Stage, entry: Entry) -> Any:
    return stage.found(entry, "step", entry.facts["step"]) if "step" in entry.facts else None


def link(stage: Stage, entry: Entry) -> None:
    """Ask a place for a person; ``owner`` sees to it until the day ``due``."""
    facts = entry.facts
    made = actions.ask_link(
        participant=stage.people[entry.story],
        place=_place(stage, entry),
        need=facts.get("need", ""),
        owner=stage.users[facts["owner"]][0] if "owner" in facts else None,
        due_on=stage.day(facts["due"]) if "due" in facts else None,
        step=_step(stage, entry),
        by=stage.viewer(entry.by, entry.day),
    )
    stage.keep(entry, "link", facts["place"], made)


def link_is(stage: Stage, entry: Entry) -> None:
    """Say how a link stands now."""
    actions.change_link_status(
        link=stage.found(entry, "link", entry.facts["place"]),
        to=LinkStatus(entry.facts["to"]),
        reason=entry.facts.get("reason", ""),
        by=stage.viewer(entry.by, entry.day),
    )


def link_due(stage: Stage, entry: Entry) -> None:
    """Name who sees to a link from now on, and until which day."""
    actions.hand_over_link(
        link=stage.found(entry, "link", entry.facts["place"]),
        owner=stage.users[entry.facts["owner"]][0],
        due_on=stage.day(entry.facts["due"]),
        by=stage.viewer(entry.by, entry.day),
    )


def link_answer(stage: Stage, entry: Entry) -> None:
    """The person says whether they got what they needed."""
    actions.answer_link(
        link=stage.found(entry, "link", entry.facts["place"]),
        answer=GotIt(entry.facts["say"]),
        words=entry.facts.get("words", ""),
        by=stage.viewer(entry.by, entry.day),
    )


def activity(stage: Stage, entry: Entry) -> None:
    facts = entry.facts
    texts = ("where", "when_words", "with_whom")
    made = actions.add_activity(
        participant=stage.people[entry.story],
        kind=PlaceKind(facts["kind"]),
        title=facts["title"],
        support_wanted=SupportLevel(facts["support"]),
        place=_place(stage, entry),
        step=_step(stage, entry),
        by=stage.viewer(entry.by, entry.day),
        **{name: facts[name] for name in texts if name in facts},
    )
    stage.keep(entry, "activity", facts["ref"], made)


def was_there(stage: Stage, entry: Entry) -> None:
    facts = entry.facts
    actions.take_part(
        activity=stage.found(entry, "activity", facts["activity"]),
        given=SupportLevel(facts["given"]),
        with_whom=facts.get("with_whom", ""),
        again=Again(facts["again"]) if "again" in facts else None,
        words=facts.get("words", ""),
        by=stage.viewer(entry.by, entry.day),
    )


def way(stage: Stage, entry: Entry) -> None:
    facts = entry.facts
    place = _place(stage, entry)
    actions.write_way(
        participant=stage.people[entry.story],
        place_name=place.name if place else facts["to"],
        transport=Transport(facts["by_what"]),
        line=facts.get("line", ""),
        minutes=facts.get("minutes"),
        with_whom=facts.get("with_whom", ""),
        fallback=facts.get("fallback", ""),
        by=stage.viewer(entry.by, entry.day),
    )


HANDLERS = {
    "activity": activity,
    "link": link,
    "link_answer": link_answer,
    "link_due": link_due,
    "link_is": link_is,
    "was_there": was_there,
    "way": way,
}
