from typing import Any, ClassVar, Self

from django.contrib.auth import get_user_model
from django.db import models
from django.db.models import F, Q

from handrail.access import Category
from handrail.base import clock
from handrail.catalogue.models import Offer
from handrail.intake.rules import (
    ENDED_ENROLMENTS,
    RUNNING_ENROLMENTS,
    SINGLE_RANKS,
    AnswerState,
    AuthorKind,
    ConversationMode,
    EnrolmentRank,
    EnrolmentStatus,
    EntryReason,
    FirstMeetingStatus,
    MetAt,
    ReferralSource,
    ReferralStatus,
    Side,
    StartState,
)
from handrail.people.models import AboutPerson, AboutPersonQuerySet, StatusChange


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
    met_at = models.CharField(max_length=12, choices=_choices(MetAt), blank=True)
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


class FirstMeeting(AboutPerson):
    """A task: arrange a first meeting of the person, their people and the team. It has an owner and a day."""

    category: ClassVar = Category.INTAKE

    referral = models.ForeignKey(Referral, on_delete=models.PROTECT, related_name="meetings")
    owner = models.ForeignKey(get_user_model(), on_delete=models.PROTECT, null=True, related_name="+")
    asked_on = models.DateField()
    due_on = models.DateField()
    status = models.CharField(
        max_length=12, choices=_choices(FirstMeetingStatus), default=FirstMeetingStatus.ASKED
    )
    meets_on = models.DateField(null=True)
    place = models.CharField(max_length=200, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        indexes = [models.Index(fields=["organisation", "owner", "status", "due_on"], name="meeting_list")]
        constraints = [
            models.UniqueConstraint(
                fields=["referral"],
                condition=~Q(status=FirstMeetingStatus.CALLED_OFF),
                name="one_first_meeting",
            ),
            models.CheckConstraint(
                condition=~Q(status=FirstMeetingStatus.ARRANGED) | Q(meets_on__isnull=False),
                name="arranged_meeting_has_its_day",
            ),
        ]


class FirstMeetingStatusChange(StatusChange):
    category: ClassVar = Category.INTAKE

    meeting = models.ForeignKey(FirstMeeting, on_delete=models.PROTECT, related_name="changes")


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
    """A programme that the person chose: first choice or back-up, which offer, which mix, and what became of it."""

    category: ClassVar = Category.PLAN

    programme_type = models.CharField(max_length=8)
    offer = models.ForeignKey(Offer, on_delete=models.PROTECT, null=True, related_name="enrolments")
    rank = models.CharField(max_length=8, choices=_choices(EnrolmentRank))
    mix = models.CharField(max_length=60, blank=True)  # codes of Mix
    status = models.CharField(
        max_length=10, choices=_choices(EnrolmentStatus), default=EnrolmentStatus.CHOSEN
    )
    from_on = models.DateField()
    started_on = models.DateField(null=True)
    to_on = models.DateField(null=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        indexes = [
            models.Index(fields=["organisation", "programme_type", "from_on"], name="enrolment_list"),
            models.Index(
                fields=[
                    "organisation",
                    "programme_type",
                    "from_on",
                    "id",
                    "participant",
                    "status",
                    "rank",
                    "label",
                    "started_on",
                    "to_on",  # SQLite looks at the row itself for what an index does not hold, its condition too
                ],
                condition=Q(to_on__isnull=True),
                name="enrolment_open",
            ),
            models.Index(fields=["organisation", "offer", "status"], name="enrolment_places"),
            models.Index(fields=["participant"], name="enrolment_of_person"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["participant", "rank"],
                condition=Q(to_on__isnull=True, rank__in=SINGLE_RANKS),
                name="one_choice_a_rank",
            ),
            models.CheckConstraint(
                condition=Q(status__in=RUNNING_ENROLMENTS, to_on__isnull=True)
                | Q(status__in=ENDED_ENROLMENTS, to_on__isnull=False),
                name="enrolment_ended_has_its_day",
            ),
            models.CheckConstraint(
                condition=~Q(status__in=[EnrolmentStatus.STARTED, EnrolmentStatus.FINISHED])
                | Q(started_on__isnull=False),
                name="enrolment_started_has_its_day",
            ),
        ]


class EnrolmentStatusChange(StatusChange):
    category: ClassVar = Category.PLAN

    enrolment = models.ForeignKey(Enrolment, on_delete=models.PROTECT, related_name="changes")


class StoryQuerySet(AboutPersonQuerySet):
    def published(self) -> Self:
        """Keep the stories that may be shown to everybody: consent given, not taken back. Consent is the door."""
        return self.filter(withdrawn_on__isnull=True)


class Story(AboutPerson):
    """What a person tells about a programme, for everybody to read, until they take it back."""

    category: ClassVar = Category.PLAN

    programme_type = models.CharField(max_length=12)
    words = models.TextField()
    shown_as = models.CharField(max_length=80)
    consented_on = models.DateField()
    withdrawn_on = models.DateField(null=True)

    objects: ClassVar = StoryQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(
                fields=["organisation", "programme_type", "consented_on"],
                condition=Q(withdrawn_on__isnull=True),
                name="story_list",
            ),
            models.Index(fields=["participant", "consented_on"], name="story_of_person"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(withdrawn_on__isnull=True) | Q(withdrawn_on__gte=F("consented_on")),
                name="story_withdrawn_after_consent",
            ),
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
