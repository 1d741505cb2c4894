"""What free text may hold, and how names are folded for order and search."""

import unicodedata

from handrail.base.errors import DomainError
from handrail.base.words import _


def kept(text: str) -> str:
    """Return ``text`` byte for byte; refuse the two things that no database keeps (NUL, lone surrogates)."""
    if "\x00" in text or any("\ud800" <= letter <= "\udfff" for letter in text):
        raise DomainError(
            str(_("This text holds a character that cannot be stored. Delete it and try again."))
        )
    return text


def folded(name: str) -> str:
    """Return ``name`` without case and marks, for order and for search."""
    plain = unicodedata.normalize("NFKD", name.casefold())
    return " ".join("".join(c for c in plain if not unicodedata.combining(c)).split())
