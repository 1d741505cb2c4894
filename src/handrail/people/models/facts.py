from typing import ClassVar

from django.contrib.auth import get_user_model
from django.db import models
from django.db.models import Q

from handrail.access import Category, Label
from handrail.accounts.models import Organisation
from handrail.base import clock
from handrail.base.models import Row
from handrail.people.models.person import Participant, choices
from handrail.people.models.rows import AboutPerson
from handrail.people.rules import OutsideAnswer, OutsideKind, Relationship


class Identifier(AboutPerson):
    """A number by which another system knows the person."""

    category: ClassVar = Category.CONTACT

    system = models.CharField(max_length=200)
    value = models.CharField(max_length=200)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organisation", "system", "value"], name="one_identifier")
        ]


class Supporter(AboutPerson):
    """Family or a friend, as the person names them; with an account only when the person asked for it."""

    category: ClassVar = Category.CONTACT

    name = models.CharField(max_length=200)
    called = models.CharField(max_length=200, blank=True)
    relationship = models.CharField(max_length=20, choices=choices(Relationship))
    phone = models.CharField(max_length=40, blank=True)
    email = models.EmailField(null=True)
    user = models.ForeignKey(get_user_model(), on_delete=models.PROTECT, null=True, related_name="+")
    from_on = models.DateField()
    to_on = models.DateField(null=True)

    class Meta:
        indexes = [models.Index(fields=["organisation", "participant", "name"], name="supporter_list")]


class OutsideRecord(AboutPerson):
    """A plan or goal that another service holds: read-only here, offered, never written into the plan."""

    category: ClassVar = Category.OUTSIDE

    kind = models.CharField(max_length=12, choices=choices(OutsideKind))
    source = models.CharField(max_length=200)
    text = models.TextField()
    status = models.CharField(max_length=40)
    recorded_on = models.DateField(null=True)
    answer = models.CharField(max_length=12, choices=choices(OutsideAnswer), default=OutsideAnswer.NONE)
    answered_at = models.DateTimeField(null=True)
    answered_by = models.ForeignKey(get_user_model(), on_delete=models.PROTECT, null=True, related_name="+")
    reason = models.TextField(blank=True)

    class Meta:
        indexes = [models.Index(fields=["organisation", "participant", "kind"], name="outside_list")]
        constraints = [
            models.CheckConstraint(
                condition=Q(answered_at__isnull=True, answered_by__isnull=True)
                | Q(answered_at__isnull=False, answered_by__isnull=False),
                name="outside_answered_by_and_at",
            )
        ]


class OutsideCopy(Row):
    """What a row was read from: the address in the other system and a digest, so that "unchanged" is exact."""

    category: ClassVar = Category.OUTSIDE
    default_label: ClassVar = Label.NORMAL

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    participant = models.ForeignKey(Participant, on_delete=models.PROTECT, related_name="outside_copies")
    address = models.CharField(max_length=300)
    digest = models.CharField(max_length=64)
    field_digests = models.JSONField(default=dict)  # of each field as last read, so that edits here are kept
    object_id = models.UUIDField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organisation", "address"], name="one_outside_copy"),
        ]


class KeptText(AboutPerson):
    """Words that lost when two people wrote the same thing; a person decides what becomes of them."""

    category: ClassVar = Category.PLAN

    object_kind = models.CharField(max_length=60)
    object_id = models.UUIDField()
    field = models.CharField(max_length=40)
    text = models.TextField()
    author = models.ForeignKey(get_user_model(), on_delete=models.PROTECT, null=True, related_name="+")
    language = models.CharField(max_length=12, blank=True)
    kept_at = models.DateTimeField(default=clock.now)
    settled_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["organisation", "participant", "kept_at"], name="kept_text_list")]
