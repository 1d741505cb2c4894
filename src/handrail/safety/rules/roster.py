"""Who is on call, from when to when: gaps, overlaps and what a turn must have. Plain Python."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from handrail.base.errors import DomainError
from handrail.base.words import _

AHEAD = timedelta(days=7)
LONGEST_TURN = timedelta(days=31)
Span = tuple[datetime, datetime]


def check_turn(from_at: datetime, until_at: datetime, now: datetime) -> None:
    """Raise DomainError for a turn that is over, ends before it begins, or lasts more than a month."""
    if until_at <= from_at:
        raise DomainError(str(_("The end must be later than the start.")))
    if until_at <= now:
        raise DomainError(str(_("This turn is over already. Choose a later end.")))
    if until_at - from_at > LONGEST_TURN:
        raise DomainError(str(_("A turn lasts a month at most. Make two of it.")))


def gaps(turns: Iterable[Span], start: datetime, end: datetime) -> list[Span]:
    """Return the stretches between ``start`` and ``end`` that no turn covers, the first one first."""
    found: list[Span] = []
    at = start
    for begins, ends in sorted(turns):
        if begins > at:
            found.append((at, min(begins, end)))
        at = max(at, ends)
        if at >= end:
            break
    if at < end:
        found.append((at, end))
    return [(begins, ends) for begins, ends in found if begins < ends]
