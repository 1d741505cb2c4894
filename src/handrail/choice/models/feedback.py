from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from handrail.access import Category, Label
from handrail.choice.rules.feedback import FOUND_WORDS
from handrail.people.models import AboutPerson
from handrail.people.models.person import LABELS

FOUND = [(str(one), str(one)) for one in FOUND_WORDS]


class Feedback(AboutPerson):
    """How one person found a programme that they take part in: for the sum alone, and theirs to take back."""

    category: ClassVar = Category.PLAN
    default_label: ClassVar = Label.PRIVATE

    label = models.PositiveSmallIntegerField(choices=LABELS, default=Label.PRIVATE)
    programme_type = models.CharField(max_length=12)
    helps = models.CharField(max_length=8, choices=FOUND, blank=True)
    heard = models.CharField(max_length=8, choices=FOUND, blank=True)
    fits = models.CharField(max_length=8, choices=FOUND, blank=True)
    tell = models.CharField(max_length=8, choices=FOUND, blank=True)
    given_on = models.DateField()
    withdrawn_on = models.DateField(null=True)

    class Meta:
        indexes = [
            models.Index(
                fields=["organisation", "programme_type"],
                condition=Q(withdrawn_on__isnull=True),
                name="feedback_sum",
            )
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["participant", "programme_type"],
                condition=Q(withdrawn_on__isnull=True),
                name="one_feedback_a_programme",
            ),
            models.CheckConstraint(
                condition=~Q(helps="", heard="", fits="", tell=""), name="feedback_says_something"
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_on__isnull=True) | Q(withdrawn_on__gte=F("given_on")),
                name="feedback_withdrawn_later",
            ),
        ]
