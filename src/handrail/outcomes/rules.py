"""Statistics of the outcomes page, in plain Python: intervals, and which numbers are hidden."""

from collections.abc import Sequence
from math import sqrt

from handrail.base.frozen import frozen
from handrail.base.words import Words, _
from handrail.catalogue.small import is_hidden, shown_cells
from handrail.intake.rules import AuthorKind
from handrail.measures.rules import gas_hundredths

Z_95 = 1.959963984540054


@frozen
class Share:
    """
    A finding: ``count`` of ``total``, how many are not counted, and the likely range of the share (0–1).

    ``not_counted`` is None where the number is too small for somebody who sees totals only.
    """

    count: int
    total: int
    not_counted: int | None
    low: float | None
    high: float | None

    @property
    def value(self) -> float | None:
        return self.count / self.total if self.total else None


def wilson(count: int, total: int) -> tuple[float, float] | None:
    """
    Return the 95 % Wilson score interval of a share, 0–1, or None when there is nothing to count.

    Source: Wilson 1927; reference §5.3 with its vectors.
    """
    if total <= 0:
        return None
    share = count / total
    z2 = Z_95 * Z_95
    centre = (share + z2 / (2 * total)) / (1 + z2 / total)
    half = Z_95 / (1 + z2 / total) * sqrt(share * (1 - share) / total + z2 / (4 * total * total))
    return max(0.0, centre - half), min(1.0, centre + half)


def share(count: int, total: int, not_counted: int = 0) -> Share:
    """Return a finding with its likely range."""
    interval = wilson(count, total)
    low, high = interval if interval else (None, None)
    return Share(count=count, total=total, not_counted=not_counted, low=low, high=high)


def hidden_rows(rows: Sequence[Sequence[int]], *, people: Sequence[int], at_least: int = 0) -> frozenset[int]:
    """
    Return which rows of a table are hidden whole: those with a small count or about too few ``people``.

    The sum of all rows stands elsewhere on the page, so further rows go, the smallest first, until the hidden ones
    are two or more and together not small. ``at_least`` rows go in any case. Source: reference §5.8.
    """
    hidden = {
        index for index, row in enumerate(rows) if is_hidden(people[index]) or None in shown_cells(list(row))
    }
    others = sorted((sum(row), index) for index, row in enumerate(rows) if sum(row) and index not in hidden)
    for _total, index in others:
        missing = len(hidden) < max(at_least, 2 if hidden else 0)
        if missing or is_hidden(sum(sum(rows[one]) for one in hidden)):
            hidden.add(index)
    return frozenset(hidden)


# ---- how far a goal came -----------------------------------------------------------------------------------------

SIDES = (AuthorKind.MINE, AuthorKind.STAFF)
LEVELS = range(-2, 3)
# Where one starts: below what is hoped for, by one step, or by two when it cannot be less.
START_LEVELS = (-2, -1)
WEIGHTS = range(1, 4)

LEVEL_WORDS: dict[int, Words] = {
    -2: _("Much less than hoped"),
    -1: _("A little less than hoped"),
    0: _("As hoped"),
    1: _("A little more than hoped"),
    2: _("Much more than hoped"),
}
WEIGHT_WORDS: dict[int, Words] = {
    1: _("As the others"),
    2: _("More than the others"),
    3: _("Most of all"),
}


def attained(levels: Sequence[int | None], weights: Sequence[int]) -> int | None:
    """
    Return how far all goals came together, times a hundred; 5000 is as hoped for.

    T = 50 + 10·Σwx / √((1 − ρ)Σw² + ρ(Σw)²), ρ = 0.3, levels −2 to +2 (Kiresuk and Sherman 1968). None without a
    goal, and when one has no rating: a gap is never counted as anything.
    """
    if not levels or any(level is None for level in levels):
        return None
    return gas_hundredths([level for level in levels if level is not None], weights)
