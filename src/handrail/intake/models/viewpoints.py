from typing import Any, ClassVar

from django.db import models
from django.db.models import Q

from handrail.access import Category
from handrail.base import clock
from handrail.intake.rules import AuthorKind
from handrail.people.models import AboutPerson
from handrail.people.models.rows import about, who


def _choices(kind: Any) -> list[tuple[str, str]]:
    return [(member.value, member.value) for member in kind]


class Viewpoint(AboutPerson):
    """How one side sees one thing on one day. Written once: who sees it differently later writes a new one."""

    category: ClassVar = Category.INTAKE

    participant = about(has_index=False)
    topics = models.CharField(max_length=12)
    topic = models.CharField(max_length=12)
    author_kind = models.CharField(max_length=8, choices=_choices(AuthorKind))
    level = models.CharField(max_length=12, blank=True)
    number = models.PositiveSmallIntegerField(null=True)
    words = models.TextField(blank=True)
    author = who(null=True)
    said_on = models.DateField()
    said_at = models.DateTimeField(default=clock.now)

    class Meta:
        indexes = [
            models.Index(fields=["organisation", "participant", "topics", "said_at"], name="viewpoint_list")
        ]
        constraints = [
            models.CheckConstraint(
                condition=~Q(level="") | Q(number__isnull=False) | ~Q(words=""),
                name="viewpoint_says_something",
            )
        ]
