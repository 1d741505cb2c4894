"""The one way in which a job or an adjustment changes its state; the caller records the event."""

from typing import TypeVar

from handrail.access import Viewer
from handrail.base.errors import Stale
from handrail.base.text import kept
from handrail.base.words import _
from handrail.work.models import Adjustment, AdjustmentStatusChange, Job, JobStatusChange

Row = TypeVar("Row", Job, Adjustment)


def locked(row: Row, version: int | None = None) -> Row:
    """Return ``row`` as it is now, held until the transaction ends; raise Stale when ``version`` is not the newest."""
    rows = type(row).objects.select_for_update(of=("self",)).select_related("participant")
    now: Row = rows.get(pk=row.pk)
    if version is not None and now.version != version:
        raise Stale(str(_("Somebody changed this in the meantime. Look at it again, then save.")))
    return now


def keep_change(row: Job | Adjustment, before: str, *, by: Viewer, reason: str = "") -> None:
    """Write who moved ``row`` from ``before`` to where it is now, and why."""
    about = {
        "organisation_id": row.organisation_id,
        "participant_id": row.participant_id,
        "label": row.label,
        "from_status": before,
        "to_status": row.status,
        "changed_by_id": by.user_id,
        "reason": kept(reason),
    }
    if isinstance(row, Job):
        JobStatusChange.objects.create(**about, job=row)
    else:
        AdjustmentStatusChange.objects.create(**about, adjustment=row)
