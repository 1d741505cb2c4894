from typing import Any, ClassVar, Self

from django.db import models
from django.db.models import F, Q

from handrail.access import Category
from handrail.base import clock
from handrail.base.models import Row
from handrail.intake.rules import AuthorKind
from handrail.people.models import AboutPerson, AboutPersonQuerySet, PersonRow
from handrail.people.models.rows import about, who


def _choices(kind: Any) -> list[tuple[str, str]]:
    return [(member.value, member.value) for member in kind]


class WishQuerySet(AboutPersonQuerySet):
    def standing(self) -> Self:
        """Keep what is still a wish, in the person's own order."""
        return self.filter(ended_on__isnull=True).order_by("place", "pk")


class Wish(AboutPerson):
    """One wish of the person, word for word, and its place in their own order."""

    category: ClassVar = Category.INTAKE

    participant = about(has_index=False)
    words = models.TextField()
    place = models.PositiveSmallIntegerField()
    area = models.CharField(max_length=12, blank=True)
    author_kind = models.CharField(max_length=8, choices=_choices(AuthorKind))
    author = who(null=True)
    said_on = models.DateField()
    ended_on = models.DateField(null=True)

    objects: ClassVar[Any] = WishQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["organisation", "participant", "place"], name="wish_list")]
        constraints = [
            models.CheckConstraint(
                condition=Q(ended_on__isnull=True) | Q(ended_on__gte=F("said_on")), name="wish_days"
            )
        ]


class WishRuler(PersonRow, Row):
    """How much the person wants a wish and how ready they feel, 0 to 10 each. Nothing is decided by it."""

    category: ClassVar = Category.INTAKE

    wish = models.ForeignKey(Wish, on_delete=models.PROTECT, related_name="rulers")
    wants = models.PositiveSmallIntegerField(null=True)
    ready = models.PositiveSmallIntegerField(null=True)
    author = who(null=True)
    said_on = models.DateField()
    said_at = models.DateTimeField(default=clock.now)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=(Q(wants__isnull=True) | Q(wants__lte=10))
                & (Q(ready__isnull=True) | Q(ready__lte=10))
                & (Q(wants__isnull=False) | Q(ready__isnull=False)),
                name="ruler_from_0_to_10",
            )
        ]
