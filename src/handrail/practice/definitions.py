"""Definition texts of practice: what may have helped."""

from functools import cache
from pathlib import Path
from typing import Any

import jsonschema_rs

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
