from collections.abc import Iterable
from datetime import timedelta

from handrail.outcomes.facts import LookBackFact
from handrail.outcomes.rules import Share, share

GRACE = timedelta(days=14)


def compute(facts: Iterable[LookBackFact]) -> Share:
    """Return how many look backs were held within 14 days of their planned day (S-062)."""
    rows = list(facts)
    in_time = sum(row.held_on is not None and row.held_on <= row.planned_on + GRACE for row in rows)
    return share(in_time, len(rows))
