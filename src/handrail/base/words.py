"""Words that a person will see, marked for translation without importing Django."""

import re
from collections.abc import Callable
from typing import Any

_translate: Callable[[str], str] = str  # as it is written


def use_translator(translate: Callable[[str], str]) -> None:
    """Send every word through ``translate`` from now on; ``web`` calls this once at start."""
    global _translate
    _translate = translate


class Words:
    """A text that is translated each time it is shown."""

    __slots__ = ("text",)

    def __init__(self, text: str) -> None:
        self.text = text

    def __str__(self) -> str:
        return _translate(self.text)

    def __format__(self, spec: str) -> str:
        return format(str(self), spec)

    def __mod__(self, values: Any) -> str:
        return str(str(self) % values)

    def __eq__(self, other: object) -> bool:
        return str(self) == str(other) if isinstance(other, (Words, str)) else NotImplemented

    def __hash__(self) -> int:
        return hash(self.text)

    def __deepcopy__(self, _memo: Any) -> "Words":
        return self  # never changed, and every form copies the words of its fields

    def __repr__(self) -> str:
        return f"Words({self.text!r})"


def _(text: str) -> Words:
    return Words(text)


# Made-up locales for tests: one with accents and longer words, one that is mirrored.
PSEUDO_LOCALES = ("en-xa", "ar-xb")
_ACCENTS = str.maketrans("aeiouyAEIOUYcnsz", "áéíóúýÁÉÍÓÚÝçñšž")


def pseudo(text: str) -> str:
    """Return ``text`` marked and 40 % longer, so that a test sees what nobody marked and what overflows."""
    pieces = re.split(r"(%\(\w+\)s|%%|%[sd]|<[^>]+>)", text)
    worn = "".join(piece if index % 2 else piece.translate(_ACCENTS) for index, piece in enumerate(pieces))
    return f"⟦{worn}{'·' * (len(text) * 2 // 5)}⟧" if text.strip() else text


def in_language(texts: dict[str, str], language: str) -> str:
    """Return the text of a ``{locale: text}`` definition: exact, base language, then English."""
    if language in PSEUDO_LOCALES:
        return pseudo(texts["en"])
    for choice in (language, language.split("-")[0], "en"):
        if choice in texts:
            return texts[choice]
    return next(iter(texts.values()))
