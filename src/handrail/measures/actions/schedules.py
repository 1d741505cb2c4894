from datetime import date

from django.db import transaction

from handrail.access import Viewer
from handrail.accounts.models import User
from handrail.audit.actions import record
from handrail.base.errors import DomainError, NotAllowed, Stale
from handrail.base.words import _
from handrail.measures.actions.links import end_link
from handrail.measures.definitions import instruments
from handrail.measures.models import Schedule
from handrail.measures.queries.readers import readers
from handrail.people.models import Participant


def _check_staff(by: Viewer) -> None:
    if not (by.is_staff or by.sees_every_row):
        raise NotAllowed(str(_("Your contact person sets this up with you.")))


def _check_reader(participant: Participant, reader: User | None, by: Viewer) -> User:
    """Return the reader; raise DomainError unless it is a colleague who may open the answers."""
    if reader is None or reader.pk not in {one.pk for one in readers(by, participant)}:
        raise DomainError(str(_("Name a colleague beside this person who reads the answers.")))
    return reader


@transaction.atomic
def ask_regularly(
    *, participant: Participant, instrument: str, reader: User | None, begins_on: date, by: Viewer
) -> Schedule:
    """
    Ask an instrument at the start, after 3, 6 and 12 months, at the end and after it (S-199).

    Nothing is asked that nobody will read: raises DomainError without a colleague beside the person who reads the
    answers, for an instrument that is not there, and while the same one is asked already.
    """
    _check_staff(by)
    if instrument not in instruments():
        raise DomainError(str(_("There is no such questionnaire here.")))
    reads = _check_reader(participant, reader, by)
    if Schedule.objects.running().filter(participant=participant, instrument=instrument).exists():
        raise DomainError(str(_("This is asked already. Change who reads it, if you like.")))
    row = Schedule.objects.create(
        organisation_id=participant.organisation_id,
        participant=participant,
        instrument=instrument,
        reader=reads,
        begins_on=begins_on,
    )
    record(by, "ask_regularly", row, op="create")
    return row


def _held(schedule: Schedule, version: int) -> Schedule:
    row: Schedule = Schedule.objects.select_for_update().select_related("participant").get(pk=schedule.pk)
    if row.version != version or row.stopped_on is not None:
        raise Stale(str(_("Somebody changed this meanwhile. Open it again to see how it stands now.")))
    row.version += 1
    return row


@transaction.atomic
def change_schedule(
    *, schedule: Schedule, reader: User | None, ended_on: date | None, version: int, by: Viewer
) -> Schedule:
    """
    Change who reads the answers, or say that support ended on a day, from which the later occasions run.

    Raises DomainError without a reader or for an end before the start, Stale when somebody changed it meanwhile.
    """
    _check_staff(by)
    row = _held(schedule, version)
    row.reader = _check_reader(row.participant, reader, by)
    if ended_on is not None and ended_on < row.begins_on:
        raise DomainError(str(_("The end lies before the start. Look at the day.")))
    row.ended_on = ended_on
    row.save()
    record(by, "change_schedule", row)
    return row


@transaction.atomic
def stop_asking(*, schedule: Schedule, version: int, by: Viewer) -> Schedule:
    """Ask this no more; the person may say so themself. What was answered stays, and no link opens it any more."""
    row = _held(schedule, version)
    if by.participant_id != row.participant_id:
        _check_staff(by)
    row.stopped_on = by.today
    row.save()
    for link in row.links.select_for_update().standing():
        end_link(link)
    record(by, "stop_asking", row)
    return row
