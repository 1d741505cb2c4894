"""What the conversation holds beyond words: how each side sees it, wishes in order, two rulers."""

from typing import Any

from handrail.demo.journal import Entry
from handrail.demo.scribe.stage import Stage
from handrail.intake import actions
from handrail.intake.models import Wish
from handrail.intake.rules import AuthorKind, Way


def sides(stage: Stage, entry: Entry) -> None:
    """Say how one side sees several things: a level each, or a number and words."""
    for topic, said in entry.facts["said"].items():
        answer: dict[str, Any] = said if isinstance(said, dict) else {"level": said}
        actions.say_viewpoint(
            participant=stage.people[entry.story],
            topics=entry.facts["topics"],
            topic=topic,
            side=AuthorKind(entry.facts["whose"]),
            by=stage.viewer(entry.by, entry.day),
            **answer,
        )


def wish(stage: Stage, entry: Entry) -> None:
    actions.add_wish(
        participant=stage.people[entry.story],
        words=entry.facts["words"],
        area=entry.facts.get("area", ""),
        kind=AuthorKind.MINE,
        by=stage.viewer(entry.by, entry.day),
    )


def wishes(stage: Stage, entry: Entry) -> None:
    actions.list_wishes(
        participant=stage.people[entry.story],
        lines=entry.facts["lines"],
        kind=AuthorKind.MINE,
        by=stage.viewer(entry.by, entry.day),
    )


def _wish(stage: Stage, entry: Entry) -> Wish:
    found: Wish = Wish.objects.get(participant=stage.people[entry.story], words=entry.facts["words"])
    return found


def wish_up(stage: Stage, entry: Entry) -> None:
    actions.move_wish(wish=_wish(stage, entry), way=Way.UP, by=stage.viewer(entry.by, entry.day))


def wish_aside(stage: Stage, entry: Entry) -> None:
    actions.set_wish_aside(wish=_wish(stage, entry), by=stage.viewer(entry.by, entry.day))


def rulers(stage: Stage, entry: Entry) -> None:
    facts = entry.facts
    actions.say_rulers(
        wish=_wish(stage, entry),
        wants=facts.get("wants"),
        ready=facts.get("ready"),
        by=stage.viewer(entry.by, entry.day),
    )


HANDLERS = {
    "sides": sides,
    "wish": wish,
    "wishes": wishes,
    "wish_up": wish_up,
    "wish_aside": wish_aside,
    "rulers": rulers,
}
