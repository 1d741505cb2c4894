"""What every action about answers does inside it: none of these writes an event, the action that calls them does."""

from collections.abc import Mapping
from datetime import UTC, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from handrail.access import Label, Viewer
from handrail.base import clock, ids
from handrail.base.errors import DomainError
from handrail.base.transitions import check_transition
from handrail.base.words import _
from handrail.measures.actions.telling import judge
from handrail.measures.definitions import instruments, scorer
from handrail.measures.models import Administration, AdministrationStatusChange, AnswerLink, Finding, Schedule
from handrail.measures.queries.readers import can_read
from handrail.measures.rules import AnswersRefused, Instrument, Scored
from handrail.measures.rules.asking import (
    ADMINISTRATION_TRANSITIONS,
    AFAR,
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
    if row.link_id and before == AdministrationStatus.DRAFT:
        AnswerLink.objects.filter(pk=row.link_id).update(used_at=clock.now())
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


def check_may_ask(
    found: Instrument, schedule: Schedule | None, participant: Participant, mode: Mode, by: Viewer
) -> None:
    """Raise DomainError for what would be asked of nobody who reads it, or without words, or with nobody on call."""
    if mode in AFAR and (schedule is None or not can_read(by, schedule)):
        raise DomainError(str(_("Nobody would read this yet. Ask your contact person to read it with you.")))
    if mode in (*AFAR, Mode.TABLET) and not found.has_texts:
        raise DomainError(str(_("The words of this questionnaire are not here. It is answered on paper.")))
    place = participant.site or participant.organisation
    if mode in AFAR and found.safety_items and not may_ask_remotely(place, clock.now()):
        raise DomainError(str(_("This one is answered together, so that somebody is there.")))


def new_row(
    participant: Participant, found: Instrument, mode: Mode, by: Viewer, **more: Any
) -> Administration:
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
            "label": Label.PRIVATE if mode in AFAR else Label.RESTRICTED,
            **more,
        }
    )


def held(row: Administration) -> Administration:
    """Return the row, locked: two devices that send at one moment come one after the other."""
    found: Administration = (
        Administration.objects.select_for_update(of=("self",))
        .select_related("participant", "link")
        .get(pk=row.pk)
    )
    return found


def aside(
    row: Administration,
    answers: Answers,
    shown: str,
    by: Viewer,
    why: KeptReason,
    *,
    places: str = "",
    label: Label | None = None,
) -> Administration:
    """Keep answers as they were typed, beside what counts, and judge them all the same."""
    beside = new_row(
        row.participant,
        instrument_of(row.instrument),
        Mode(row.mode),
        by,
        schedule=row.schedule,
        link=row.link,
        status=AdministrationStatus.KEPT,
        answers=dict(answers),
        instrument_version=shown[:20],
        answered_on=row.answered_on,
        label=row.label if label is None else label,
        kept_reason=why,
        kept_places=places[:REASON_LENGTH],
    )
    beside.save()
    judge(beside, by=by, at=said_at(beside, by.zone))
    return beside


def stands_against(row: Administration, answers: Answers, shown: str, version: int) -> KeptReason | None:
    """Return why answers cannot go into ``row``, or None."""
    if row.link is not None and row.link.stopped_at is not None:
        return KeptReason.LINK_STOPPED
    if shown != instrument_of(row.instrument).version:
        return KeptReason.OTHER_VERSION
    same = row.is_open and dict(row.answers) == dict(answers)
    if not same and (row.version != version or not row.is_open):
        return KeptReason.OTHER_DEVICE
    return None


def write(row: Administration, answers: Answers, shown: str, by: Viewer) -> None:
    row.answers, row.instrument_version, row.locale = dict(answers), shown, by.language
    row.version += 1


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


def taken(row: Administration, given: Answers, shown: str, version: int, by: Viewer) -> Administration:
    """Make answers what counts, or keep them aside with the reason; either way they are judged."""
    why, places, scored = stands_against(row, given, shown, version), "", None
    if why is None:
        try:
            scored = scorer(row.instrument)(given)
        except AnswersRefused as error:
            why, places = KeptReason.DOES_NOT_FIT, str(error)
    if why is not None or scored is None:
        label = (
            Label.RESTRICTED if why == KeptReason.LINK_STOPPED else None
        )  # they sent it, and cannot come back
        return aside(row, given, shown, by, why or KeptReason.DOES_NOT_FIT, places=places, label=label)
    write(row, given, shown, by)
    sent(row, scored, by)
    judge(row, by=by, at=said_at(row, by.zone))
    return row
