"""The one place where an answer asks that somebody is told: in the transaction that keeps the answer."""

from datetime import datetime

from handrail.access import Viewer
from handrail.measures.definitions import scorer
from handrail.measures.models import Administration
from handrail.safety.actions.alerts import raise_alert

SOURCE = "answer"


def judge(row: Administration, *, by: Viewer, at: datetime) -> bool:
    """
    Raise an alert for each safety item of ``row`` that asks for one, and return whether any did.

    Each item is judged by itself from the raw answer, whatever becomes of the rest (H-01). A corrected copy with the
    same answer is the same signal; ``at`` (UTC) is when it was said. The caller writes the event.
    """
    positive = [sign.key for sign in scorer(row.instrument).signs(row.answers) if sign.positive]
    for key in positive:
        source_key = f"{row.first_key}.{key}"
        raise_alert(by=by, participant=row.participant, source=SOURCE, source_key=source_key, at=at)
    return bool(positive)
