"""
Which programmes answer what somebody said, by plain rules from ``data/finder.yaml``: one point a reason, each shown.

Nothing is left out of the list, nothing is recommended, and nobody is asked for a diagnosis or how far they are.
"""

from collections.abc import Iterable
from enum import StrEnum

from handrail.base.frozen import frozen
from handrail.catalogue.definitions import Said
from handrail.choice.definitions import Book, Match, Wanted

MOST_COMPARED = 3


class Asking(StrEnum):
    """What can be said to the finder; the names of the fields in an address."""

    WISHES = "wish"
    OBSTACLES = "way"
    PREFERENCES = "like"


@frozen
class Asked:
    """What somebody said, by codes; what the book does not know is left out."""

    wishes: tuple[str, ...] = ()
    obstacles: tuple[str, ...] = ()
    preferences: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.wishes or self.obstacles or self.preferences)


@frozen
class Candidate:
    """One programme as the rules see it: its facts as bits of the book, and where it stands without any wish."""

    key: str
    order: tuple[int, int]
    bits: int


@frozen
class Ranked:
    """A programme, how many wishes it answers, and how many points it has: one for each reason."""

    candidate: Candidate
    wishes: int
    points: int


@frozen
class Reasons:
    """Why a programme stands where it stands, and what it does not answer of what was said."""

    reasons: tuple[Match, ...]
    missing: tuple[Wanted, ...]


def bits_of(facts: Iterable[str], book: Book) -> int:
    """Return facts ("kind:value") as bits; what no rule looks at is nothing."""
    found = 0
    for fact in facts:
        found |= book.bits.get(fact, 0)
    return found


def wanted(asked: Asked, book: Book) -> tuple[Wanted, ...]:
    """Return what was said as the book knows it: wishes first, then obstacles, then preferences."""
    said = (
        (book.wishes, asked.wishes),
        (book.obstacles, asked.obstacles),
        (book.preferences, asked.preferences),
    )
    return tuple(known[code] for known, codes in said for code in codes if code in known)


def _together(matches: Iterable[Match]) -> int:
    found = 0
    for match in matches:
        found |= match.bits
    return found


def reasons_of(candidate: Candidate, asked: Asked, book: Book) -> Reasons:
    """Return a programme's reasons, each once, and what it does not answer."""
    said = wanted(asked, book)
    found = {match.says: match for one in said for match in one.matches if match.bits & candidate.bits}
    missing = (one for one in said if not _together(one.matches) & candidate.bits)
    return Reasons(tuple(found.values()), tuple(missing))


def find(asked: Asked, candidates: Iterable[Candidate], book: Book) -> list[Ranked]:
    """
    Return every programme, those first that answer more wishes, then those with more points.

    Of equal ones, those that answer an earlier wish come first, then the guide's order and the name; what answers
    nothing comes last and is still there.
    """
    said = wanted(asked, book)
    by_reason: dict[Said, int] = {}
    for one in said:
        for match in one.matches:
            by_reason[match.says] = by_reason.get(match.says, 0) | match.bits
    reasons = tuple(by_reason.values())
    wishes = tuple(_together(book.wishes[code].matches) for code in asked.wishes if code in book.wishes)
    # Hundreds of programmes have few different sets of facts between them.
    points: dict[int, tuple[int, int]] = {}
    earliest: dict[int, int] = {}
    found = []
    for candidate in candidates:
        bits = candidate.bits
        if bits not in points:
            points[bits] = _count(wishes, bits), _count(reasons, bits)
            earliest[bits] = _first(wishes, bits)
        found.append(Ranked(candidate, *points[bits]))
    found.sort(key=lambda one: (-one.wishes, -one.points, earliest[one.candidate.bits], one.candidate.order))
    return found


def _first(masks: tuple[int, ...], bits: int) -> int:
    """Return the place of the first wish that is answered; the order of wishes is the person's own."""
    return next((place for place, mask in enumerate(masks) if mask & bits), len(masks))


def _count(masks: tuple[int, ...], bits: int) -> int:
    return sum([1 for mask in masks if mask & bits])


def asks_for(asked: Asked, book: Book, fact: str) -> bool:
    """Return whether any rule for what was said looks at ``fact``: what is not asked need not be counted."""
    return any(fact in match.any for one in wanted(asked, book) for match in one.matches)


@frozen
class Row:
    """One line of a comparison: what it is about, and what holds for each."""

    title: str
    values: tuple[str, ...]

    @property
    def pair(self) -> tuple[str, tuple[str, ...]]:
        """Return title and values, as a table takes them."""
        return self.title, self.values

    @property
    def differs(self) -> bool:
        return len(set(self.values)) > 1


def differences_first(rows: Iterable[Row]) -> tuple[tuple[Row, ...], tuple[Row, ...]]:
    """Return the lines that differ, then those that are the same for all; each in the order given."""
    every = tuple(rows)
    return tuple(row for row in every if row.differs), tuple(row for row in every if not row.differs)
