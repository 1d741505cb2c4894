from collections.abc import Iterable

from handrail.outcomes.facts import AttemptFact
from handrail.outcomes.rules import Share, share


def compute(facts: Iterable[AttemptFact]) -> Share:
    """Return how many finished steps were done at the support level that the person wanted then (S-232)."""
    rows = list(facts)
    known = [row for row in rows if row.wanted]
    return share(sum(row.given == row.wanted for row in known), len(known), len(rows) - len(known))
