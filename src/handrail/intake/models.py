from typing import Any, ClassVar

from django.contrib.auth import get_user_model
from django.db import models
from django.db.models import Q

from handrail.access import Category
from handrail.base import clock
from handrail.intake.rules import (
    AnswerState,
    AuthorKind,
    ConversationMode,
    EnrolmentRank,
    EntryReason,
    ReferralSource,
    ReferralStatus,
    Side,
    StartState,
)
from handrail.people.models import AboutPerson, StatusChange


def _choices(kind: Any) -> list[tuple[str, str]]:
    return [(member.value, member.value) for member in kind]


class Referral(AboutPerson):
    """The first word that somebody may want support: from whom, why, and who answers by when."""

    category: ClassVar = Category.INTAKE

    source = models.CharField(max_length=20, choices=_choices(ReferralSource))
    source_name = models.CharField(max_length=200, blank=True)
    reason = models.CharField(max_length=20, choices=_choices(EntryReason))
    words = models.TextField(blank=True)
    received_on = models.DateField()
    first_contact_by = models.DateField()
    contact = models.ForeignKey(get_user_model(), on_delete=models.PROTECT, null=True, related_name="+")
    contacted_on = models.DateField(null=True)
    contact_again_on = models.DateField(null=True)
    status = models.CharField(max_length=16, choices=_choices(ReferralStatus), default=ReferralStatus.NEW)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        indexes = [
            models.Index(fields=["organisation", "status", "first_contact_by"], name="referral_list"),
            models.Index(fields=["participant"], name="referral_of_person"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=~Q(status__in=[ReferralStatus.IN_CONTACT, ReferralStatus.STARTED])
                | Q(contacted_on__isnull=False),
                name="contact_has_its_day",
            ),
        ]


class ReferralStatusChange(StatusChange):
    category: ClassVar = Category.INTAKE

    referral = models.ForeignKey(Referral, on_delete=models.PROTECT, related_name="changes")


class Conversation(AboutPerson):
    """One intake conversation: how it is held, where, and where it stopped last time."""

    category: ClassVar = Category.INTAKE

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


class Enrolment(AboutPerson):
    """A programme that the person chose: first choice or back-up, from when to when."""

    category: ClassVar = Category.PLAN

    programme_type = models.CharField(max_length=8)
    rank = models.CharField(max_length=8, choices=_choices(EnrolmentRank))
    from_on = models.DateField()
    to_on = models.DateField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["organisation", "programme_type", "from_on"], name="enrolment_list"),
            models.Index(fields=["participant"], name="enrolment_of_person"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["participant", "rank"], condition=Q(to_on__isnull=True), name="one_choice_a_rank"
            )
        ]


class StartLine(AboutPerson):
    """One of the eight lines of getting started: where it stands, who sees to it, when."""

    category: ClassVar = Category.PLAN

    line = models.PositiveSmallIntegerField()
    state = models.CharField(max_length=12, choices=_choices(StartState), default=StartState.NOT_YET)
    who = models.CharField(max_length=200, blank=True)
    words = models.CharField(max_length=300, blank=True)
    due_on = models.DateField(null=True)
    waits_for = models.CharField(max_length=8, choices=_choices(Side), blank=True, default=Side.NOBODY)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        indexes = [models.Index(fields=["organisation", "state", "line"], name="start_list")]
        constraints = [
            models.UniqueConstraint(fields=["participant", "line"], name="one_start_line"),
            models.CheckConstraint(condition=Q(line__gte=1, line__lte=8), name="eight_lines"),
        ]


class StartLineChange(StatusChange):
    category: ClassVar = Category.PLAN

    start_line = models.ForeignKey(StartLine, on_delete=models.PROTECT, related_name="changes")
