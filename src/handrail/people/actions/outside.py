"""What came from elsewhere, and words that lost to newer ones."""

from uuid import UUID

from django.db import transaction
from django.db.models import Model

from handrail.access import Label, Viewer
from handrail.audit.actions import record
from handrail.base import clock
from handrail.base.text import kept
from handrail.people.models import KeptText, OutsideRecord, Participant
from handrail.people.rules import OutsideAnswer


@transaction.atomic
def answer_outside_record(
    *, outside: OutsideRecord, answer: OutsideAnswer, by: Viewer, reason: str = ""
) -> OutsideRecord:
    """Keep what the person says to a plan or goal from elsewhere. Nothing is written into the plan by it."""
    outside.answer = answer
    outside.reason = kept(reason)
    outside.answered_at = clock.now()
    outside.answered_by_id = by.user_id
    outside.save(update_fields=["answer", "reason", "answered_at", "answered_by"])
    record(by, "answer_outside_record", outside)
    return outside


def keep_text(
    *,
    participant: Participant,
    target: Model,
    field: str,
    text: str,
    author_id: UUID | None,
    language: str,
    label: Label = Label.NORMAL,
) -> KeptText:
    """Keep words that lost to newer ones, inside the action that wrote those; a person decides later."""
    return KeptText.objects.create(
        organisation_id=participant.organisation_id,
        participant=participant,
        object_kind=target._meta.label_lower,
        object_id=target.pk,
        field=field,
        text=text,
        author_id=author_id,
        language=language,
        label=label,
    )


def settle_text(*, kept_text: KeptText) -> KeptText:
    """Mark kept words as decided upon, inside the action that carried the decision out."""
    kept_text.settled_at = clock.now()
    kept_text.save(update_fields=["settled_at"])
    return kept_text
