"""From the first answer to what is sent. A safety item is judged at each write, in the same transaction."""

from datetime import date

from django.db import transaction

from handrail.access import Label, Viewer
from handrail.audit.actions import record
from handrail.base import clock
from handrail.base.errors import DomainError, NotAllowed, NotFound
from handrail.base.words import _
from handrail.measures.actions.inside import (
    Answers,
    aside,
    check_may_ask,
    held,
    instrument_of,
    lead,
    new_row,
    said_at,
    stands_against,
    taken,
    there,
    write,
)
from handrail.measures.actions.telling import judge
from handrail.measures.models import Administration, Schedule
from handrail.measures.queries.due import due_occasion
from handrail.measures.queries.person import is_theirs
from handrail.measures.rules.asking import (
    AFAR,
    REASON_LENGTH,
    AdministrationStatus,
    Mode,
    Occasion,
)
from handrail.people.models import Participant


def _check_author(row: Administration, by: Viewer) -> None:
    """Raise NotAllowed for somebody else's answers."""
    if not is_theirs(by, row) and not by.sees_every_row:
        raise NotAllowed(str(_("Only who began these answers goes on with them.")))


def _check_corrects(wrong: Administration, row: Administration) -> None:
    """Raise DomainError unless ``wrong`` is the person's own, of the same instrument, and entered in error."""
    same = (wrong.participant_id, wrong.instrument) == (row.participant_id, row.instrument)
    if not same or wrong.status != AdministrationStatus.IN_ERROR:
        raise DomainError(str(_("Say first what is wrong with the answers that stand.")))


@transaction.atomic
def begin_answers(
    *,
    participant: Participant,
    instrument: str,
    mode: Mode,
    by: Viewer,
    answered_on: date | None = None,
    corrects: Administration | None = None,
) -> Administration:
    """
    Open a form: a draft that only its author sees while it is their own; who began one already goes on with it.

    The person always answers as themself. Raises DomainError for what nobody would read, for an empty slot that
    somebody should answer alone, for a safety item with nobody on call, and for a day that has not come.
    """
    found = instrument_of(instrument)
    if by.participant_id == participant.pk:
        mode = Mode.OWN
    schedule = Schedule.objects.running().filter(participant=participant, instrument=instrument).first()
    check_may_ask(found, schedule, participant, mode, by)
    if answered_on is not None and answered_on > by.today:
        raise DomainError(str(_("This day has not come yet. Look at the day.")))
    begun = {"participant": participant, "instrument": instrument, "author_id": by.user_id}
    row = Administration.objects.filter(**begun, status=AdministrationStatus.DRAFT).first()
    if row is None:
        row = new_row(participant, found, mode, by, schedule=schedule, answered_on=answered_on or by.today)
        row.occasion = due_occasion(schedule, row.answered_on) or Occasion.BETWEEN
        if corrects is not None:
            _check_corrects(corrects, row)
            row.corrects, row.first_key, row.answers = corrects, corrects.first_key, dict(corrects.answers)
            row.occasion, row.answered_on = corrects.occasion, corrects.answered_on
        row.save()
    record(by, "begin_answers", row, op="create")
    return row


@transaction.atomic
def save_answers(
    *, administration: Administration, answers: Answers, shown: str, version: int, by: Viewer
) -> Administration:
    """
    Keep what was answered so far, to go on later.

    ``shown`` is the version of the words on the form, ``version`` that of the row it was made from. Answers to other
    words, or of a form that was open twice, are kept as typed in a row of their own, which is returned.
    """
    given, row = there(answers), held(administration)
    _check_author(row, by)
    why = stands_against(row, given, shown, version)
    if why is not None:
        label = Label.PRIVATE if row.mode in AFAR else None
        row = aside(row, given, shown, by, why, label=label)
    else:
        write(row, given, shown, by)
        row.save()
        judge(row, by=by, at=said_at(row, by.zone))
    record(by, "save_answers", row)
    return row


@transaction.atomic
def send_answers(
    *, administration: Administration, answers: Answers, shown: str, version: int, by: Viewer
) -> Administration:
    """
    Send answers: from now on they count and never change.

    As with ``save_answers``, what cannot go in is kept as typed and returned; so are answers that do not fit, with
    their places. Raises DomainError when nothing was answered: then Skip is the button.
    """
    given, row = there(answers), held(administration)
    _check_author(row, by)
    if not given:
        raise DomainError(str(_("Nothing is answered yet. You can skip this, too.")))
    if row.status != AdministrationStatus.SUBMITTED or dict(row.answers) != given:
        row = taken(row, given, shown, version, by)
    record(by, "send_answers", row)
    return row


@transaction.atomic
def skip_answers(*, administration: Administration, by: Viewer) -> Administration:
    """Skip a questionnaire, or put away what was kept: the answers in it go, and nothing follows from it."""
    row = held(administration)
    _check_author(row, by)
    if row.status == AdministrationStatus.KEPT:
        row.link = None  # the link leads to what it was handed out for
    lead(row, AdministrationStatus.SKIPPED, by)
    row.answers = {}
    row.version += 1
    row.save()
    record(by, "skip_answers", row)
    return row


@transaction.atomic
def use_kept_answers(*, administration: Administration, by: Viewer) -> Administration:
    """
    Take what was kept as typed up again as a draft, to look at it and send it.

    What came by a link and stands beside what was sent is taken up by a colleague, with the person. Raises
    DomainError while the author has another form of the same questionnaire open.
    """
    row = held(administration)
    _check_author(row, by)
    others = Administration.objects.filter(
        participant=row.participant, instrument=row.instrument, author_id=by.user_id or row.author_id
    )
    if others.filter(status=AdministrationStatus.DRAFT).exists():
        raise DomainError(str(_("Another form of this is open. Finish it or skip it first.")))
    lead(row, AdministrationStatus.DRAFT, by)
    row.kept_reason = row.kept_places = ""
    row.author_id, row.link = by.user_id or row.author_id, None
    row.version += 1
    row.save()
    record(by, "use_kept_answers", row)
    return row


@transaction.atomic
def mark_answers_in_error(*, administration: Administration, reason: str, by: Viewer) -> Administration:
    """
    Say that answers were entered in error; they stay to be read and count no more. A corrected copy is a new form.

    Only who sent them or a colleague. Raises DomainError without a reason, InvalidTransition for what was not sent.
    """
    row = held(administration)
    if row.sent_by_id != by.user_id and not (by.is_staff or by.sees_every_row):
        raise NotAllowed(str(_("Ask your contact person to correct this with you.")))
    if not reason.strip():
        raise DomainError(str(_("Say in a few words what is wrong.")))
    lead(row, AdministrationStatus.IN_ERROR, by, reason[:REASON_LENGTH])
    row.version += 1
    row.save()
    record(by, "mark_answers_in_error", row)
    return row


@transaction.atomic
def read_answers(*, administration: Administration, by: Viewer) -> Administration:
    """Keep that somebody has read what was sent, so that the person knows; the first reader stands."""
    row = held(administration)
    if row.sent_at is None:
        raise NotFound(str(_("There is no such page.")))
    if row.read_at is None:
        row.read_at, row.read_by_id = clock.now(), by.user_id
        row.save(update_fields=["read_at", "read_by"])
    record(by, "read_answers", row)
    return row
