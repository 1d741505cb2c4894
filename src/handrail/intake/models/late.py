from typing import Any, ClassVar

from django.contrib.auth import get_user_model
from django.db import models
from django.db.models import F, Q

from handrail.access import Category
from handrail.intake.models.conversation import Conversation
from handrail.intake.rules import AuthorKind, LateReason
from handrail.people.models import AboutPerson


def _choices(kind: Any) -> list[tuple[str, str]]:
    return [(member.value, member.value) for member in kind]


class LateAnswer(AboutPerson):
    """
    What somebody wrote without a signal and could not be taken as an answer when it arrived: kept beside, with why.

    Somebody who may answer reads it and puts it away; the words stay.
    """

    category: ClassVar = Category.INTAKE

    conversation = models.ForeignKey(Conversation, on_delete=models.PROTECT, related_name="late_answers")
    op_id = models.UUIDField()
    question = models.CharField(max_length=40)
    question_version = models.PositiveSmallIntegerField()
    locale = models.CharField(max_length=12)
    text = models.TextField(blank=True)
    choices = models.TextField(blank=True)
    author_kind = models.CharField(max_length=8, choices=_choices(AuthorKind))
    author = models.ForeignKey(get_user_model(), on_delete=models.PROTECT, related_name="+")
    reason = models.CharField(max_length=8, choices=_choices(LateReason))
    written_at = models.DateTimeField()
    arrived_at = models.DateTimeField()
    put_away_at = models.DateTimeField(null=True)
    put_away_by = models.ForeignKey(get_user_model(), on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        indexes = [
            models.Index(
                fields=["organisation", "participant"],
                condition=Q(put_away_at__isnull=True),
                name="late_answer_list",
            )
        ]
        constraints = [
            models.UniqueConstraint(fields=["conversation", "op_id"], name="one_late_answer_an_op"),
            models.CheckConstraint(
                condition=Q(put_away_at__isnull=True, put_away_by__isnull=True)
                | Q(put_away_at__isnull=False, put_away_by__isnull=False),
                name="put_away_by_somebody",
            ),
            models.CheckConstraint(condition=Q(written_at__lte=F("arrived_at")), name="written_then_arrived"),
            models.CheckConstraint(condition=~Q(text="", choices=""), name="late_answer_has_words"),
        ]
