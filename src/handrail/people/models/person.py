from collections.abc import Iterable
from typing import Any, ClassVar, Self
from uuid import UUID

from django.contrib.auth import get_user_model
from django.db import models
from django.db.models import Case, Exists, F, OuterRef, Q, Value, When

from handrail.access import Category, Label, RelationKind, Viewer
from handrail.accounts.models import Organisation, Site
from handrail.base.models import KeyedRow, Row
from handrail.people.rules import PlanView, name_spans

LABELS = [(label.value, label.name.lower()) for label in Label]


def choices(kind: Any) -> list[tuple[str, str]]:
    return [(member.value, member.value) for member in kind]


def open_relations(viewer: Viewer) -> "models.QuerySet[Relation]":
    """Return the relations that open records to ``viewer`` today."""
    return Relation.objects.filter(
        Q(to_on__isnull=True) | Q(to_on__gt=viewer.today),
        organisation_id=viewer.own_organisation,
        user_id=viewer.own_user,
        kind__in=viewer.opening_kinds,
        from_on__lte=viewer.today,
    )


class ParticipantQuerySet(models.QuerySet["Participant"]):
    def visible_to(self, viewer: Viewer, *, in_order: bool = False) -> Self:
        """
        Keep the people whose record is open to ``viewer``: one semi-join, for every role.

        ``in_order`` lets the database walk an order and ask of each: less work for the first few of very many.
        """
        if viewer.sees_every_row:
            return self.filter(organisation_id=viewer.organisation_id) if viewer.organisation_id else self
        opened = open_relations(viewer).filter(scopes__gt=0, clears__gt=0)
        if in_order:
            own = opened.filter(participant_id=OuterRef("pk"))
            return self.filter(Exists(own), organisation_id=viewer.organisation_id)
        return self.filter(organisation_id=viewer.organisation_id, pk__in=opened.values("participant_id"))

    def named_like(self, search: str, organisation_id: Any) -> Self:
        """Keep people with a name word that begins with each word of ``search``."""
        return self.named_within(name_spans(search), organisation_id)

    def named_within(self, spans: Iterable[tuple[str, str]], organisation_id: Any) -> Self:
        """Keep people with a name word in each of ``spans``, as ``name_spans`` makes them."""
        found = self
        for first, beyond in spans:
            words = NameToken.objects.filter(
                organisation_id=organisation_id, token__gte=first, token__lt=beyond
            )
            found = found.filter(pk__in=words.values("participant_id"))
        return found


class Participant(KeyedRow):
    """A person with a record. Everything about them hangs here; nothing here is needed to start but a name."""

    category: ClassVar = Category.CONTACT
    default_label: ClassVar = Label.NORMAL

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT)
    site = models.ForeignKey(Site, on_delete=models.PROTECT, null=True)
    called = models.CharField(max_length=200)
    given_name = models.CharField(max_length=200, blank=True)
    family_name = models.CharField(max_length=200, blank=True)
    birth_on = models.DateField(null=True)
    language = models.CharField(max_length=12, blank=True)
    speaks = models.CharField(max_length=120, blank=True)  # languages, as the person says them
    needs_interpreter = models.BooleanField(default=False)
    phone = models.CharField(max_length=40, blank=True)
    email = models.EmailField(null=True)
    address = models.CharField(max_length=300, blank=True)
    sort_key = models.CharField(max_length=200)
    plan_view = models.CharField(max_length=8, choices=choices(PlanView), default=PlanView.PATH)
    list_name = models.CharField(max_length=60, blank=True)
    tab_title = models.CharField(max_length=60, blank=True)
    shows_leave = models.BooleanField(default=True)
    asked_at = models.DateTimeField(null=True)  # when these three were asked, or put off, for the first time
    needs_coordinator = models.BooleanField(default=True)  # written by settle_coordinator alone
    label = models.PositiveSmallIntegerField(choices=LABELS, default=Label.NORMAL)
    version = models.PositiveIntegerField(default=1)

    objects = ParticipantQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["organisation", "sort_key", "id"], name="person_list"),
            models.Index(
                fields=["organisation", "sort_key", "id"],
                condition=Q(needs_coordinator=True),
                name="person_alone",
            ),
        ]

    @property
    def full_name(self) -> str:
        return f"{self.given_name} {self.family_name}".strip() or self.called

    @property
    def listed_name(self) -> str:
        """What lists say: the name the person likes, and the family name unless it is in there already."""
        known = self.family_name in self.called
        return self.called if known else f"{self.called} {self.family_name}"

    @property
    def participant_id(self) -> Any:
        return self.pk


class NameToken(models.Model):
    """A folded word of a name, which search compares by its beginning; or a key by which the same person is found."""

    category: ClassVar = Category.CONTACT
    default_label: ClassVar = Label.NORMAL

    id = models.BigAutoField(primary_key=True)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    participant = models.ForeignKey(Participant, on_delete=models.PROTECT, related_name="name_tokens")
    token = models.CharField(max_length=40)

    class Meta:
        indexes = [models.Index(fields=["organisation", "token", "participant"], name="name_token_find")]
        constraints = [models.UniqueConstraint(fields=["participant", "token"], name="one_name_token")]

    def __str__(self) -> str:
        return f"NameToken {self.pk}"


class Relation(Row):
    """The one table that opens a record: who, to whom, why, for which categories, from when to when."""

    category: ClassVar = Category.ACCESS
    default_label: ClassVar = Label.NORMAL

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    user = models.ForeignKey(get_user_model(), on_delete=models.PROTECT, related_name="relations")
    participant = models.ForeignKey(Participant, on_delete=models.PROTECT, related_name="relations")
    kind = models.CharField(max_length=12, choices=choices(RelationKind))
    scopes = models.PositiveIntegerField()
    clears = models.PositiveIntegerField()
    withheld = models.PositiveIntegerField(default=0)  # what was given too and a refusal took out of scopes
    part = models.CharField(max_length=80, blank=True)
    thing = models.UUIDField(null=True)  # the one goal or look back that an invitation opens
    from_on = models.DateField()
    to_on = models.DateField(null=True)
    source = models.CharField(max_length=40)

    class Meta:
        indexes = [
            models.Index(
                # The last three only so that the question is answered by the index alone.
                fields=[
                    "organisation",
                    "user",
                    "participant",
                    "from_on",
                    "to_on",
                    "kind",
                    "scopes",
                    "clears",
                ],
                name="relation_opens",
            ),
            models.Index(fields=["participant", "kind"], name="relation_of_person"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["participant"],
                condition=Q(kind=RelationKind.COORDINATOR, to_on__isnull=True),
                name="one_coordinator",
            ),
            models.UniqueConstraint(
                fields=["participant", "user", "kind"],
                condition=Q(to_on__isnull=True),
                name="one_open_relation",
            ),
            models.CheckConstraint(
                condition=Q(to_on__isnull=True) | Q(to_on__gte=F("from_on")), name="relation_dates"
            ),
            models.CheckConstraint(
                condition=Q(kind=RelationKind.INVITED, thing__isnull=False)
                | (~Q(kind=RelationKind.INVITED) & Q(thing__isnull=True)),
                name="invitation_opens_one_thing",
            ),
        ]

    def save(self, *given: Any, **named: Any) -> None:
        """Save, and say of the person whether somebody coordinates now: here, so that no path can forget it."""
        super().save(*given, **named)
        if self.kind == RelationKind.COORDINATOR:
            settle_coordinator(self.participant_id)


def needs_coordinator() -> Q:
    """Return the rule: a person whose record was not erased, and whom nobody coordinates."""
    named = Relation.objects.filter(kind=RelationKind.COORDINATOR, to_on__isnull=True)
    keys = DataKey.objects.filter(participant=OuterRef("pk"))
    return Q(Exists(keys)) & ~Q(Exists(named.filter(participant=OuterRef("pk"))))


def settle_coordinator(participant_id: UUID) -> None:
    """Write down whether the person needs a coordinator, as the relations say."""
    Participant.objects.filter(pk=participant_id).update(
        needs_coordinator=Case(When(needs_coordinator(), then=Value(True)), default=Value(False))
    )


class DataKey(models.Model):
    """The wrapped key of a person's sealed text. Erasure destroys it."""

    category: ClassVar = Category.ACCESS
    default_label: ClassVar = Label.NORMAL

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    participant = models.OneToOneField(
        Participant, on_delete=models.PROTECT, primary_key=True, related_name="data_key"
    )
    wrapped = models.BinaryField()

    def __str__(self) -> str:
        return f"DataKey {self.pk}"
