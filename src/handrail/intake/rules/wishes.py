"""The person's wishes in the person's own order. Two rulers stand beside a wish; nothing here opens or closes."""

from collections.abc import Sequence
from enum import StrEnum
from typing import TypeVar

RULER = range(11)
MOST_WISHES = 30
WISH_LENGTH = 1000

One = TypeVar("One")


class Way(StrEnum):
    """Which way a wish goes in the order."""

    UP = "up"
    DOWN = "down"


def lines_of(text: str) -> list[str]:
    """Return the wishes of an answer, each word for word: one a line, without empty lines."""
    return [line.strip() for line in text.splitlines() if line.strip()]


def moved(order: Sequence[One], one: One, way: Way) -> list[One]:
    """Return the order with one of it a place further up or down; at the end it stays."""
    found = list(order)
    here = found.index(one)
    there = here - 1 if way == Way.UP else here + 1
    if 0 <= there < len(found):
        found[here], found[there] = found[there], found[here]
    return found
