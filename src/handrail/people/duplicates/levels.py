"""How far two people agree in each thing that is known of both."""

from enum import StrEnum
from functools import lru_cache
from itertools import product

from handrail.people.duplicates.known import Known
from handrail.people.duplicates.likeness import jaro_winkler, one_edit
from handrail.people.duplicates.sound import sound

NEAR_FROM, LIKE_FROM = 0.93, 0.82
EDIT_FROM = 4  # one letter of three is another name
MOST, SOME = 0.6, 0.3


class Level(StrEnum):
    """How far one thing agrees. MISSING says nothing for or against."""

    SAME = "same"
    NEAR = "near"
    SOUND = "sound"
    LIKE = "like"
    PART = "part"
    DIFFERENT = "different"
    MISSING = "missing"


ORDER = [Level.SAME, Level.NEAR, Level.SOUND, Level.LIKE, Level.DIFFERENT]


@lru_cache(maxsize=65536)
def _words(one: str, other: str) -> Level:
    """Return how far two words of a name agree."""
    if one == other:
        return Level.NEAR
    figure = jaro_winkler(one, other)
    if figure >= NEAR_FROM or (min(len(one), len(other)) >= EDIT_FROM and one_edit(one, other)):
        return Level.NEAR
    heard = sound(one)
    if len(heard) > 1 and heard == sound(other):
        return Level.SOUND
    initial = min(len(one), len(other)) == 1 and one[0] == other[0]
    return Level.LIKE if initial or figure >= LIKE_FROM else Level.DIFFERENT


@lru_cache(maxsize=65536)
def name_level(one: tuple[str, ...], other: tuple[str, ...]) -> Level:
    """Return how far two names of some words agree: whole, or in the words that agree best."""
    if not one or not other:
        return Level.MISSING
    if one == other or "".join(one) == "".join(other):
        return Level.SAME
    pairs = {("".join(one), "".join(other)), *product(one, other)}
    return min((_words(a, b) for a, b in pairs), key=ORDER.index)


def birth_level(one: str, other: str) -> Level:
    """Return how far two birth dates agree; day and month in each other's place, or one typo, are NEAR."""
    if not one or not other:
        return Level.MISSING
    if one == other:
        return Level.SAME
    if len(one) != len(other):
        return Level.LIKE if one[:4] == other[:4] else Level.DIFFERENT
    if one[:4] + one[6:] + one[4:6] == other or one_edit(one, other):
        return Level.NEAR
    parts = sum(one[a:b] == other[a:b] for a, b in ((0, 4), (4, 6), (6, 8)))
    return Level.LIKE if parts == 2 else Level.DIFFERENT


def identifier_level(one: Known, other: Known) -> Level:
    """Return how far numbers of the same system agree; numbers of different systems are not compared."""
    if one.identifiers & other.identifiers:
        return Level.SAME
    pairs = [(a, b) for (system, a) in one.identifiers for (also, b) in other.identifiers if system == also]
    if not pairs:
        return Level.MISSING
    return Level.NEAR if any(len(a) > EDIT_FROM and one_edit(a, b) for a, b in pairs) else Level.DIFFERENT


def phone_level(one: Known, other: Known) -> Level:
    """Return how far phone numbers agree; a number of another length agrees by its end."""
    if not one.phones or not other.phones:
        return Level.MISSING
    pairs = list(product(one.phones, other.phones))
    if any(a == b or a.endswith(b) or b.endswith(a) for a, b in pairs):
        return Level.SAME
    return Level.NEAR if any(one_edit(a, b) for a, b in pairs) else Level.DIFFERENT


def address_level(one: Known, other: Known) -> Level:
    """Return how many of the words of two addresses are the same (Dice's figure)."""
    if not one.address or not other.address:
        return Level.MISSING
    share = 2 * len(one.address & other.address) / (len(one.address) + len(other.address))
    return Level.SAME if share >= MOST else Level.PART if share >= SOME else Level.DIFFERENT
