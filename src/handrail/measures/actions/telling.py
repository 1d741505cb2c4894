"""The one place where an answer asks that somebody is told: in the transaction that keeps the answer."""

from datetime import datetime

from handrail.access import Viewer
from handrail.accounts.models import Organisation, Site
from handrail.measures.definitions import scorer
from handrail.measures.models import Administration

SOURCE = "answer"


def may_ask_remotely(place: Organisation | Site, at: datetime) -> bool:
    """Return whether a safety item may be handed out to be answered alone: while nobody is on call, it is not."""
    return False


def judge(row: Administration, *, by: Viewer, at: datetime) -> bool:
    """
    Raise an alert for each safety item of ``row`` that asks for one, and return whether any did.

    Each item is judged by itself from the raw answer, whatever becomes of the rest (H-01). A corrected copy with the
    same answer is the same signal; ``at`` (UTC) is when it was said.
    """
    positive = [sign.key for sign in scorer(row.instrument).signs(row.answers) if sign.positive]
    for key in positive:
        _raise(row, f"{row.first_key}.{key}", by=by, at=at)
    return bool(positive)


def _raise(row: Administration, source_key: str, *, by: Viewer, at: datetime) -> None:
    """Ask for somebody to act."""
