"""Rooms that a later release builds: what will be there, and what to do meanwhile. Data, not code."""

from functools import cache
from pathlib import Path

from handrail.base.frozen import frozen
from handrail.base.words import Words, in_language
from handrail.base.yaml import read_yaml

FILE = Path(__file__).parent / "data" / "later.yaml"


@frozen
class LaterRoom:
    """A room that is not built yet."""

    slug: str
    texts: dict[str, dict[str, str]]

    def say(self, part: str, language: str) -> str:
        """Return ``title``, ``what`` or ``meanwhile`` in a language."""
        return str(Words(in_language(self.texts[part], language)))


@cache
def later_rooms() -> dict[str, LaterRoom]:
    """Return the rooms by their address."""
    rows = read_yaml(FILE.read_text(encoding="utf-8"))["rooms"]
    return {
        row["slug"]: LaterRoom(row["slug"], {k: row[k] for k in ("title", "what", "meanwhile")})
        for row in rows
    }
