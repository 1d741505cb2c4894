from datetime import datetime
from typing import Any, ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import Exists, F, OuterRef, Q

from handrail.access import Category, Label, Viewer
from handrail.base import clock
from handrail.base.models import Row
from handrail.notices.models import Message
from handrail.people.models import AboutPerson, AboutPersonQuerySet, PersonRow, StatusChange, about, who
from handrail.safety.rules.alerts import (
    RUNNING,
    SOURCE_KEY_LENGTH,
    SOURCE_LENGTH,
    AlertStatus,
    AlertStep,
    DeedKind,
    Wish,
    due_times,
)


def _choices(kind: Any) -> list[tuple[str, str]]:
    return [(member.value, member.value) for member in kind]


class AlertQuerySet(AboutPersonQuerySet):
    def running(self) -> Self:
        """Keep alerts of an episode that is not closed."""
        return self.filter(status__in=RUNNING)

    def unanswered(self) -> Self:
        """Keep alerts that wait for somebody to act."""
        return self.filter(status=AlertStatus.OPEN)

    def next_due(self, now: datetime) -> Self:
        """Keep unanswered alerts of which somebody else has to know by now, and was not told yet."""
        told = AlertTelling.objects.filter(alert=OuterRef("pk"), number=OuterRef("number"))
        later = told.filter(step__in=[AlertStep.BACKUP, AlertStep.LEADS])
        leads = told.filter(step=AlertStep.LEADS)
        waits = Q(~Exists(later), due_at__lte=now) | Q(~Exists(leads), last_due_at__lte=now)
        return self.unanswered().filter(waits)

    def own_words_of(self, viewer: Viewer) -> Self:
        """Keep what the viewer's own answers raised: what colleagues wrote in worry is held back from the person."""
        return self.visible_to(viewer).filter(participant_id=viewer.participant_id)


class Alert(AboutPerson):
    """
    Somebody is needed: one for each episode, with who answers for it and until when.

    ``number`` counts how often it was asked; ``asked_at`` and the two times due are of the newest time.
    """

    category: ClassVar = Category.SAFETY
    default_label: ClassVar = Label.RESTRICTED

    source = models.CharField(max_length=SOURCE_LENGTH)  # of the first signal
    owner = who(null=True)
    status = models.CharField(max_length=16, choices=_choices(AlertStatus), default=AlertStatus.OPEN)
    opened_at = models.DateTimeField(default=clock.now)
    number = models.PositiveSmallIntegerField(default=1)
    asked_at = models.DateTimeField()
    due_at = models.DateTimeField()
    last_due_at = models.DateTimeField()
    acknowledged_by = who(null=True)
    acknowledged_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)
    wish = models.CharField(max_length=12, choices=_choices(Wish), blank=True)
    wished_at = models.DateTimeField(null=True)

    objects: ClassVar[Any] = AlertQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(
                fields=["organisation", "asked_at"],
                condition=Q(status__in=[status.value for status in RUNNING]),
                name="alert_list",
            ),
            models.Index(
                fields=["organisation", "due_at"],
                condition=Q(status=AlertStatus.OPEN.value),
                name="alert_due",
            ),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["participant"],
                condition=Q(status__in=[status.value for status in RUNNING]),
                name="one_alert_an_episode",
            ),
            models.CheckConstraint(
                condition=Q(asked_at__gte=F("opened_at"))
                & Q(due_at__gt=F("asked_at"))
                & Q(last_due_at__gte=F("due_at")),
                name="alert_due_later",
            ),
            models.CheckConstraint(
                condition=Q(status=AlertStatus.OPEN, acknowledged_at__isnull=True, closed_at__isnull=True)
                | Q(status=AlertStatus.ACKNOWLEDGED, acknowledged_at__isnull=False, closed_at__isnull=True)
                | Q(status=AlertStatus.CLOSED, acknowledged_at__isnull=False, closed_at__isnull=False),
                name="alert_status_has_its_time",
            ),
            models.CheckConstraint(
                condition=Q(acknowledged_at__isnull=True, acknowledged_by__isnull=True)
                | Q(acknowledged_at__isnull=False, acknowledged_by__isnull=False),
                name="alert_acknowledged_by_and_at",
            ),
            models.CheckConstraint(
                condition=Q(wish="", wished_at__isnull=True) | (~Q(wish="") & Q(wished_at__isnull=False)),
                name="alert_wish_and_at",
            ),
        ]

    def ask(self, at: datetime) -> None:
        """Let the times run from ``at``; the caller saves."""
        self.asked_at = at
        self.due_at, self.last_due_at = due_times(at, settings.ALERT_AFTER)

    @property
    def is_open(self) -> bool:
        return self.status == AlertStatus.OPEN


class AlertSignal(PersonRow, Row):
    """What raised an alert, or joined it: one answer, one note. The same one never counts twice."""

    category: ClassVar = Category.SAFETY
    default_label: ClassVar = Label.RESTRICTED

    participant = about(has_index=False)
    alert = models.ForeignKey(Alert, on_delete=models.PROTECT, related_name="signals")
    source = models.CharField(max_length=SOURCE_LENGTH)
    source_key = models.CharField(max_length=SOURCE_KEY_LENGTH)
    said_at = models.DateTimeField()
    received_at = models.DateTimeField(default=clock.now)
    raised_by = who(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["participant", "source", "source_key"], name="one_signal")
        ]


class AlertTelling(PersonRow, Row):
    """That somebody was asked to act: at which step, by which message, and when they looked."""

    category: ClassVar = Category.SAFETY
    default_label: ClassVar = Label.RESTRICTED

    alert = models.ForeignKey(Alert, on_delete=models.PROTECT, related_name="tellings")
    number = models.PositiveSmallIntegerField()
    step = models.CharField(max_length=8, choices=_choices(AlertStep))
    user = who()
    message = models.ForeignKey(
        Message, on_delete=models.PROTECT, null=True, related_name="+", db_index=False
    )
    asked_at = models.DateTimeField(default=clock.now)
    seen_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["organisation", "user", "alert"], name="telling_of_user")]
        constraints = [models.UniqueConstraint(fields=["alert", "number", "user"], name="one_telling")]


class AlertDeed(PersonRow, Row):
    """What somebody did about an alert, in a few sealed words."""

    category: ClassVar = Category.SAFETY
    default_label: ClassVar = Label.RESTRICTED

    alert = models.ForeignKey(Alert, on_delete=models.PROTECT, related_name="deeds")
    kind = models.CharField(max_length=16, choices=_choices(DeedKind))
    sealed = models.BinaryField(null=True)
    done_by = who(null=True)
    done_at = models.DateTimeField(default=clock.now)


class AlertStatusChange(StatusChange):
    category: ClassVar = Category.SAFETY
    default_label: ClassVar = Label.RESTRICTED

    alert = models.ForeignKey(Alert, on_delete=models.PROTECT, related_name="status_changes")
