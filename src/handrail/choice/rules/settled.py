"""
What programmes really cost, told of many and never of one.

People are counted in whole elevens, in the order in which their figures were first written down: a figure moves only
when eleven more have come, never with one of them. Shown are the middle and the middle half, to two digits. The
smallest and the largest are nobody's business. Amounts are minor units of one currency.
"""

from collections.abc import Iterable, Sequence
from datetime import date

from handrail.base.frozen import frozen
from handrail.catalogue.small import HIDDEN_BELOW, shown_cells

DIGITS = 2
# Whole years, so that what is counted does not lose one person with each day.
YEARS_BACK = 2


@frozen
class Settled:
    """What one programme really cost: who took part (as a code), at which offer, in all, and their own part."""

    person: str
    offer: str
    currency: str
    total: int
    own: int


@frozen
class Spread:
    """How many people are counted, and of what they cost the lower quarter, the middle and the upper quarter."""

    people: int
    total: tuple[int, int, int]
    own: tuple[int, int, int]


def counted_since(today: date) -> date:
    """Return the first day on which a programme may have ended to be counted: the new year before last year."""
    return date(today.year - YEARS_BACK, 1, 1)


def in_two_digits(minor: int) -> int:
    """Return an amount with two digits and zeros, halves up: 384,750 is 380,000. It is at most 5 per cent away."""
    step: int = 10 ** max(0, len(str(minor)) - DIGITS)
    return (minor + step // 2) // step * step


def quarters(amounts: Iterable[int]) -> tuple[int, int, int]:
    """
    Return the lower quarter, the middle and the upper quarter of amounts, each in two digits.

    Nearest rank: of eleven the third, the sixth and the ninth. Raises ValueError when there are none.
    """
    found = sorted(amounts)
    if not found:
        raise ValueError("There is nothing to count.")
    low, middle, high = (in_two_digits(found[(len(found) * part + 3) // 4 - 1]) for part in (1, 2, 3))
    return low, middle, high


def once_each(rows: Iterable[Settled]) -> list[Settled]:
    """Return the first row of each person, in the order given."""
    found: dict[str, Settled] = {}
    for row in rows:
        found.setdefault(row.person, row)
    return list(found.values())


def spread(rows: Sequence[Settled], at_once: int = HIDDEN_BELOW) -> Spread | None:
    """
    Return the spread of the first whole elevens of people; None while there are fewer.

    ``rows`` hold each person once, in one currency, in the order in which they were first written down.
    """
    counted = rows[: len(rows) // at_once * at_once]
    if not counted:
        return None
    return Spread(len(counted), quarters(row.total for row in counted), quarters(row.own for row in counted))


def _by_offer(rows: Sequence[Settled]) -> dict[str, list[Settled]]:
    found: dict[str, list[Settled]] = {}
    for row in rows:
        found.setdefault(row.offer, []).append(row)
    return found


def spreads(rows: Iterable[Settled]) -> dict[str, dict[str, Spread]]:
    """
    Return by currency the spread of a programme ("") and of each offer of it by its key.

    Currencies are never added. Offers stand beside the whole only where none of them, and nobody without an offer, is
    hidden by the rule for small numbers: else the whole less the shown would tell of the few.
    """
    by_currency: dict[str, list[Settled]] = {}
    for row in rows:
        by_currency.setdefault(row.currency, []).append(row)
    found: dict[str, dict[str, Spread]] = {}
    for currency, every in sorted(by_currency.items()):
        people = once_each(every)
        whole = spread(people)
        if whole is None:
            continue
        offers = _by_offer(people)
        found[currency] = {"": whole}
        cells = shown_cells([len(one) for one in offers.values()])
        if len(offers) > 1 and None not in cells:
            shown = {key: spread(one) for key, one in offers.items() if key}
            found[currency] |= {key: one for key, one in shown.items() if one}
    return found
