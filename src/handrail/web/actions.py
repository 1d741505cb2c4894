"""What is done to a whole record: take it along, erase it, join two. For whoever runs the place, by command."""

from typing import Any

from django.db import transaction

from handrail.access import Viewer
from handrail.audit import ledger
from handrail.audit.actions import record
from handrail.base.errors import DomainError, NotAllowed
from handrail.base.words import _
from handrail.people.models import Participant
from handrail.people.queries import is_erased
from handrail.web import holdings

ERASED = "erase_person"


def _check_runs_the_place(by: Viewer) -> None:
    if not by.sees_every_row:
        raise NotAllowed(str(_("Whoever runs this place does that, at the machine. You can ask them.")))


def _locked(participant: Participant) -> Participant:
    row = Participant.objects.select_for_update().get(pk=participant.pk)
    if is_erased(row):
        raise DomainError(str(_("This record was erased. There is nothing in it.")))
    return row


@transaction.atomic
def export_everything(*, participant: Participant, by: Viewer, all_rows: bool = False) -> dict[str, Any]:
    """
    Return by table what is held about a person as far as they may see it, or with ``all_rows`` everything.

    Each table says how many rows are left out. Raises NotAllowed for a signed-in person, DomainError after erasure.
    """
    _check_runs_the_place(by)
    row = _locked(participant)
    found = holdings.export(row, all_rows=all_rows)
    record(by, "export_everything", row, op="read", participant_id=row.pk)
    return found


@transaction.atomic
def erase_person(*, participant: Participant, by: Viewer) -> Participant:
    """
    Empty names and content of a record for ever, close it, and destroy the key of its sealed text.

    Keys, dates, codes and audit stay. The ledger says so before the database does, and a restore repeats it.
    Raises NotAllowed for a signed-in person, DomainError when the record was erased before.
    """
    _check_runs_the_place(by)
    row = _locked(participant)
    holdings.erase(row, by.today)
    event = record(by, "erase_person", row, participant_id=row.pk)
    ledger.write(ERASED, organisation=row.organisation_id, participant=row.pk, event=event.pk)
    return Participant.objects.get(pk=row.pk)


@transaction.atomic
def repeat_erasure(*, participant: Participant, by: Viewer) -> Participant:
    """Erase a record once more that a restored copy brought back; the ledger has its line already."""
    _check_runs_the_place(by)
    row = _locked(participant)
    holdings.erase(row, by.today)
    record(by, "repeat_erasure", row, participant_id=row.pk)
    return Participant.objects.get(pk=row.pk)


def repeat_erasures(*, by: Viewer) -> int:
    """Erase every record that the ledger says is erased and that is there again; return how many."""
    told = {entry["participant"] for entry in ledger.read().entries if entry["kind"] == ERASED}
    back = [row for row in Participant.objects.filter(pk__in=told) if not is_erased(row)]
    for row in back:
        repeat_erasure(participant=row, by=by)
    return len(back)


@transaction.atomic
def move_person(*, source: Participant, to: Participant, by: Viewer) -> Participant:
    """
    Join two records of one person: everything of ``source`` becomes part of ``to``, and ``source`` is empty.

    Raises DomainError when a person has to decide first: two open plans, two open conversations, two organisations.
    """
    _check_runs_the_place(by)
    if source.pk == to.pk or source.organisation_id != to.organisation_id:
        raise DomainError(str(_("Two records are joined inside one organisation. Name two different ones.")))
    rows = {pk: _locked(Participant(pk=pk)) for pk in sorted((source.pk, to.pk))}
    holdings.move(rows[source.pk], rows[to.pk], by.today)
    record(by, "move_person", rows[source.pk], participant_id=to.pk)
    return Participant.objects.get(pk=to.pk)
