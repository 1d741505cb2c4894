"""Append-only tables: they hold ids and no foreign keys, so they may lie low and survive erasure.

``seq`` and ``hash`` stay empty until a chain is wanted; then no migration is needed.
"""

from django.db import models

from handrail.base import clock
from handrail.base.models import Row
from handrail.prepared.rows import Stored


class Chained(Row):
    """The columns that every audit row has."""

    organisation_id = models.UUIDField(null=True)
    at = models.DateTimeField(default=clock.now)
    actor = models.CharField(max_length=100)
    user_id = models.UUIDField(null=True)
    on_behalf_of = models.UUIDField(null=True)
    purpose = models.CharField(max_length=40)
    request_id = models.UUIDField()
    session = models.CharField(max_length=64, blank=True)
    seq = models.BigIntegerField(null=True)
    hash = models.BinaryField(null=True)

    class Meta:
        abstract = True


class Event(Chained):
    """One meaningful change: what was done to which object. Written in the action's own transaction."""

    kind = models.CharField(max_length=60)
    object_kind = models.CharField(max_length=60)
    object_id = models.UUIDField()
    participant_id = models.UUIDField(null=True)
    op = models.CharField(max_length=12)
    version = models.PositiveIntegerField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["organisation_id", "participant_id", "at"], name="event_person"),
            models.Index(fields=["object_id"], name="event_object"),
        ]


class Look(Chained):
    """One response that showed a person's data: of which category, for what purpose, through which relation."""

    category = models.CharField(max_length=20)
    relation = models.CharField(max_length=20, blank=True)
    page = models.CharField(max_length=80)

    class Meta:
        indexes = [models.Index(fields=["organisation_id", "at"], name="look_at")]


class LookPerson(Stored):
    """Whom a look showed. The same look within a minute is one: the unique key holds the minute."""

    id = models.BigAutoField(primary_key=True)
    look_id = models.UUIDField()
    participant_id = models.UUIDField()
    viewer_key = models.CharField(max_length=100)
    category = models.CharField(max_length=20)
    page = models.CharField(max_length=80)
    minute = models.BigIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["participant_id", "viewer_key", "category", "page", "minute"],
                name="one_look_a_minute",
            )
        ]

    def __str__(self) -> str:
        return f"LookPerson {self.pk}"


class Received(Stored):
    """A form that has arrived: the same operation again gets the same answer. Kept 30 days."""

    op_id = models.UUIDField(primary_key=True)
    viewer_key = models.CharField(max_length=100)
    route = models.CharField(max_length=120)
    body_sha256 = models.CharField(max_length=64)
    answer = models.CharField(max_length=400)
    at = models.DateTimeField(default=clock.now)

    class Meta:
        indexes = [models.Index(fields=["at"], name="received_at")]

    def __str__(self) -> str:
        return f"Received {self.pk}"
