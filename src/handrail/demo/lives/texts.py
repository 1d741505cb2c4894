"""Names and words of invented people, from ``demo/data``."""

from functools import cache
from pathlib import Path
from typing import Any

import yaml

FOLDER = Path(__file__).resolve().parent.parent / "data"


@cache
def names() -> list[dict[str, Any]]:
    """Return given and family names, grouped by language."""
    found: list[dict[str, Any]] = yaml.safe_load((FOLDER / "names.yaml").read_text("utf-8"))
    return found


@cache
def words() -> dict[str, Any]:
    """Return what neighbours want, try and say."""
    found: dict[str, Any] = yaml.safe_load((FOLDER / "lives.yaml").read_text("utf-8"))
    return found
