from typing import ClassVar, Self

from django.contrib.auth import get_user_model
from django.db import models

from handrail.accounts.models import Organisation, Site
from handrail.base.models import Row


class CrisisLineQuerySet(models.QuerySet["CrisisLine"]):
    def standing(self) -> Self:
        """Keep the numbers that hold now; a new list ends the one before."""
        return self.filter(ended_on=None)


class CrisisLine(Row):
    """A number to call in need, confirmed by somebody of a site on a day."""

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+", db_index=False)
    site = models.ForeignKey(Site, on_delete=models.PROTECT, related_name="crisis_lines", db_index=False)
    name = models.CharField(max_length=60)
    number = models.CharField(max_length=40)
    position = models.PositiveSmallIntegerField()
    confirmed_by = models.ForeignKey(get_user_model(), on_delete=models.PROTECT, null=True, related_name="+")
    confirmed_on = models.DateField()
    ended_on = models.DateField(null=True)

    objects: ClassVar = CrisisLineQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["organisation", "site", "position"], name="crisis_line_list")]
        constraints = [
            models.UniqueConstraint(
                fields=["site", "position"],
                condition=models.Q(ended_on__isnull=True),
                name="one_crisis_line",
            )
        ]
