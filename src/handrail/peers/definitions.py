"""Definition texts of peers: what may have helped in a week together."""

from functools import cache
from pathlib import Path
from typing import Any

import jsonschema_rs

from handrail.base.words import in_language
from handrail.base.yaml import read_yaml

FILE = Path(__file__).parent / "data" / "helped.yaml"
_SCHEMA: dict[str, Any] = {
    "type": "object",
    "required": ["version", "helped"],
    "additionalProperties": False,
    "properties": {
        "version": {"type": "integer"},
        "helped": {
            "type": "array",
            "items": {
                "type": "object",
                "required": ["code", "words"],
                "additionalProperties": False,
                "properties": {
                    "code": {"type": "string", "pattern": "^[a-z-]+$"},
                    "words": {
                        "type": "object",
                        "required": ["en"],
                        "additionalProperties": {"type": "string", "minLength": 1},
                    },
                },
            },
        },
    },
}


@cache
def _helped() -> list[dict[str, Any]]:
    """Return the file's rows, read and checked once."""
    found = read_yaml(FILE.read_text("utf-8"))
    jsonschema_rs.validate(_SCHEMA, found)
    rows: list[dict[str, Any]] = found["helped"]
    return rows


def helped_words(language: str) -> dict[str, str]:
    """Return what may have helped: code to words, in the order of the file."""
    return {row["code"]: in_language(row["words"], language) for row in _helped()}
