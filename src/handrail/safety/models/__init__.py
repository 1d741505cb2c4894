"""The list for hard days, the daily check, openings in an emergency, alerts, who is on call, numbers."""

from typing import Any, ClassVar, Self

from django.db import models
from django.db.models import Q

from handrail.access import Category, Label
from handrail.people.models import AboutPerson, AboutPersonQuerySet
from handrail.safety.models.alerts import Alert, AlertDeed, AlertSignal, AlertStatusChange, AlertTelling
from handrail.safety.models.emergency import EmergencyOpening, EmergencyOpeningStatusChange
from handrail.safety.models.numbers import CrisisLine
from handrail.safety.models.roster import OnCallTurn
from handrail.safety.rules import LINE_LENGTH, ListSection

__all__ = [
    "Alert",
    "AlertDeed",
    "AlertSignal",
    "AlertStatusChange",
    "AlertTelling",
    "CrisisLine",
    "DailyCheck",
    "EmergencyOpening",
    "EmergencyOpeningStatusChange",
    "HardDayList",
    "ListLine",
    "ListLineQuerySet",
    "OnCallTurn",
]


def _choices(kind: Any) -> list[tuple[str, str]]:
    return [(member.value, member.value) for member in kind]


class HardDayList(AboutPerson):
    """
    That somebody keeps a list, what they call it, whether their team may read it, and whether an emergency opens it.

    Its words are in the lines.
    """

    category: ClassVar = Category.SAFETY

    name = models.CharField(max_length=60, blank=True)
    is_shared = models.BooleanField(default=False)
    shares_checks = models.BooleanField(default=False)
    opens_in_emergency = models.BooleanField(default=True)  # the person's no holds in an emergency too
    signs_since = models.DateField(null=True)

    class Meta:
        indexes = [models.Index(fields=["organisation", "signs_since"], name="hard_day_list_list")]
        constraints = [models.UniqueConstraint(fields=["participant"], name="one_list_a_person")]

    @property
    def line_label(self) -> Label:
        return Label.NORMAL if self.is_shared else Label.PRIVATE

    @property
    def check_label(self) -> Label:
        return Label.NORMAL if self.shares_checks else Label.PRIVATE


class ListLineQuerySet(AboutPersonQuerySet):
    def standing(self) -> Self:
        """Keep lines that the person has not put away."""
        return self.filter(put_away_on=None)


class ListLine(AboutPerson):
    """One line of the list, in the person's words; private until the person shares the list."""

    category: ClassVar = Category.SAFETY

    list = models.ForeignKey(HardDayList, on_delete=models.PROTECT, related_name="lines")
    section = models.CharField(max_length=12, choices=_choices(ListSection))
    words = models.CharField(max_length=LINE_LENGTH)
    phone = models.CharField(max_length=40, blank=True)
    position = models.PositiveSmallIntegerField()
    put_away_on = models.DateField(null=True)

    objects: ClassVar = ListLineQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["organisation", "participant", "section"], name="list_line_list")]


class DailyCheck(AboutPerson):
    """How a day was: sleep, energy and what helped. One a day, for the person; private until shared."""

    category: ClassVar = Category.HEALTH

    day = models.DateField()
    sleep = models.PositiveSmallIntegerField(null=True)
    energy = models.PositiveSmallIntegerField(null=True)
    helped = models.CharField(max_length=300, blank=True)

    class Meta:
        indexes = [models.Index(fields=["organisation", "participant", "day"], name="daily_check_list")]
        constraints = [
            models.UniqueConstraint(fields=["participant", "day"], name="one_check_a_day"),
            models.CheckConstraint(
                condition=(Q(sleep__isnull=True) | Q(sleep__gte=1, sleep__lte=5))
                & (Q(energy__isnull=True) | Q(energy__gte=1, energy__lte=5)),
                name="checks_are_one_to_five",
            ),
        ]
