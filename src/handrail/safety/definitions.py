"""What to do first when somebody may not be safe, and the numbers of each country."""

from functools import cache
from pathlib import Path
from typing import Any

import jsonschema_rs

from handrail.base.frozen import frozen
from handrail.base.words import in_language
from handrail.base.yaml import read_yaml

DATA = Path(__file__).parent / "data" / "safety.yaml"
_TEXTS = {"type": "object", "required": ["en"], "additionalProperties": {"type": "string", "minLength": 1}}
_SCHEMA: dict[str, Any] = {
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
}


@cache
def _definition() -> Any:
    """Return the definition file, read and checked once."""
    found = read_yaml(DATA.read_text("utf-8"))
    jsonschema_rs.validate(_SCHEMA, found)
    return found


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
    found = _definition()
    rows = [row for row in found["numbers"] if country in row["countries"]] or found["numbers"][:1]
    numbers = tuple((in_language(row["name"], language), row["number"]) for row in rows)
    if confirmed:
        numbers = ((in_language(rows[0]["name"], language), confirmed),)
    first = tuple(in_language(texts, language) for texts in found["first"])
    return SafetyGuide(first, numbers, found["is_confirmed"] or bool(confirmed))
