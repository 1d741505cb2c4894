"""What is asked of whom and who reads it, what somebody answered, and the numbers that came out."""

from typing import Any, ClassVar, Self

from django.db import models
from django.db.models import F, Q

from handrail.access import Category, Label
from handrail.base.models import Row
from handrail.measures.rules.asking import (
    REASON_LENGTH,
    SENT,
    TO_READ,
    AdministrationStatus,
    KeptReason,
    Mode,
    Occasion,
)
from handrail.measures.rules.links import LinkAsks, LinkWay
from handrail.notices.models import Message
from handrail.people.models import AboutPerson, AboutPersonQuerySet, PersonRow, StatusChange, about, who


def _choices(kind: Any) -> list[tuple[str, str]]:
    return [(member.value, member.value) for member in kind]


class ScheduleQuerySet(AboutPersonQuerySet):
    def running(self) -> Self:
        """Keep schedules that nobody stopped."""
        return self.filter(stopped_on__isnull=True)


class Schedule(AboutPerson):
    """That one instrument is asked of a person again and again, and who reads what comes. Due is a query."""

    category: ClassVar = Category.HEALTH

    participant = about(has_index=False)
    instrument = models.CharField(max_length=20)
    reader = who()
    begins_on = models.DateField()
    ended_on = models.DateField(null=True)  # support ended: the occasions after the end run from here
    stopped_on = models.DateField(null=True)
    link_asks = models.CharField(
        max_length=8, choices=_choices(LinkAsks), blank=True
    )  # a mail with each occasion
    link_word = models.CharField(max_length=200, blank=True)  # hashed: what such a link asks for
    version = models.PositiveIntegerField(default=1)

    objects: ClassVar[Any] = ScheduleQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["organisation", "participant", "begins_on"], name="schedule_of_person"),
            models.Index(
                fields=["organisation", "reader", "begins_on"],
                condition=Q(stopped_on__isnull=True),
                name="schedule_of_reader",
            ),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["participant", "instrument"],
                condition=Q(stopped_on__isnull=True),
                name="one_schedule_an_instrument",
            ),
            models.CheckConstraint(
                condition=Q(ended_on__isnull=True) | Q(ended_on__gte=F("begins_on")), name="schedule_days"
            ),
        ]


class AnswerLinkQuerySet(AboutPersonQuerySet):
    def standing(self) -> Self:
        """Keep links that nobody stopped and nothing was sent by; their time may be over."""
        return self.filter(used_at__isnull=True, stopped_at__isnull=True)


class AnswerLink(AboutPerson):
    """
    A link by which a person answers one questionnaire once, without an account.

    Its letters are kept as a hash. They open nothing without what only the person knows.
    """

    category: ClassVar = Category.HEALTH
    default_label: ClassVar = Label.RESTRICTED

    schedule = models.ForeignKey(Schedule, on_delete=models.PROTECT, related_name="links")
    occasion = models.CharField(max_length=12, choices=_choices(Occasion), default=Occasion.BETWEEN)
    way = models.CharField(max_length=8, choices=_choices(LinkWay))
    asks = models.CharField(max_length=8, choices=_choices(LinkAsks))
    hashed = models.CharField(max_length=64)
    word = models.CharField(max_length=200, blank=True)  # hashed
    message = models.ForeignKey(Message, on_delete=models.PROTECT, null=True, related_name="+")
    made_by = who(null=True)  # nobody: the schedule handed it out
    expires_at = models.DateTimeField()
    wrong = models.PositiveSmallIntegerField(default=0)  # how often something else was said
    used_at = models.DateTimeField(null=True)
    stopped_at = models.DateTimeField(null=True)

    objects: ClassVar[Any] = AnswerLinkQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["organisation", "participant", "created_at"], name="answer_link_list")
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["schedule"],
                condition=Q(used_at__isnull=True, stopped_at__isnull=True),
                name="one_standing_link",
            ),
            models.CheckConstraint(
                condition=Q(asks=LinkAsks.WORD) | Q(word=""),
                name="answer_link_word",
            ),
        ]

    @property
    def instrument(self) -> str:
        return str(self.schedule.instrument)


class AdministrationQuerySet(AboutPersonQuerySet):
    def sent(self) -> Self:
        """Keep what counts: sent, and not entered in error."""
        return self.filter(status=AdministrationStatus.SUBMITTED)

    def main(self) -> Self:
        """Keep what a link leads to, without what was typed beside it."""
        return self.exclude(status=AdministrationStatus.KEPT)

    def settled(self) -> Self:
        """Keep what answers for its occasion: sent or skipped."""
        return self.filter(status__in=[AdministrationStatus.SUBMITTED, AdministrationStatus.SKIPPED])


class Administration(AboutPerson):
    """
    One time that an instrument was answered: the raw answers, to which version, in which language, by which way.

    What is sent never changes. A mistake is entered in error, and a corrected copy says which one it corrects.
    """

    category: ClassVar = Category.HEALTH
    default_label: ClassVar = Label.RESTRICTED

    participant = about(has_index=False)
    schedule = models.ForeignKey(
        Schedule, on_delete=models.PROTECT, null=True, related_name="administrations", db_index=False
    )
    link = models.ForeignKey(AnswerLink, on_delete=models.PROTECT, null=True, related_name="administrations")
    corrects = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="+")
    first_key = models.CharField(max_length=10)  # the key of the first of a line of corrected copies
    instrument = models.CharField(max_length=20)
    instrument_version = models.CharField(max_length=20)  # of the words that were shown
    locale = models.CharField(max_length=12)
    occasion = models.CharField(max_length=12, choices=_choices(Occasion), default=Occasion.BETWEEN)
    mode = models.CharField(max_length=10, choices=_choices(Mode))
    status = models.CharField(
        max_length=16, choices=_choices(AdministrationStatus), default=AdministrationStatus.DRAFT
    )
    answers = models.JSONField(default=dict)  # value by item key, as it was given
    answered_on = models.DateField()
    author = who(null=True)
    sent_at = models.DateTimeField(null=True)
    sent_by = who(null=True)
    kept_reason = models.CharField(max_length=16, choices=_choices(KeptReason), blank=True)
    kept_places = models.CharField(max_length=REASON_LENGTH, blank=True)
    read_at = models.DateTimeField(null=True)
    read_by = who(null=True)
    version = models.PositiveIntegerField(default=1)

    objects: ClassVar[Any] = AdministrationQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(
                fields=["organisation", "participant", "instrument", "answered_on"],
                name="administration_list",
            ),
            models.Index(
                fields=["organisation", "schedule"],
                condition=Q(status__in=TO_READ, read_at__isnull=True),
                name="administration_unread",
            ),
            models.Index(
                fields=["organisation", "schedule", "occasion", "status"], name="administration_done"
            ),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(status__in=SENT, sent_at__isnull=False)
                | (~Q(status__in=SENT) & Q(sent_at__isnull=True)),
                name="administration_sent_has_its_time",
            ),
            models.CheckConstraint(
                condition=~Q(status=AdministrationStatus.KEPT) | ~Q(kept_reason=""),
                name="administration_kept_has_its_reason",
            ),
            models.CheckConstraint(
                condition=Q(read_at__isnull=True, read_by__isnull=True)
                | Q(read_at__isnull=False, read_by__isnull=False),
                name="administration_read_by_and_at",
            ),
            models.UniqueConstraint(
                fields=["participant", "instrument", "author"],
                condition=Q(status=AdministrationStatus.DRAFT),
                name="one_draft_an_author",
            ),
            models.UniqueConstraint(
                fields=["link"],
                condition=~Q(status=AdministrationStatus.KEPT),
                name="one_administration_a_link",
            ),
            models.UniqueConstraint(
                fields=["schedule", "occasion"],
                condition=Q(status=AdministrationStatus.SUBMITTED) & ~Q(occasion=Occasion.BETWEEN),
                name="one_answer_an_occasion",
            ),
        ]

    @property
    def is_open(self) -> bool:
        return self.status == AdministrationStatus.DRAFT


class AdministrationStatusChange(StatusChange):
    category: ClassVar = Category.HEALTH
    default_label: ClassVar = Label.RESTRICTED

    administration = models.ForeignKey(Administration, on_delete=models.PROTECT, related_name="changes")


class Finding(PersonRow, Row):
    """One number of one administration, as it came out on the day: a whole number of hundredths, or none."""

    category: ClassVar = Category.HEALTH
    default_label: ClassVar = Label.RESTRICTED

    participant = about(has_index=False)
    administration = models.ForeignKey(Administration, on_delete=models.PROTECT, related_name="findings")
    scale = models.CharField(max_length=40)
    hundredths = models.IntegerField(null=True)
    band = models.CharField(max_length=40, blank=True)
    is_prorated = models.BooleanField(default=False)
    missing = models.PositiveSmallIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["administration", "scale"], name="one_finding_a_scale"),
            models.CheckConstraint(
                condition=Q(is_prorated=False) | Q(hundredths__isnull=False, missing__gt=0),
                name="finding_prorated_has_a_gap",
            ),
        ]
