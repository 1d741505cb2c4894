from typing import Any, ClassVar

from django.contrib.auth import get_user_model
from django.db import models
from django.db.models import Q

from handrail.access import Category, Label
from handrail.base import clock
from handrail.base.models import Row
from handrail.learning.rules import CompanyStatus, LessonStatus
from handrail.people.models import AboutPerson, PersonRow, StatusChange
from handrail.plans.models import Step
from handrail.practice.models import WeekItem


def _choices(kind: Any) -> list[tuple[str, str]]:
    return [(member.value, member.value) for member in kind]


class LessonProgress(AboutPerson):
    """Where a person stopped in one lesson, on whichever device. The person's own, unless they share it (S-122)."""

    category: ClassVar = Category.LEARNING
    default_label: ClassVar = Label.PRIVATE

    lesson = models.CharField(max_length=40)
    card = models.PositiveSmallIntegerField(default=1)
    status = models.CharField(max_length=16, choices=_choices(LessonStatus), default=LessonStatus.OPEN)
    opened_on = models.DateField()
    last_on = models.DateField()
    finished_on = models.DateField(null=True)
    step = models.ForeignKey(Step, on_delete=models.PROTECT, null=True, related_name="lessons")
    week_item = models.ForeignKey(WeekItem, on_delete=models.PROTECT, null=True, related_name="lessons")
    version = models.PositiveIntegerField(default=1)

    class Meta:
        indexes = [
            models.Index(fields=["organisation", "participant", "last_on"], name="lesson_progress_list"),
            models.Index(fields=["organisation", "finished_on"], name="lesson_progress_finished"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["participant", "lesson"], name="one_place_in_a_lesson"),
            models.CheckConstraint(condition=Q(card__gte=1), name="lesson_card_counts_from_one"),
            models.CheckConstraint(
                condition=Q(status=LessonStatus.FINISHED, finished_on__isnull=False)
                | (~Q(status=LessonStatus.FINISHED) & Q(finished_on__isnull=True)),
                name="lesson_finished_has_its_day",
            ),
            models.CheckConstraint(
                condition=Q(label__in=[Label.NORMAL, Label.PRIVATE]), name="lesson_shared_or_own"
            ),
        ]


class LessonProgressChange(StatusChange):
    category: ClassVar = Category.LEARNING
    default_label: ClassVar = Label.PRIVATE

    progress = models.ForeignKey(LessonProgress, on_delete=models.PROTECT, related_name="changes")


class LessonSharing(PersonRow, Row):
    """Whether the person shows their lessons to the team; without a row they do not."""

    category: ClassVar = Category.LEARNING

    is_shared = models.BooleanField()
    changed_at = models.DateTimeField(default=clock.now)
    changed_by = models.ForeignKey(get_user_model(), on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["participant"], name="one_lesson_sharing")]


class LessonCompany(AboutPerson):
    """The offer to look at lessons together, and what the person said. Only a yes is shown to the team."""

    category: ClassVar = Category.LEARNING

    status = models.CharField(max_length=16, choices=_choices(CompanyStatus))
    answered_on = models.DateField()
    version = models.PositiveIntegerField(default=1)

    class Meta:
        indexes = [
            models.Index(fields=["organisation", "status", "answered_on"], name="lesson_company_list"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["participant"], condition=Q(status=CompanyStatus.ASKED), name="one_asking_for_company"
            ),
            models.CheckConstraint(
                condition=~Q(status=CompanyStatus.NOT_NOW) | Q(label=Label.PRIVATE),
                name="not_now_is_nobodys_business",
            ),
        ]


class LessonCompanyChange(StatusChange):
    category: ClassVar = Category.LEARNING

    company = models.ForeignKey(LessonCompany, on_delete=models.PROTECT, related_name="changes")
