from collections.abc import Iterable

from handrail.outcomes.facts import NoteFact
from handrail.outcomes.rules import Share, share


def compute(facts: Iterable[NoteFact]) -> Share:
    """Return how many filed notes the person read and agreed to (S-252)."""
    rows = list(facts)
    return share(sum(row.is_agreed for row in rows), len(rows))
