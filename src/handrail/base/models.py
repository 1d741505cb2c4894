from django.db import models

from handrail.base import clock, ids
from handrail.prepared.rows import Stored


class Row(Stored):
    """A row with a key of ours. ``created_at`` is bookkeeping, never a date of the field."""

    id = models.UUIDField(primary_key=True, default=ids.uuid7, editable=False)
    created_at = models.DateTimeField(default=clock.now, editable=False)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return f"{type(self).__name__} {self.pk}"


class KeyedRow(Row):
    """A row that appears in a URL, under ten random letters."""

    key = models.CharField(max_length=10, unique=True, default=ids.key, editable=False)

    class Meta:
        abstract = True
