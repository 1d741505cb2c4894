"""How two sides see one thing, and how it was and is. Neither side wins."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Protocol, TypeVar

from handrail.intake.rules.conversation import AuthorKind


class Seen(Protocol):
    """What is compared: a level or a number, and the day on which it was said."""

    level: str
    number: int | None
    said_on: date


Row = TypeVar("Row", bound=Seen)


def may_say(side: AuthorKind, *, own: bool, own_only: bool) -> bool:
    """
    Return whether somebody may write for a side.

    The person writes their own side only; a worker writes the team's, or down what the person says aloud, but for
    what only the person's own account says.
    """
    return side == AuthorKind.MINE if own else not own_only


def differ(levels: Iterable[str], unsaid: str) -> bool:
    """Return whether the sides that said something see it differently; a blank and "not said" agree with all."""
    return len({level for level in levels if level and level != unsaid}) > 1


def then_and_now(rows: Sequence[Row]) -> tuple[Row | None, Row | None]:
    """
    Return how it was at first and how it is now, from rows in the order they were said.

    Then is the last word of the first day, now the last word of a later day, or None before a second day.
    """
    if not rows:
        return None, None
    first = rows[0].said_on
    then = [row for row in rows if row.said_on == first][-1]
    return then, rows[-1] if rows[-1].said_on > first else None
