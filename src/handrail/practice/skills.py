"""The skills that groups practise: a definition file, read and checked once."""

from functools import cache
from pathlib import Path
from typing import Any

import jsonschema_rs
import yaml

from handrail.base.frozen import frozen
from handrail.base.words import in_language

FILE = Path(__file__).parent / "data" / "skills.yaml"
_TEXTS = {"type": "object", "required": ["en"], "additionalProperties": {"type": "string", "minLength": 1}}
SCHEMA: dict[str, Any] = {
    "type": "object",
    "required": ["version", "skills"],
    "additionalProperties": False,
    "properties": {
        "version": {"type": "integer"},
        "skills": {
            "type": "array",
            "items": {
                "type": "object",
                "required": ["code", "name", "why", "steps", "practice"],
                "additionalProperties": False,
                "properties": {
                    "code": {"type": "string", "pattern": "^[a-z-]{3,30}$"},
                    "name": _TEXTS,
                    "why": _TEXTS,
                    "steps": {"type": "array", "minItems": 3, "maxItems": 4, "items": _TEXTS},
                    "practice": _TEXTS,
                },
            },
        },
    },
}


@frozen
class Skill:
    """One skill in one language: what for, its steps, and a first thing to try at home."""

    code: str
    name: str
    why: str
    steps: tuple[str, ...]
    practice: str


@cache
def _rows() -> dict[str, dict[str, Any]]:
    found = yaml.safe_load(FILE.read_text("utf-8"))
    jsonschema_rs.validate(SCHEMA, found)
    return {row["code"]: row for row in found["skills"]}


def _skill(row: dict[str, Any], language: str) -> Skill:
    return Skill(
        code=row["code"],
        name=in_language(row["name"], language),
        why=in_language(row["why"], language),
        steps=tuple(in_language(step, language) for step in row["steps"]),
        practice=in_language(row["practice"], language),
    )


def skills(language: str) -> list[Skill]:
    """Return every skill, in the order in which a group may take them."""
    return [_skill(row, language) for row in _rows().values()]


def skill(code: str, language: str) -> Skill | None:
    """Return one skill by its code, or None when the file does not have it (any more)."""
    row = _rows().get(code)
    return _skill(row, language) if row else None
