"""The finder's data: read once from ``data/finder.yaml``, checked against its schema, frozen. Plain Python, no Django."""

import json
from functools import cache
from pathlib import Path
from typing import Any

import jsonschema_rs

from handrail.base.frozen import frozen
from handrail.base.yaml import read_yaml
from handrail.catalogue.definitions import Said
from handrail.catalogue.rules import WISH_WORDS, Wish

DATA = Path(__file__).resolve().parent / "data"
SAYINGS = ("wishes", "obstacles", "preferences")


@frozen
class Match:
    """One point: any of these facts of a programme answers what was said, and why; ``bits`` are the same facts."""

    any: frozenset[str]
    says: Said
    bits: int


@frozen
class Wanted:
    """One thing that somebody can say: a wish, an obstacle or a preference."""

    code: str
    text: Said
    matches: tuple[Match, ...]
    answers: tuple[Said, ...] = ()
    said: tuple[str, ...] = ()  # answers of the conversation that say the same
    seeds: tuple[str, ...] = ()


@frozen
class Book:
    """Everything that the finder knows."""

    version: int
    traits: dict[str, frozenset[str]]  # by the slug of a programme type
    bits: dict[str, int]  # each fact that a rule looks at, as one bit
    wishes: dict[str, Wanted]
    obstacles: dict[str, Wanted]
    preferences: dict[str, Wanted]


def _said(texts: dict[str, str]) -> Said:
    return Said(tuple(sorted(texts.items())))


def _matches(rows: list[dict[str, Any]], bits: dict[str, int]) -> tuple[Match, ...]:
    return tuple(
        Match(frozenset(row["any"]), _said(row["says"]), sum(bits[fact] for fact in row["any"]))
        for row in rows
    )


def _bits(raw: dict[str, Any]) -> dict[str, int]:
    facts = {
        fact for name in SAYINGS for row in raw[name] for match in row["matches"] for fact in match["any"]
    }
    return {fact: 1 << place for place, fact in enumerate(sorted(facts))}


def _wanted(row: dict[str, Any], bits: dict[str, int]) -> Wanted:
    text = row["text"] if "text" in row else {"en": WISH_WORDS[Wish(row["code"])].text}
    return Wanted(
        code=row["code"],
        text=_said(text),
        matches=_matches(row["matches"], bits),
        answers=tuple(_said(one) for one in row.get("answers", [])),
        said=tuple(row.get("areas", row.get("said", [row["code"]]))),
        seeds=tuple(row.get("seeds", [])),
    )


@cache
def book() -> Book:
    """Return what the finder knows; raise an error that names the place when the file does not fit its schema."""
    raw = read_yaml((DATA / "finder.yaml").read_text("utf-8"))
    schema = json.loads((DATA / "schemas" / "finder.json").read_text("utf-8"))
    jsonschema_rs.validate(schema, raw)
    bits = _bits(raw)
    parts = {name: {row["code"]: _wanted(row, bits) for row in raw[name]} for name in SAYINGS}
    traits = {slug: frozenset(f"trait:{one}" for one in ones) for slug, ones in raw["traits"].items()}
    return Book(raw["version"], traits, bits, **parts)
