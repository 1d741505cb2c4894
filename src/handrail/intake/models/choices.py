from typing import Any, ClassVar, Self

from django.db import models
from django.db.models import F, Q

from handrail.access import Category
from handrail.catalogue.models import Offer
from handrail.intake.rules import (
    ENDED_ENROLMENTS,
    RUNNING_ENROLMENTS,
    SINGLE_RANKS,
    EnrolmentRank,
    EnrolmentStatus,
    Phase,
)
from handrail.people.models import AboutPerson, AboutPersonQuerySet, StatusChange


def _choices(kind: Any) -> list[tuple[str, str]]:
    return [(member.value, member.value) for member in kind]


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
    starts_in = models.CharField(max_length=12, choices=_choices(Phase), default=Phase.ARRIVING)
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
                    "starts_in",
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
                condition=~Q(starts_in=Phase.NOT_STARTED), name="enrolment_starts_in_a_phase"
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
