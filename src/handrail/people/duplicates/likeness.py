"""
How alike two short texts are.

Sources: W. E. Winkler, String Comparator Metrics and Enhanced Decision Rules in the Fellegi-Sunter Model of Record
Linkage (1990), for Jaro and Winkler's figure; F. J. Damerau (1964) for edits with neighbours that changed places.
"""

from functools import lru_cache

PREFIX, PREFIX_WEIGHT = 4, 0.1


def _in_common(one: str, other: str) -> tuple[list[str], list[str]]:
    """Return the letters of each that stand in the other not too far away, in their order."""
    reach = max(len(one), len(other)) // 2 - 1
    free = [True] * len(other)
    mine: list[str] = []
    for at, letter in enumerate(one):
        for near in range(max(0, at - reach), min(at + reach + 1, len(other))):
            if free[near] and other[near] == letter:
                free[near] = False
                mine.append(letter)
                break
    return mine, [letter for letter, is_free in zip(other, free, strict=True) if not is_free]


@lru_cache(maxsize=65536)
def jaro_winkler(one: str, other: str) -> float:
    """Return how alike two words are, from 0 (nothing in common) to 1 (the same); beginnings count more."""
    if one == other:
        return 1.0
    mine, theirs = _in_common(one, other)
    common = len(mine)
    if not common:
        return 0.0
    moved = sum(a != b for a, b in zip(mine, theirs, strict=True)) / 2
    jaro = (common / len(one) + common / len(other) + (common - moved) / common) / 3
    begins = 0
    for a, b in zip(one[:PREFIX], other[:PREFIX], strict=False):
        if a != b:
            break
        begins += 1
    return jaro + begins * PREFIX_WEIGHT * (1 - jaro)


def one_edit(one: str, other: str) -> bool:
    """Return whether one letter more, less or another, or two neighbours in each other's place, is all between them."""
    if one == other or abs(len(one) - len(other)) > 1:
        return False
    at = 0
    while at < min(len(one), len(other)) and one[at] == other[at]:
        at += 1
    if len(one) != len(other):
        return one[at + 1 :] == other[at:] if len(one) > len(other) else one[at:] == other[at + 1 :]
    swapped = one[at : at + 2] == other[at : at + 2][::-1] and one[at + 2 :] == other[at + 2 :]
    return one[at + 1 :] == other[at + 1 :] or swapped
