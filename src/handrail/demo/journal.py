"""The stories as data: who there is, and a journal of what each did on which day."""

from collections.abc import Iterator
from datetime import time
from functools import cache
from pathlib import Path
from typing import Any

import jsonschema_rs

from handrail.base.frozen import frozen
from handrail.base.yaml import read_yaml

FOLDER = Path(__file__).parent / "data"
TEN = "10:00"
# A meeting of the past was planned some days before it took place.
PLANNED_BEFORE = 3
NINETY_DAYS = 91

SCHEMA = {
    "type": "object",
    "additionalProperties": False,
    "required": ["person", "card", "journal", "look_back"],
    "properties": {
        "person": {"type": "object", "required": ["key", "called", "given_name", "family_name", "birth_on"]},
        "card": {"type": "object", "required": ["name", "text", "kind"]},
        "look_back": {"type": "object", "required": ["day", "with_whom"]},
        "journal": {
            "type": "array",
            "items": {
                "type": "object",
                "required": ["day", "by", "do"],
                "properties": {
                    "day": {"type": "integer"},
                    "at": {"type": "string", "pattern": "^[0-9]{1,2}:[0-9]{2}$"},
                },
            },
        },
    },
}


@frozen
class Entry:
    """One thing that somebody did: on a day counted from the demo's day, at a time, in a story."""

    story: str
    day: int
    at: time
    by: str
    do: str
    facts: dict[str, Any]


@frozen
class Story:
    key: str
    person: dict[str, Any]
    card: dict[str, Any]
    look_back: dict[str, Any]
    entries: tuple[Entry, ...]


def clock_time(text: str) -> time:
    """Return "8:30" as a time of day."""
    hours, minutes = text.split(":")
    return time(int(hours), int(minutes))


def _entries(story: str, row: dict[str, Any]) -> Iterator[Entry]:
    facts = {key: value for key, value in row.items() if key not in ("day", "at", "by", "do")}
    at = clock_time(row.get("at", TEN))
    entry = Entry(story, row["day"], at, row["by"], row["do"], facts)
    if entry.do in ("meet", "called_off"):
        planned = {**facts, "held": row["day"], "held_at": row.get("at", TEN)}
        yield Entry(story, row["day"] - PLANNED_BEFORE, time(9, 0), row["by"], "session", planned)
    elif entry.do == "session":
        facts.update(held=row["day"], held_at=row.get("at", TEN))
        yield Entry(story, min(row["day"], 0) - PLANNED_BEFORE, time(9, 0), row["by"], "session", facts)
        return
    elif entry.do == "week" and row["day"] >= 0 and facts.get("say") is None:
        facts.update(planned=row["day"], planned_at=row.get("at", TEN))
        yield Entry(story, -1, time(20, 0), row["by"], "week", facts)
        return
    yield entry


def _look_back(story: str, row: dict[str, Any], entries: tuple[Entry, ...]) -> Iterator[Entry]:
    """Yield the look back after 90 days of a plan that is older than that."""
    opened = next(entry for entry in entries if entry.do == "plan")
    day = opened.day + NINETY_DAYS
    if day < 0:
        said = {"words": row["look_back"]["words"], "with_whom": row["look_back"]["with_whom"]}
        yield Entry(story, day, time(11, 0), opened.by, "hold_look_back", said)


@cache
def cast() -> dict[str, Any]:
    """Return the agency, its places, its team and the families."""
    found: dict[str, Any] = read_yaml((FOLDER / "cast.yaml").read_text(encoding="utf-8"))
    return found


@cache
def stories() -> dict[str, Story]:
    """Return every story by its key, in the order of the front door."""
    order = [
        "elena", "daniel", "rosa", "marcus", "aisha", "haddad", "tomasz", "jana", "lind", "nadia",
    ]  # fmt: skip
    found = {}
    for key in order:
        row = read_yaml((FOLDER / "stories" / f"{key}.yaml").read_text(encoding="utf-8"))
        jsonschema_rs.validate(SCHEMA, {**row, "person": {**row["person"], "birth_on": ""}})
        entries = tuple(entry for line in row["journal"] for entry in _entries(key, line))
        entries += tuple(_look_back(key, row, entries))
        found[key] = Story(key, row["person"], row["card"], row["look_back"], entries)
    return found


def in_order() -> list[Entry]:
    """Return all entries of all stories as they happened."""
    entries = [entry for story in stories().values() for entry in story.entries]
    return sorted(entries, key=lambda entry: (entry.day, entry.at))
