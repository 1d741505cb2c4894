"""What somebody has done and likes, what they tell at work, and steps on the ladder."""

from collections.abc import Mapping
from datetime import date

from django.db import transaction
from django.db.models import Max

from handrail.access import Viewer
from handrail.audit.actions import record
from handrail.base.errors import DomainError, Stale
from handrail.base.text import kept
from handrail.base.words import _
from handrail.people.models import Participant
from handrail.practice.actions.work_steps import keep_work_step
from handrail.practice.models import WorkStep
from handrail.practice.rules import WorkRung
from handrail.work.models import ProfileVersion, TellingChoice
from handrail.work.rules import PROFILE_PARTS, Telling


@transaction.atomic
def write_profile(
    *, participant: Participant, texts: Mapping[str, str], number: int, by: Viewer
) -> ProfileVersion:
    """
    Keep a new version of what the person has done and likes; earlier ones stay.

    ``number`` is the version that was shown, 0 for none. Raises Stale when there is a newer one, DomainError when
    nothing is written.
    """
    rows = ProfileVersion.objects.filter(participant=participant)
    newest = rows.aggregate(newest=Max("number"))["newest"] or 0
    if newest != number:
        raise Stale(str(_("Somebody wrote here in the meantime. Read it, then add your words again.")))
    parts = {name: kept(texts.get(name, "")).strip() for name in PROFILE_PARTS}
    if not any(parts.values()):
        raise DomainError(str(_("Write one thing. One line is enough.")))
    version = ProfileVersion.objects.create(
        organisation_id=participant.organisation_id,
        participant=participant,
        number=newest + 1,
        language=by.language,
        written_by_id=by.user_id,
        written_on=by.today,
        **parts,
    )
    keep_work_step(participant, WorkRung.PROFILE, taken_on=by.today, since=date.min)
    record(by, "write_profile", version, op="create", version=version.number)
    return version


@transaction.atomic
def choose_telling(
    *, participant: Participant, choice: Telling, by: Viewer, what: str = "", whom: str = "", words: str = ""
) -> TellingChoice:
    """Keep what the person tells at work, what and to whom. The choice before stays readable."""
    chosen = TellingChoice.objects.create(
        organisation_id=participant.organisation_id,
        participant=participant,
        choice=choice,
        what=kept(what).strip(),
        whom=kept(whom).strip()[:300],
        words=kept(words).strip(),
        language=by.language,
        written_by_id=by.user_id,
        chosen_on=by.today,
    )
    record(by, "choose_telling", chosen, op="create")
    return chosen


@transaction.atomic
def take_work_step(
    *, participant: Participant, rung: WorkRung, by: Viewer, taken_on: date | None = None, companion: str = ""
) -> WorkStep:
    """Keep a step towards work or study, on its day, with who was there. Any step, in any order, also twice."""
    day = taken_on or by.today
    if day > by.today:
        raise DomainError(str(_("This day is still to come. Choose today or a day before.")))
    if participant.birth_on and day < participant.birth_on:
        raise DomainError(str(_("This day is before the day of birth. Look at the year again.")))
    step = keep_work_step(participant, rung, taken_on=day, companion=companion)
    record(by, "take_work_step", step, op="create")
    return step
