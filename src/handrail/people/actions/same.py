"""The search for the same person before a record is made."""

from uuid import UUID

from django.db import transaction

from handrail.access import Viewer
from handrail.audit.actions import record
from handrail.base.ids import NIL
from handrail.people.duplicates.known import Known
from handrail.people.models import Participant
from handrail.people.queries.same import Same, same_as


@transaction.atomic
def look_for_same(*, sought: Known, by: Viewer, leaving_out: UUID = NIL) -> Same:
    """
    Look whether somebody like this has a record, and write down that it was asked.

    The event names the record of which the one sentence is said, and nobody otherwise; it is written either way.
    """
    found = same_as(by, sought, leaving_out=leaving_out)
    record(
        by,
        "look_for_same",
        Participant(pk=found.hidden or NIL),
        op="read",
        participant_id=found.hidden or NIL,
    )
    return found
