from datetime import datetime
from typing import Any, ClassVar, Self

from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from handrail.access import Category, Label
from handrail.base import clock
from handrail.people.models import AboutPerson, AboutPersonQuerySet, Relation, StatusChange, who
from handrail.safety.rules.emergency import (
    REASONS,
    WORDS_LENGTH,
    EmergencyReason,
    EmergencyStatus,
    FoundBy,
    is_running,
)


def _choices(kind: Any) -> list[tuple[str, str]]:
    return [(member.value, member.value) for member in kind]


class EmergencyOpeningQuerySet(AboutPersonQuerySet):
    def waiting(self) -> Self:
        """Keep openings that nobody else has looked at."""
        return self.filter(status=EmergencyStatus.WAITS)

    def over(self, now: datetime) -> Self:
        """Keep openings whose hour is over while their relation still stands."""
        return self.filter(closed_at=None, ends_at__lte=now)


class EmergencyOpening(AboutPerson):
    """Somebody opened a list for hard days in an emergency: who, why, until when, and that the person reads of it."""

    category: ClassVar = Category.ACCESS
    default_label: ClassVar = Label.RESTRICTED

    opened_by = who()
    reason = models.CharField(max_length=16, choices=_choices(EmergencyReason))
    words = models.CharField(max_length=WORDS_LENGTH)
    found_by = models.CharField(max_length=8, choices=_choices(FoundBy))
    opened_at = models.DateTimeField(default=clock.now)
    ends_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)
    relation = models.OneToOneField(Relation, on_delete=models.PROTECT, related_name="emergency")
    status = models.CharField(max_length=12, choices=_choices(EmergencyStatus), default=EmergencyStatus.WAITS)
    review_by = models.DateField()
    answer = models.TextField(blank=True)
    read_at = models.DateTimeField(null=True)

    objects: ClassVar[Any] = EmergencyOpeningQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["organisation", "opened_at"], name="emergency_list"),
            models.Index(
                fields=["organisation", "review_by"], condition=Q(status="waits"), name="emergency_waits"
            ),
            models.Index(
                fields=["organisation", "ends_at"], condition=Q(closed_at=None), name="emergency_runs"
            ),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(ends_at__gt=F("opened_at")), name="emergency_ends_later"),
            models.CheckConstraint(
                condition=Q(status=EmergencyStatus.WAITS, answer="") | Q(status=EmergencyStatus.REVIEWED),
                name="emergency_answer_when_reviewed",
            ),
        ]

    @property
    def is_running(self) -> bool:
        return is_running(self.ends_at, self.closed_at, clock.now())

    @property
    def opened_local(self) -> datetime:
        """When it was opened, in the zone of the page."""
        return timezone.localtime(self.opened_at)

    @property
    def reason_words(self) -> str:
        return str(REASONS[EmergencyReason(self.reason)])


class EmergencyOpeningStatusChange(StatusChange):
    category: ClassVar = Category.ACCESS
    default_label: ClassVar = Label.RESTRICTED

    opening = models.ForeignKey(EmergencyOpening, on_delete=models.PROTECT, related_name="status_changes")
