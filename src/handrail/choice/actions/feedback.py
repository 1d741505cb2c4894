"""How a person found a programme: given by them alone, and taken back on any day."""

from collections.abc import Mapping

from django.db import transaction

from handrail.access import Viewer
from handrail.audit.actions import record
from handrail.base.errors import DomainError, NotAllowed
from handrail.base.words import _
from handrail.choice.models import Feedback
from handrail.choice.rules.feedback import QUESTIONS, Found
from handrail.intake.models import Enrolment
from handrail.people.models import Participant


def _check_own(by: Viewer, participant_id: object) -> None:
    if by.participant_id != participant_id:
        raise NotAllowed(str(_("Only the person can say how it is.")))


def _checked(answers: Mapping[str, str]) -> dict[str, str]:
    said = {question: answers.get(question, "") for question in QUESTIONS}
    if any(answer not in ("", *Found) for answer in said.values()):
        raise DomainError(str(_("Please choose from these.")))
    if not any(said.values()):
        raise DomainError(str(_("Answer one question at least, or leave it.")))
    return said


@transaction.atomic
def give_feedback(
    *, participant: Participant, programme_type: str, answers: Mapping[str, str], by: Viewer
) -> Feedback:
    """
    Say how a programme is, by somebody for whom it has begun; what they said before is taken back.

    Raises DomainError for a programme in which they never were.
    """
    _check_own(by, participant.pk)
    said = _checked(answers)
    begun = Enrolment.objects.filter(
        participant=participant, programme_type=programme_type, started_on__isnull=False
    )
    if not begun.exists():
        raise DomainError(str(_("You can say how it is once it has begun for you.")))
    before = Feedback.objects.filter(
        participant=participant, programme_type=programme_type, withdrawn_on__isnull=True
    )
    before.update(withdrawn_on=by.today)
    row = Feedback.objects.create(
        organisation_id=participant.organisation_id,
        participant=participant,
        label=Feedback.default_label,
        programme_type=programme_type,
        given_on=by.today,
        **said,
    )
    record(by, "give_feedback", row, op="create")
    return row


@transaction.atomic
def withdraw_feedback(*, feedback: Feedback, by: Viewer) -> Feedback:
    """Take back what was said about a programme; it counts no longer. Twice does no harm."""
    _check_own(by, feedback.participant_id)
    row: Feedback = Feedback.objects.select_for_update().get(pk=feedback.pk)
    row.withdrawn_on = row.withdrawn_on or by.today
    row.save(update_fields=["withdrawn_on"])
    record(by, "withdraw_feedback", row)
    return row
