from typing import Any, ClassVar
from uuid import UUID

from django.contrib.auth import get_user_model
from django.db import models
from django.db.models import Q

from handrail.access import Category
from handrail.base import clock
from handrail.intake.rules import AnswerState, AuthorKind, ConversationMode, was_long_under_way
from handrail.people.models import AboutPerson


def _choices(kind: Any) -> list[tuple[str, str]]:
    return [(member.value, member.value) for member in kind]


class Conversation(AboutPerson):
    """One intake conversation: how it is held, where, and where it stopped last time."""

    category: ClassVar = Category.INTAKE

    newest_question: UUID | None  # of a row that ``current_conversation`` read

    mode = models.CharField(max_length=16, choices=_choices(ConversationMode))
    place = models.CharField(max_length=200, blank=True)
    began_on = models.DateField()
    last_part = models.CharField(max_length=40, blank=True)
    last_question = models.CharField(max_length=40, blank=True)
    read_back_at = models.DateTimeField(null=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        indexes = [models.Index(fields=["organisation", "participant", "began_on"], name="conversation_list")]
        constraints = [
            models.UniqueConstraint(
                fields=["participant"], condition=Q(read_back_at__isnull=True), name="one_open_conversation"
            )
        ]


class Answer(AboutPerson):
    """What was said to one question, in whose words; the question's version and locale as they were shown."""

    category: ClassVar = Category.INTAKE

    conversation = models.ForeignKey(Conversation, on_delete=models.PROTECT, related_name="answers")
    question = models.CharField(max_length=40)
    question_version = models.PositiveSmallIntegerField()
    locale = models.CharField(max_length=12)
    state = models.CharField(max_length=10, choices=_choices(AnswerState))
    text = models.TextField(blank=True)
    choices = models.CharField(max_length=400, blank=True)
    author_kind = models.CharField(max_length=8, choices=_choices(AuthorKind))
    author = models.ForeignKey(get_user_model(), on_delete=models.PROTECT, null=True, related_name="+")
    answered_at = models.DateTimeField(default=clock.now)
    arrived_at = models.DateTimeField(
        null=True
    )  # of one that was written without a signal: when it came here
    version = models.PositiveIntegerField(default=1)

    class Meta:
        indexes = [models.Index(fields=["organisation", "participant"], name="answer_of_person")]
        constraints = [
            models.UniqueConstraint(fields=["conversation", "question"], name="one_answer_a_question"),
            models.CheckConstraint(
                condition=~Q(state=AnswerState.SKIPPED) | Q(text="", choices=""),
                name="skipped_has_no_words",
            ),
        ]

    @property
    def was_long_under_way(self) -> bool:
        """Whether it was written without a signal and needed several days to arrive."""
        return was_long_under_way(self.answered_at, self.arrived_at)
