"""Reads about people. Each one tells the viewer's looks whom it shows."""

from dataclasses import replace
from datetime import date
from functools import cache
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet, Subquery

from handrail.access import APART, EVERY_CATEGORY, Category, Permission, RelationKind, Role, Viewer, Wishes
from handrail.accounts.models import User
from handrail.accounts.queries import members
from handrail.base.errors import NotFound
from handrail.base.frozen import frozen
from handrail.base.words import _
from handrail.people.limits import Blocked
from handrail.people.models import (
    BlockedContact,
    DataKey,
    OutsideRecord,
    Participant,
    Relation,
    Supporter,
    needs_coordinator,
    open_relations,
)
from handrail.people.rules import RELATIONSHIPS, Relationship, name_spans
from handrail.people.rules.blocked import Place, Traits, is_same
from handrail.prepared import prepared

LIST_LENGTH = 50
MANY = 1000


@prepared
def _person(viewer: Viewer, key: str) -> QuerySet[Participant]:
    rows = Participant.objects.visible_to(viewer).select_related("organisation", "site")
    return rows.filter(key=key)[:1]


def person(viewer: Viewer, key: str, category: Category = Category.CONTACT) -> Participant:
    """
    Return the person behind ``key`` when a relation of the viewer covers ``category``, and note the look.

    Raises NotFound alike for a key that is absent and one that is closed to the viewer.
    """
    found = _person.first(viewer, key)
    if found is not None and not viewer.sees_every_row:
        viewer.opened[found.pk] = tuple(_scopes(viewer, found.pk))  # for the rest of this request
        viewer.kept.pop(found.pk, None)
    if found is None or not covers(viewer, found.pk, category):
        viewer.looks.refused = key
        raise _absent(viewer, key)
    viewer.looks.add(category, {found.pk})
    return found


@prepared
def _blocks(user_id: UUID, key: str, today: date) -> QuerySet[BlockedContact, tuple[Any, ...]]:
    """Return who is kept away from the person behind ``key``, and by what the one who asks is known: one statement."""
    rows = BlockedContact.objects.filter(participant__key=key, from_on__lte=today)
    asker = User.objects.filter(pk=user_id)
    known = [Subquery(asker.values(name)[:1]) for name in ("name", "phone", "email")]
    running = rows.filter(Q(to_on__isnull=True) | Q(to_on__gt=today))
    return running.values_list("pk", "user_id", "name", "phone", "email", *known)


def _absent(viewer: Viewer, key: str) -> NotFound:
    """
    Return what says that there is no such page; behind it, when a blocked contact asked, who learns of it.

    A block by name, phone or e-mail knows an account that was given later; a colleague of the same name is another.
    """
    for pk, user, name, phone, email, *known in _blocks(viewer.own_user, key, viewer.today):
        called, its_phone, its_email = (one or "" for one in known)
        met = Traits(viewer.user_id, "" if viewer.is_staff else called, its_phone, its_email)
        if is_same(Traits(user, name, phone, email), met):
            block = BlockedContact.objects.select_related("participant").get(pk=pk)
            return Blocked(block, Place.PAGE, viewer)
    return NotFound(str(_("There is no such page.")))


@prepared
def _scopes(viewer: Viewer, participant_id: UUID) -> QuerySet[Relation, tuple[str, int]]:
    return open_relations(viewer).filter(participant_id=participant_id).values_list("kind", "scopes")


def _opened(viewer: Viewer, participant_id: UUID) -> tuple[tuple[str, int], ...]:
    """Return kinds and scopes of the viewer's relations to this person today: what ``person`` read, or asked now."""
    known = viewer.opened.get(participant_id)
    return tuple(_scopes(viewer, participant_id)) if known is None else known


def covered(viewer: Viewer, participant_id: UUID) -> frozenset[Category]:
    """Return the categories of this person that the viewer's relations cover today."""
    if viewer.sees_every_row:
        return EVERY_CATEGORY
    return _within(_opened(viewer, participant_id))


@cache
def _within(opened: tuple[tuple[str, int], ...]) -> frozenset[Category]:
    return frozenset(
        category for category in Category if any(scopes & category.bit for _kind, scopes in opened)
    )


def covers(viewer: Viewer, participant_id: UUID, category: Category) -> bool:
    """Return whether a relation of the viewer covers ``category`` of this person today."""
    return viewer.sees_every_row or any(
        scopes & category.bit for _kind, scopes in _opened(viewer, participant_id)
    )


@prepared
def _one_beyond_many(viewer: Viewer) -> QuerySet[Relation, UUID]:
    return open_relations(viewer).values_list("participant_id", flat=True)[MANY : MANY + 1]


def has_many_people(viewer: Viewer) -> bool:
    """Return whether so many records are open that a list is quicker read in its order than from the viewer's people."""
    return viewer.role == Role.MANAGER and opens_many(viewer)


def opens_many(viewer: Viewer) -> bool:
    """Return whether more than ``MANY`` records are open to the viewer, in whatever role: asked once in a request."""
    if not viewer.many:
        viewer.many.append(bool(_one_beyond_many(viewer)))
    return viewer.many[0]


def with_many_people(place: Viewer) -> list[Viewer]:
    """Return as viewers the managers and coordinators of a place to whom more than ``MANY`` records are open."""
    found = {
        one.user_id: replace(place, actor="user", user_id=one.user_id, role=one.role, figures={}, many=[])
        for one in members(place, roles=frozenset({Role.MANAGER, Role.COORDINATOR}))
    }
    return [viewer for viewer in found.values() if opens_many(viewer)]


@prepared
def _people(
    viewer: Viewer, spans: tuple[tuple[str, str], ...], start_after: str, in_order: bool
) -> QuerySet[Participant]:
    seen = Participant.objects.visible_to(viewer, in_order=in_order)
    rows = seen.named_within(spans, viewer.organisation_id)
    if start_after:
        rows = rows.filter(sort_key__gt=start_after)
    return rows.order_by("sort_key", "pk")[:LIST_LENGTH]


def people_list(viewer: Viewer, *, search: str = "", start_after: str = "") -> list[Participant]:
    """Return up to 50 people by name, after ``start_after`` (a sort key), whose record is open to the viewer."""
    spans = name_spans(search)
    found = _people(viewer, spans, start_after, not spans and has_many_people(viewer))
    viewer.looks.add(Category.CONTACT, {row.pk for row in found})
    return found


@frozen
class PersonBeside:
    """Somebody beside the person, and in plain words what they see."""

    name: str
    kind: str
    part: str
    phone: str
    sees: str
    user_id: UUID | None
    since: date | None = None
    relationship: str = ""


@prepared
def _coordinator(participant_id: UUID) -> QuerySet[Relation]:
    rows = Relation.objects.select_related("user").filter(participant_id=participant_id)
    return rows.filter(kind=RelationKind.COORDINATOR, to_on__isnull=True)[:1]


def coordinator_of(participant: Participant) -> Relation | None:
    """Return the current coordinator's relation, or None when nobody is named."""
    return _coordinator.first(participant.pk)


def _sees(relation: Relation) -> str:
    if relation.scopes & Category.NOTES.bit:
        return str(_("Sees my whole plan"))
    if relation.scopes & Category.PLAN.bit:
        return str(_("Sees my steps. Not my notes"))
    return str(_("Sees what I show them"))


def may_give_account(viewer: Viewer, participant: Participant) -> bool:
    """Return whether the viewer gives accounts on this record: who coordinates and may say who opens it."""
    return viewer.may(Permission.COORDINATE) and covers(viewer, participant.pk, Category.ACCESS)


def has_account(viewer: Viewer, participant: Participant) -> bool:
    """Return whether the person can sign in to their own record."""
    return participant.relations.filter(
        Q(to_on__isnull=True) | Q(to_on__gt=viewer.today), kind=RelationKind.SELF
    ).exists()


def without_account(viewer: Viewer, participant: Participant) -> list[Supporter]:
    """Return the family and friends of a person who have no account, by name."""
    return _without_account(viewer, participant.pk)


def supporter(viewer: Viewer, participant: Participant, key: str) -> Supporter:
    """Return one of the person's family and friends by key, with an account or without, or raise NotFound."""
    rows = Supporter.objects.visible_to(viewer).filter(participant=participant, key=key, to_on=None)
    found: Supporter | None = rows.first()
    if found is None:
        raise NotFound(str(_("There is no such page.")))
    return found


@prepared
def _relations_beside(participant_id: UUID, today: date) -> QuerySet[Relation]:
    rows = Relation.objects.select_related("user").filter(participant_id=participant_id)
    running = rows.filter(Q(to_on__isnull=True) | Q(to_on__gt=today))
    # Who is on call may come because a colleague worries: the person reads of it where they asked themselves.
    # An invitation to one thing is no place beside the person: it stands with what they share.
    left_out = {RelationKind.SELF, RelationKind.SUPERVISOR, RelationKind.ON_CALL, *APART}
    return running.exclude(kind__in=left_out).order_by("user__name")


def who_reads(viewer: Viewer, participant: Participant, category: Category) -> list[str]:
    """Return the names of those beside the person to whom such rows are open today, but the viewer's own; by name."""
    rows = _relations_beside(participant.pk, viewer.today)
    others = (row for row in rows if row.user_id != viewer.user_id and row.from_on <= viewer.today)
    return list(dict.fromkeys(row.user.name for row in others if row.scopes & category.bit))


@prepared
def _without_account(viewer: Viewer, participant_id: UUID) -> QuerySet[Supporter]:
    rows = Supporter.objects.visible_to(viewer).filter(participant_id=participant_id)
    return rows.filter(user=None, to_on=None).order_by("name", "pk")


def people_beside(viewer: Viewer, participant: Participant) -> list[PersonBeside]:
    """Return the team, family and peers of a person: coordinator first, then by name; people without account last."""
    relations = _relations_beside(participant.pk, viewer.today)
    rows = sorted(relations, key=lambda row: row.kind != RelationKind.COORDINATOR)
    beside = [
        PersonBeside(row.user.name, row.kind, row.part, row.user.phone, _sees(row), row.user_id, row.from_on)
        for row in rows
    ]
    for row in without_account(viewer, participant):
        beside.append(
            PersonBeside(
                row.called or row.name,
                "supporter",
                str(RELATIONSHIPS[Relationship(row.relationship)]),
                row.phone,
                str(_("Sees nothing here")),
                None,
                relationship=row.relationship,
            )
        )
    return beside


def without_coordinator(viewer: Viewer) -> QuerySet[Participant]:
    """Return the people of the organisation whom nobody coordinates: the coordinators' own list. Erased ones need nobody."""
    if not viewer.may(Permission.COORDINATE):
        return Participant.objects.none()
    return _alone(viewer)


def _alone(viewer: Viewer) -> QuerySet[Participant]:
    rows = Participant.objects.filter(organisation_id=viewer.own_organisation, needs_coordinator=True)
    return rows.order_by("sort_key", "pk")


@prepared
def _first_alone(viewer: Viewer) -> QuerySet[Participant]:
    return _alone(viewer)[:LIST_LENGTH]


def uncoordinated_list(viewer: Viewer, *, at_most: int = LIST_LENGTH) -> list[Participant]:
    """Return up to 50 people without a coordinator, and note that their names were shown."""
    found = _first_alone(viewer)[:at_most] if viewer.may(Permission.COORDINATE) else []
    viewer.looks.add(Category.CONTACT, {row.pk for row in found})
    return found


def uncoordinated(viewer: Viewer, key: str) -> Participant:
    """Return one of the people without a coordinator, or raise NotFound."""
    found = without_coordinator(viewer).filter(key=key).first()
    if found is None:
        raise NotFound(str(_("Somebody is named already, or there is no such person.")))
    return found


def may_coordinate(viewer: Viewer) -> dict[str, tuple[str, User]]:
    """Return the colleagues who may coordinate, the viewer first, by the key of a form."""
    users = {
        str(member.user_id): member.name for member in members(viewer, roles=frozenset({Role.COORDINATOR}))
    }
    found = User.objects.in_bulk([UUID(key) for key in users])
    order = sorted(users, key=lambda key: (key != str(viewer.user_id), users[key]))
    return {key: (users[key], found[UUID(key)]) for key in order}


def outside_records(viewer: Viewer, participant: Participant) -> QuerySet[OutsideRecord]:
    """Return what other services hold about the person, newest first."""
    return (
        OutsideRecord.objects.visible_to(viewer)
        .filter(participant=participant)
        .order_by("kind", "-recorded_on", "pk")
    )


@prepared
def _outside(viewer: Viewer, participant_id: UUID) -> QuerySet[OutsideRecord, UUID]:
    return (
        OutsideRecord.objects.visible_to(viewer)
        .filter(participant_id=participant_id)
        .values_list("pk", flat=True)
    )


def outside_count(viewer: Viewer, participant: Participant) -> int:
    """Return how many records of other services are open to the viewer."""
    return len(_outside(viewer, participant.pk))


def own_participant(user_id: UUID, organisation_id: UUID) -> Participant | None:
    """Return the record that is the user's own, if there is one."""
    relation = (
        Relation.objects.select_related("participant")
        .filter(user_id=user_id, organisation_id=organisation_id, kind=RelationKind.SELF, to_on__isnull=True)
        .first()
    )
    return relation.participant if relation else None


def own_record_id(user_id: UUID, organisation_id: UUID) -> UUID | None:
    """Return the id of the record that is the user's own, for a new session."""
    own = own_participant(user_id, organisation_id)
    return own.pk if own else None


def wishes_of(participant_id: UUID) -> Wishes:
    """Return how a person wants their own pages to look, for a new session."""
    row = Participant.objects.filter(pk=participant_id).first()
    if row is None:
        return Wishes()
    return Wishes(row.shows_leave, row.list_name, row.tab_title, row.asked_at is not None)


def own_account(viewer: Viewer, participant: Participant) -> User | None:
    """Return the account on the person's own record, if there is one."""
    relations = Relation.objects.select_related("user").filter(
        organisation_id=viewer.own_organisation,
        participant=participant,
        kind=RelationKind.SELF,
        to_on__isnull=True,
    )
    found = relations.first()
    return found.user if found else None


def outside_record(viewer: Viewer, participant: Participant, key: str) -> OutsideRecord:
    """Return one record from elsewhere by its key, or raise NotFound."""
    rows = OutsideRecord.objects.visible_to(viewer).filter(participant=participant, key=key)
    found: OutsideRecord | None = rows.first()
    if found is None:
        raise NotFound(str(_("There is no such page.")))
    return found


def wrong_about_coordinators() -> int:
    """Return of how many people the record of who needs a coordinator differs from their relations; for checks."""
    said = Q(needs_coordinator=True)
    truth = needs_coordinator()
    return Participant.objects.filter((said & ~truth) | (~said & truth)).count()


def is_erased(participant: Participant) -> bool:
    """Return whether names and content of this record are gone: its key was destroyed."""
    return not DataKey.objects.filter(participant=participant).exists()
