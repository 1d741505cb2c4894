"""From the first answer to what is sent. A safety item is judged at each write, in the same transaction."""

from collections.abc import Mapping
from datetime import UTC, date, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from django.db import transaction

from handrail.access import Label, Viewer
from handrail.audit.actions import record
from handrail.base import clock, ids
from handrail.base.errors import DomainError, NotAllowed, NotFound
from handrail.base.transitions import check_transition
from handrail.base.words import _
from handrail.measures.actions.telling import judge
from handrail.measures.definitions import instruments, scorer
from handrail.measures.models import Administration, AdministrationStatusChange, Finding, Schedule
from handrail.measures.queries.due import due_occasion
from handrail.measures.rules import AnswersRefused, Instrument, Scored
from handrail.measures.rules.asking import (
    ADMINISTRATION_TRANSITIONS,
    REASON_LENGTH,
    AdministrationStatus,
    KeptReason,
    Mode,
    Occasion,
)
from handrail.people.models import Participant
from handrail.safety.queries.roster import may_ask_remotely

Answers = Mapping[str, Any]
NOON = time(12)


def lead(row: Administration, to: AdministrationStatus, by: Viewer, reason: str = "") -> None:
    """Lead ``row`` to a status by its table, and write who did it; the caller saves."""
    before = AdministrationStatus(row.status)
    check_transition(ADMINISTRATION_TRANSITIONS, before, to)
    row.status = to
    AdministrationStatusChange.objects.create(
        organisation_id=row.organisation_id,
        participant_id=row.participant_id,
        label=row.label,
        administration=row,
        from_status=before,
        to_status=to,
        changed_by_id=by.user_id,
        reason=reason,
    )


def said_at(row: Administration, zone: str) -> datetime:
    """Return when the answers were given: now, or at noon of an earlier day."""
    now = clock.now()
    if row.answered_on >= now.astimezone(ZoneInfo(zone)).date():
        return now
    return datetime.combine(row.answered_on, NOON, ZoneInfo(zone)).astimezone(UTC)


def there(answers: Answers) -> dict[str, Any]:
    """Return what was answered."""
    return {str(key): value for key, value in answers.items() if value is not None}


def instrument_of(key: str) -> Instrument:
    """Return an instrument; raise DomainError for one that is not here."""
    found = instruments().get(key)
    if found is None:
        raise DomainError(str(_("There is no such questionnaire here.")))
    return found


def _check_may_ask(
    found: Instrument, schedule: Schedule | None, participant: Participant, mode: Mode
) -> None:
    """Raise DomainError for what would be asked of nobody who reads it, or without words, or with nobody on call."""
    if mode == Mode.OWN and schedule is None:
        raise DomainError(str(_("Nobody would read this yet. Ask your contact person to read it with you.")))
    if mode in (Mode.OWN, Mode.TABLET) and not found.has_texts:
        raise DomainError(str(_("The words of this questionnaire are not here. It is answered on paper.")))
    place = participant.site or participant.organisation
    if mode == Mode.OWN and found.safety_items and not may_ask_remotely(place, clock.now()):
        raise DomainError(str(_("This one is answered together, so that somebody is there.")))


def _check_author(row: Administration, by: Viewer) -> None:
    """Raise NotAllowed for somebody else's answers; what another system sent is for any colleague to look at."""
    is_open = row.author_id is None and by.is_staff
    if row.author_id != by.user_id and not is_open and not by.sees_every_row:
        raise NotAllowed(str(_("Only who began these answers goes on with them.")))


def new_row(
    participant: Participant, found: Instrument, mode: Mode, by: Viewer, **more: Any
) -> Administration:
    """Return a row for answers of this moment, not yet written."""
    key = ids.key()
    return Administration(
        **{
            "organisation_id": participant.organisation_id,
            "participant": participant,
            "key": key,
            "first_key": key,
            "instrument": found.key,
            "instrument_version": found.version,
            "locale": by.language,
            "mode": mode,
            "answered_on": by.today,
            "author_id": by.user_id,
            "label": Label.PRIVATE if mode == Mode.OWN else Label.RESTRICTED,
            **more,
        }
    )


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
    _check_may_ask(found, schedule, participant, mode)
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


def _held(row: Administration) -> Administration:
    """Return the row, locked: two devices that send at one moment come one after the other."""
    found: Administration = (
        Administration.objects.select_for_update(of=("self",)).select_related("participant").get(pk=row.pk)
    )
    return found


def aside(
    row: Administration, answers: Answers, shown: str, by: Viewer, why: KeptReason, places: str = ""
) -> Administration:
    """Keep answers as they were typed, beside what counts, and judge them all the same."""
    aside = new_row(
        row.participant,
        instrument_of(row.instrument),
        Mode(row.mode),
        by,
        schedule=row.schedule,
        status=AdministrationStatus.KEPT,
        answers=dict(answers),
        instrument_version=shown[:20],
        answered_on=row.answered_on,
        label=row.label,
        kept_reason=why,
        kept_places=places[:REASON_LENGTH],
    )
    aside.save()
    judge(aside, by=by, at=said_at(aside, by.zone))
    return aside


def _stands_against(row: Administration, answers: Answers, shown: str, version: int) -> KeptReason | None:
    """Return why answers cannot go into ``row``, or None."""
    if shown != instrument_of(row.instrument).version:
        return KeptReason.OTHER_VERSION
    same = row.is_open and dict(row.answers) == dict(answers)
    if not same and (row.version != version or not row.is_open):
        return KeptReason.OTHER_DEVICE
    return None


def _write(row: Administration, answers: Answers, shown: str, by: Viewer) -> None:
    row.answers, row.instrument_version, row.locale = dict(answers), shown, by.language
    row.version += 1


@transaction.atomic
def save_answers(
    *, administration: Administration, answers: Answers, shown: str, version: int, by: Viewer
) -> Administration:
    """
    Keep what was answered so far, to go on later.

    ``shown`` is the version of the words on the form, ``version`` that of the row it was made from. Answers to other
    words, or of a form that was open twice, are kept as typed in a row of their own, which is returned.
    """
    given, row = there(answers), _held(administration)
    _check_author(row, by)
    why = _stands_against(row, given, shown, version)
    if why is not None:
        row = aside(row, given, shown, by, why)
    else:
        _write(row, given, shown, by)
        row.save()
        judge(row, by=by, at=said_at(row, by.zone))
    record(by, "save_answers", row)
    return row


def _find(row: Administration, scored: Scored) -> None:
    Finding.objects.bulk_create(
        Finding(
            organisation_id=row.organisation_id,
            participant_id=row.participant_id,
            label=row.label,
            administration=row,
            scale=score.key,
            hundredths=score.hundredths,
            band=score.band or "",
            is_prorated=score.prorated,
            missing=score.missing,
        )
        for score in scored.scores
    )


def sent(row: Administration, scored: Scored, by: Viewer) -> None:
    """Make a draft what counts: seen by the team, its numbers kept, and never changed again."""
    row.label = Label.RESTRICTED
    taken = row.schedule_id is not None and (
        Administration.objects.sent().filter(schedule=row.schedule, occasion=row.occasion).exists()
    )
    if taken:
        row.occasion = Occasion.BETWEEN
    lead(row, AdministrationStatus.SUBMITTED, by)
    row.sent_at, row.sent_by_id = clock.now(), by.user_id
    row.save()
    _find(row, scored)


def _taken(row: Administration, given: Answers, shown: str, version: int, by: Viewer) -> Administration:
    """Make answers what counts, or keep them aside with the reason; either way they are judged."""
    why, places, scored = _stands_against(row, given, shown, version), "", None
    if why is None:
        try:
            scored = scorer(row.instrument)(given)
        except AnswersRefused as error:
            why, places = KeptReason.DOES_NOT_FIT, str(error)
    if why is not None or scored is None:
        return aside(row, given, shown, by, why or KeptReason.DOES_NOT_FIT, places)
    _write(row, given, shown, by)
    sent(row, scored, by)
    judge(row, by=by, at=said_at(row, by.zone))
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
    given, row = there(answers), _held(administration)
    _check_author(row, by)
    if not given:
        raise DomainError(str(_("Nothing is answered yet. You can skip this, too.")))
    if row.status != AdministrationStatus.SUBMITTED or dict(row.answers) != given:
        row = _taken(row, given, shown, version, by)
    record(by, "send_answers", row)
    return row


@transaction.atomic
def skip_answers(*, administration: Administration, by: Viewer) -> Administration:
    """Skip a questionnaire, or put away what was kept: the answers in it go, and nothing follows from it."""
    row = _held(administration)
    _check_author(row, by)
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

    Raises DomainError while the author has another form of the same questionnaire open.
    """
    row = _held(administration)
    _check_author(row, by)
    row.author_id = row.author_id or by.user_id
    others = Administration.objects.filter(
        participant=row.participant, instrument=row.instrument, author_id=row.author_id
    )
    if others.filter(status=AdministrationStatus.DRAFT).exists():
        raise DomainError(str(_("Another form of this is open. Finish it or skip it first.")))
    lead(row, AdministrationStatus.DRAFT, by)
    row.kept_reason = row.kept_places = ""
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
    row = _held(administration)
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
    row = _held(administration)
    if row.sent_at is None:
        raise NotFound(str(_("There is no such page.")))
    if row.read_at is None:
        row.read_at, row.read_by_id = clock.now(), by.user_id
        row.save(update_fields=["read_at", "read_by"])
    record(by, "read_answers", row)
    return row
