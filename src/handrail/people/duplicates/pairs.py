"""Which pairs of many people are looked at: those that share a key, never each with each."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import combinations

from handrail.people.duplicates.known import Known
from handrail.people.duplicates.sound import sound
from handrail.people.duplicates.weigh import Match, compare

KEY_LENGTH = 40
SOUNDS_AT_MOST = 6
PHONE_END = 6
BLOCK_AT_MOST = 400


def keys(person: Known) -> set[str]:
    """
    Return the keys by which a person is found again although something is written in another way.

    A key begins with a sign that no name begins with: ``=`` a number, ``+`` a phone, ``#`` a birth date, ``&`` the
    sounds of two names in any order, ``@`` the sound of one name with the year, or with month and day.
    """
    heard = {sound(word) for word in (*person.given, *person.family)}
    sounds = sorted(one for one in heard if len(one) > 1)[:SOUNDS_AT_MOST]
    found = {f"={value}" for _system, value in person.identifiers}
    found |= {f"+{digits[-PHONE_END:]}" for digits in person.phones}
    found |= {f"&{one} {other}" for one, other in combinations(sounds, 2)}
    dates = {person.birth[:4]} if person.birth else set()
    if len(person.birth) == 8:
        found.add(f"#{person.birth}")
        dates.add("".join(sorted((person.birth[4:6], person.birth[6:]))))
    found |= {f"@{one} {part}" for one in sounds for part in dates}
    return {key[:KEY_LENGTH] for key in found}


@dataclass
class Looked:
    """How much work a search was, for who runs it: pairs compared, and groups that were too large to compare."""

    compared: int = 0
    too_large: int = 0


def likely_pairs(people: Iterable[Known], looked: Looked | None = None) -> Iterator[Match]:
    """Yield the pairs that may be one person, each once."""
    told = looked if looked is not None else Looked()
    blocks: dict[str, list[int]] = defaultdict(list)
    everybody = list(people)
    for at, person in enumerate(everybody):
        for key in sorted(keys(person)):
            blocks[key].append(at)
    told.too_large = sum(len(block) > BLOCK_AT_MOST for block in blocks.values())
    seen: set[tuple[int, int]] = set()
    for block in blocks.values():
        for pair in combinations(block, 2) if len(block) <= BLOCK_AT_MOST else ():
            if pair in seen:
                continue
            seen.add(pair)
            match = compare(everybody[pair[0]], everybody[pair[1]])
            if match.is_likely:
                yield match
    told.compared = len(seen)
