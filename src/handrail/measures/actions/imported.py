"""Answers that another system took: they count when they fit this version, else a person looks at them first."""

from datetime import date

from django.db import transaction

from handrail.access import Viewer
from handrail.audit.actions import record
from handrail.base.errors import DomainError
from handrail.base.words import _
from handrail.measures.actions.inside import (
    Answers,
    aside,
    instrument_of,
    lead,
    new_row,
    said_at,
    sent,
    there,
)
from handrail.measures.actions.telling import judge
from handrail.measures.definitions import scorer
from handrail.measures.models import Administration
from handrail.measures.rules import AnswersRefused, Scored
from handrail.measures.rules.asking import REASON_LENGTH, AdministrationStatus, KeptReason, Mode
from handrail.people.models import Participant


def _scored(instrument: str, given: Answers) -> tuple[Scored | None, str]:
    """Return what the answers come to, or nothing and where they do not fit."""
    try:
        return scorer(instrument)(given), ""
    except AnswersRefused as error:
        return None, str(error)


def new_answers(
    *,
    participant: Participant,
    instrument: str,
    version: str,
    answers: Answers,
    answered_on: date,
    by: Viewer,
    places: str = "",
    finished: bool = True,
    corrects: Administration | None = None,
) -> Administration:
    """
    Write answers of another system, for an action that writes its own event; they are judged either way.

    ``places`` says what of them did not fit their form. Raises DomainError for an instrument that is not there, a day
    that has not come, or no answers.
    """
    found, given = instrument_of(instrument), there(answers)
    if answered_on > by.today:
        raise DomainError(str(_("This day has not come yet. Look at the day.")))
    if not given:
        raise DomainError(str(_("There are no answers in it.")))
    row = new_row(participant, found, Mode.IMPORTED, by, answered_on=answered_on, answers=given)
    if corrects is not None:
        row.corrects, row.first_key = corrects, corrects.first_key
    scored, unfit = _scored(instrument, given)
    why: KeptReason | None = None if scored and not places else KeptReason.DOES_NOT_FIT
    if not finished:
        why = KeptReason.NOT_FINISHED
    if version != found.version:
        why, places, unfit = KeptReason.OTHER_VERSION, "", ""
    if why is not None or scored is None:
        return aside(row, given, version, by, why or KeptReason.DOES_NOT_FIT, places=places or unfit)
    sent(row, scored, by)
    judge(row, by=by, at=said_at(row, by.zone))
    return row


@transaction.atomic
def take_in_answers(
    *,
    participant: Participant,
    instrument: str,
    version: str,
    answers: Answers,
    answered_on: date,
    by: Viewer,
) -> Administration:
    """
    Take answers from another system: they count when they fit this version, else they are kept with the reason.

    Safety items are judged either way. Raises DomainError for an instrument that is not there, a day that has not
    come, or no answers.
    """
    row = new_answers(
        participant=participant,
        instrument=instrument,
        version=version,
        answers=answers,
        answered_on=answered_on,
        by=by,
    )
    record(by, "take_in_answers", row, op="create")
    return row


def wrong_answers(*, administration: Administration, reason: str, by: Viewer) -> Administration:
    """Say that answers were entered in error, for an action that writes its own event; others are left as they are."""
    row: Administration = Administration.objects.select_for_update(of=("self",)).get(pk=administration.pk)
    if row.status == AdministrationStatus.SUBMITTED:
        lead(row, AdministrationStatus.IN_ERROR, by, reason[:REASON_LENGTH])
        row.version += 1
        row.save()
    return row
