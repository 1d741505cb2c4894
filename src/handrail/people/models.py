from collections.abc import Iterable
from typing import Any, ClassVar, Self
from uuid import UUID

from django.contrib.auth import get_user_model
from django.db import models
from django.db.models import Case, Exists, F, OuterRef, Q, Value, When

from handrail.access import Category, Label, RelationKind, Viewer
from handrail.accounts.models import Organisation, Site
from handrail.base import clock
from handrail.base.models import KeyedRow, Row
from handrail.people.opened import Opened
from handrail.people.rules import OutsideAnswer, OutsideKind, PlanView, Relationship, name_spans

LABELS = [(label.value, label.name.lower()) for label in Label]


def _choices(kind: Any) -> list[tuple[str, str]]:
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
    phone = models.CharField(max_length=40, blank=True)
    email = models.EmailField(null=True)
    address = models.CharField(max_length=300, blank=True)
    sort_key = models.CharField(max_length=200)
    plan_view = models.CharField(max_length=8, choices=_choices(PlanView), default=PlanView.PATH)
    list_name = models.CharField(max_length=60, blank=True)
    tab_title = models.CharField(max_length=60, blank=True)
    shows_leave = models.BooleanField(default=True)
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


class AboutPersonQuerySet(models.QuerySet[Any]):
    def visible_to(self, viewer: Viewer) -> Self:
        """Keep rows whose person, category and label a relation of ``viewer`` opens today."""
        if viewer.sees_every_row:
            return self.filter(organisation_id=viewer.organisation_id) if viewer.organisation_id else self
        opened = Opened(viewer, self.model.category.bit)
        return self.filter(opened, organisation_id=viewer.organisation_id)

    def among_people_of(self, viewer: Viewer, *, in_order: bool = False) -> Self:
        """
        Keep what ``visible_to`` keeps, for a list across people: the database begins with the viewer's people.

        Without that, or ``in_order``, it looks at each row of the organisation and asks who opens it.
        """
        seen = self.visible_to(viewer)
        if viewer.sees_every_row or in_order:
            return seen
        return seen.filter(participant_id__in=open_relations(viewer).values("participant_id"))


def about(*, has_index: bool = True) -> Any:
    """Return the field for the person that a row is about; without an index where another begins with it."""
    return models.ForeignKey(
        Participant, on_delete=models.PROTECT, related_name="%(class)ss", db_index=has_index
    )


def who(**options: Any) -> Any:
    """Return the field for a user who did something: no index, for nobody asks for rows by it alone."""
    return models.ForeignKey(
        get_user_model(), on_delete=models.PROTECT, related_name="+", db_index=False, **options
    )


class PersonRow(models.Model):
    """What every row about one person has: opened by Relation, scope and label."""

    category: ClassVar[Category]
    default_label: ClassVar = Label.NORMAL

    # An index of an organisation's rows finds most of the table: it costs each write and serves no question.
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+", db_index=False)
    participant = about()
    label = models.PositiveSmallIntegerField(choices=LABELS, default=Label.NORMAL)

    objects = AboutPersonQuerySet.as_manager()

    class Meta:
        abstract = True


class AboutPerson(PersonRow, KeyedRow):
    """A row about one person that a page addresses, under the person's key."""

    class Meta:
        abstract = True


class StatusChange(PersonRow, Row):
    """One step through a table of states: from, to, who, when, why. Written once, never changed."""

    from_status = models.CharField(max_length=16)
    to_status = models.CharField(max_length=16)
    changed_at = models.DateTimeField(default=clock.now)
    changed_by = who(null=True)
    reason = models.TextField(blank=True)

    class Meta:
        abstract = True


class NameToken(models.Model):
    """A folded word of a name: what search by name compares, by its beginning."""

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


class Identifier(AboutPerson):
    """A number by which another system knows the person."""

    category: ClassVar = Category.CONTACT

    system = models.CharField(max_length=200)
    value = models.CharField(max_length=200)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organisation", "system", "value"], name="one_identifier")
        ]


class Relation(Row):
    """The one table that opens a record: who, to whom, why, for which categories, from when to when."""

    category: ClassVar = Category.ACCESS
    default_label: ClassVar = Label.NORMAL

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    user = models.ForeignKey(get_user_model(), on_delete=models.PROTECT, related_name="relations")
    participant = models.ForeignKey(Participant, on_delete=models.PROTECT, related_name="relations")
    kind = models.CharField(max_length=12, choices=_choices(RelationKind))
    scopes = models.PositiveIntegerField()
    clears = models.PositiveIntegerField()
    part = models.CharField(max_length=80, blank=True)
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


class Supporter(AboutPerson):
    """Family or a friend, as the person names them; with an account only when the person asked for it."""

    category: ClassVar = Category.CONTACT

    name = models.CharField(max_length=200)
    called = models.CharField(max_length=200, blank=True)
    relationship = models.CharField(max_length=20, choices=_choices(Relationship))
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

    kind = models.CharField(max_length=12, choices=_choices(OutsideKind))
    source = models.CharField(max_length=200)
    text = models.TextField()
    status = models.CharField(max_length=40)
    recorded_on = models.DateField(null=True)
    answer = models.CharField(max_length=12, choices=_choices(OutsideAnswer), default=OutsideAnswer.NONE)
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
