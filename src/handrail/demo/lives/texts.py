"""Names and words of invented people, from ``demo/data``."""

from functools import cache
from pathlib import Path
from typing import Any

from handrail.base.yaml import read_yaml

FOLDER = Path(__file__).resolve().parent.parent / "data"


@cache
def names() -> list[dict[str, Any]]:
    """Return given and family names, grouped by language."""
    found: list[dict[str, Any]] = read_yaml((FOLDER / "names.yaml").read_text("utf-8"))
    return found


@cache
def words() -> dict[str, Any]:
    """Return what neighbours want, try and say."""
    found: dict[str, Any] = read_yaml((FOLDER / "lives.yaml").read_text("utf-8"))
    return found


@cache
def rooms() -> dict[str, Any]:
    """Return what neighbours do in the rooms, and how likely each has something there."""
    found: dict[str, Any] = read_yaml((FOLDER / "rooms.yaml").read_text("utf-8"))
    return found
