"""Taking a bundle in: all of it or nothing."""

from django.db import transaction

from handrail.access import Viewer
from handrail.accounts.models import Organisation
from handrail.audit.actions import record
from handrail.exchange.fhir.keep import Keeper, Kept
from handrail.exchange.fhir.unit import Unit


@transaction.atomic
def import_bundle(*, entries: Unit, organisation: Organisation, source: str, by: Viewer) -> Kept:
    """
    Write the people and outside records of one bundle or file; raise Refused and write nothing of it otherwise.

    It opens no record to anybody: a new person has no coordinator until one is named.
    """
    kept = Keeper(entries, organisation, source, by).take()
    people = [person for _change, person in kept.people.values()]
    target = people[0] if len(people) == 1 else organisation
    op = "create" if kept.created else "change" if kept.updated else "read"
    participant_id = people[0].pk if len(people) == 1 else None
    record(by, "import_bundle", target, op=op, participant_id=participant_id)
    return kept


@transaction.atomic
def note_trial(*, organisation: Organisation, by: Viewer) -> Organisation:
    """Leave a trace of a trial import: it read people's rows to compare, and wrote nothing."""
    record(by, "note_trial", organisation, op="read")
    return organisation
