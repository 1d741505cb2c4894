from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from handrail.access import Category, Label
from handrail.catalogue.models import Offer
from handrail.choice.models.costs import restricted
from handrail.intake.models import Enrolment
from handrail.people.models import AboutPerson
from handrail.people.models.rows import who


class Settlement(AboutPerson):
    """What one programme really cost, once it has ended: in all, and the person's own part. A newer one replaces it."""

    category: ClassVar = Category.PLAN
    default_label: ClassVar = Label.RESTRICTED

    label = restricted()
    enrolment = models.ForeignKey(Enrolment, on_delete=models.PROTECT, related_name="settlements")
    offer = models.ForeignKey(Offer, on_delete=models.PROTECT, null=True, related_name="+", db_index=False)
    programme_type = models.CharField(max_length=8)
    ended_on = models.DateField()
    total_minor = models.PositiveBigIntegerField()
    own_minor = models.PositiveBigIntegerField()
    currency = models.CharField(max_length=3)
    settled_on = models.DateField()  # when it was first written down; a correction keeps it
    written_on = models.DateField()
    written_by = who(null=True)
    words = models.CharField(max_length=300, blank=True)  # why it was corrected
    version = models.PositiveIntegerField(default=1)
    replaced_on = models.DateField(null=True)

    class Meta:
        indexes = [
            models.Index(
                fields=["organisation", "programme_type", "ended_on"],
                condition=Q(replaced_on__isnull=True),
                name="settlement_sum",
            )
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["enrolment"], condition=Q(replaced_on__isnull=True), name="one_settlement_counts"
            ),
            models.CheckConstraint(
                condition=Q(own_minor__lte=F("total_minor")), name="settlement_own_within_total"
            ),
            models.CheckConstraint(
                condition=Q(written_on__gte=F("settled_on"))
                & (Q(replaced_on__isnull=True) | Q(replaced_on__gte=F("written_on"))),
                name="settlement_dates",
            ),
        ]
