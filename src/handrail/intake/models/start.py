from typing import Any, ClassVar

from django.db import models
from django.db.models import Q

from handrail.access import Category
from handrail.intake.rules import Side, StartState
from handrail.people.models import AboutPerson, StatusChange


def _choices(kind: Any) -> list[tuple[str, str]]:
    return [(member.value, member.value) for member in kind]


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
