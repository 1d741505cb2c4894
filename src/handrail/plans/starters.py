"""Ideas for a first step, as data: read once, checked against its schema."""

import json
from functools import cache
from pathlib import Path
from typing import Any

import jsonschema_rs

from handrail.base.frozen import frozen
from handrail.base.words import in_language
from handrail.base.yaml import read_yaml
from handrail.plans.rules import LIFE_AREAS, LifeArea

DATA = Path(__file__).resolve().parent / "data"


@frozen
class Starter:
    """One idea in the viewer's language."""

    code: str
    title: str
    fallback: str


@cache
def _definitions() -> tuple[dict[str, Any], ...]:
    schema = json.loads((DATA / "schemas" / "starter_steps.json").read_text("utf-8"))
    raw = read_yaml((DATA / "starter_steps.yaml").read_text("utf-8"))
    jsonschema_rs.validator_for(schema).validate(raw)
    return tuple(raw["steps"])


def starters(language: str, first: LifeArea | None = None) -> list[tuple[str, list[Starter]]]:
    """Return the ideas by life area, the area ``first`` before the others."""
    areas = sorted(LIFE_AREAS, key=lambda area: area != first)
    return [(str(LIFE_AREAS[area]), _of_area(area, language)) for area in areas]


def _of_area(area: LifeArea, language: str) -> list[Starter]:
    return [_starter(one, language) for one in _definitions() if one["life_area"] == area]


def _starter(raw: dict[str, Any], language: str) -> Starter:
    fallback = raw.get("fallback")
    return Starter(
        code=str(raw["code"]),
        title=in_language(raw["title"], language),
        fallback=in_language(fallback, language) if isinstance(fallback, dict) else "",
    )


def starter(code: str, language: str) -> Starter | None:
    """Return the idea behind ``code``, None when there is no such idea."""
    found = next((one for one in _definitions() if one["code"] == code), None)
    return _starter(found, language) if found else None
