"""Definition texts of practice: what may have helped, and numbers for when somebody is not safe."""

from functools import cache
from pathlib import Path
from typing import Any

import jsonschema_rs

from handrail.base.frozen import frozen
from handrail.base.words import in_language
from handrail.base.yaml import read_yaml

DATA = Path(__file__).parent / "data"
_TEXTS = {"type": "object", "required": ["en"], "additionalProperties": {"type": "string", "minLength": 1}}
_SCHEMAS: dict[str, dict[str, Any]] = {
    "helped.yaml": {
        "type": "object",
        "required": ["version", "words"],
        "properties": {"version": {"type": "integer"}, "words": {"type": "array", "items": _TEXTS}},
        "additionalProperties": False,
    },
    "safety.yaml": {
        "type": "object",
        "required": ["version", "is_confirmed", "first", "numbers"],
        "properties": {
            "version": {"type": "integer"},
            "is_confirmed": {"type": "boolean"},
            "first": {"type": "array", "items": _TEXTS},
            "numbers": {
                "type": "array",
                "items": {
                    "type": "object",
                    "required": ["number", "name", "countries"],
                    "properties": {
                        "number": {"type": "string", "pattern": "^[0-9 +]+$"},
                        "name": _TEXTS,
                        "countries": {"type": "array", "items": {"type": "string"}},
                    },
                    "additionalProperties": False,
                },
            },
        },
        "additionalProperties": False,
    },
}


@cache
def _definition(name: str) -> Any:
    """Return a definition file, read and checked once."""
    found = read_yaml((DATA / name).read_text("utf-8"))
    jsonschema_rs.validate(_SCHEMAS[name], found)
    return found


def helped_words(language: str) -> list[str]:
    """Return the team's words for what may have helped."""
    return [in_language(texts, language) for texts in _definition("helped.yaml")["words"]]


@frozen
class SafetyGuide:
    """What to do first, whom to call, and whether anybody has confirmed the numbers for this place."""

    first: tuple[str, ...]
    numbers: tuple[tuple[str, str], ...]
    is_confirmed: bool


def safety_guide(language: str, country: str, confirmed: str = "") -> SafetyGuide:
    """
    Return the steps and numbers for a country; the first number of the list when none is named.

    ``confirmed`` is the emergency number that the place itself has confirmed: then it stands alone.
    """
    found = _definition("safety.yaml")
    rows = [row for row in found["numbers"] if country in row["countries"]] or found["numbers"][:1]
    numbers = tuple((in_language(row["name"], language), row["number"]) for row in rows)
    if confirmed:
        numbers = ((in_language(rows[0]["name"], language), confirmed),)
    first = tuple(in_language(texts, language) for texts in found["first"])
    return SafetyGuide(first, numbers, found["is_confirmed"] or bool(confirmed))
