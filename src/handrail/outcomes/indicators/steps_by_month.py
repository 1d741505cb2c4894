from collections import Counter
from collections.abc import Iterable
from datetime import date

from handrail.outcomes.facts import AttemptFact
from handrail.plans.rules import SupportLevel

Months = list[tuple[date, tuple[int, int, int]]]


def compute(facts: Iterable[AttemptFact]) -> Months:
    """
    Return finished steps by month (its first day) as counts with me, beside me, on my own.

    Months between the first and the last that have no step stand with zeros: a gap is a gap.
    """
    counts: Counter[tuple[date, str]] = Counter()
    for row in facts:
        counts[row.tried_on.replace(day=1), row.given] += 1
    if not counts:
        return []
    month, last = min(key[0] for key in counts), max(key[0] for key in counts)
    months: Months = []
    while month <= last:
        with_me, beside, own = (counts[month, level] for level in SupportLevel)
        months.append((month, (with_me, beside, own)))
        month = month.replace(year=month.year + month.month // 12, month=month.month % 12 + 1)
    return months
