from collections.abc import Iterable

from handrail.outcomes.facts import SessionFact
from handrail.outcomes.rules import Share, share

MET, NOT_MET = "met", "not_met"


def compute(facts: Iterable[SessionFact]) -> Share:
    """
    Return how many planned meetings took place, of those that the person could have come to (S-192).

    Called off by the team, moved, or not yet recorded is not counted, and said.
    """
    rows = list(facts)
    met = sum(row.status == MET for row in rows)
    offered = met + sum(row.status == NOT_MET for row in rows)
    return share(met, offered, len(rows) - offered)
