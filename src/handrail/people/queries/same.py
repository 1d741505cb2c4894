"""
Whom a new record might repeat: found by keys, compared by the rules of ``people.duplicates``.

This read stands apart from ``visible_to``: whether somebody is known must be asked of everybody in the organisation.
What it says of a record that is not open to the viewer is one sentence, and only when name and birth date agree. It
runs the same statements whatever it finds, so that neither page nor time tells more.
"""

from collections.abc import Iterable
from uuid import UUID

from django.db.models import Case, IntegerField, Q, QuerySet, Sum, Value, When

from handrail.access import Category, Viewer
from handrail.base.frozen import frozen
from handrail.base.ids import NIL
from handrail.base.words import Words
from handrail.people.duplicates.known import Known, known
from handrail.people.duplicates.pairs import keys
from handrail.people.duplicates.weigh import REASONS, Match, compare
from handrail.people.models import BlockedContact, Identifier, NameToken, Participant
from handrail.prepared import padded, prepared

LOOKED_AT = 40
SHOWN = 5
# Keys from "@" on are half a name: many share them. The others nearly say who it is.
RARE, COMMON = 4, 1


@frozen
class Likely:
    """Somebody whose record is open to the viewer and who may be the person that is written down."""

    participant: Participant
    score: float
    reasons: tuple[Words, ...]


@frozen
class Same:
    """What a search for the same person found: who may be it, and whether somebody else is to be asked."""

    likely: tuple[Likely, ...] = ()
    hidden: UUID | None = None  # a record that is not open to the viewer, with the same name and birth date

    def __bool__(self) -> bool:
        return bool(self.likely) or self.hidden is not None

    def open_one(self, key: str) -> Participant | None:
        """Return whom the answer named by ``key``; None for a key that it did not name."""
        return next((one.participant for one in self.likely if one.participant.key == key), None)


def known_of(participant: Participant, pairs: Iterable[tuple[str, str]] | None = None) -> Known:
    """Return what the comparison knows of a record; ``pairs`` are its numbers when they were read already."""
    numbers = participant.identifiers.values_list("system", "value") if pairs is None else pairs
    return known(
        str(participant.pk),
        given=participant.given_name,
        family=participant.family_name,
        called=participant.called,
        birth=participant.birth_on.isoformat() if participant.birth_on else "",
        identifiers=numbers,
        phones=[participant.phone],
        address=participant.address,
    )


@prepared
def _by_keys(viewer: Viewer, wanted: tuple[str, ...], leaving_out: UUID) -> QuerySet[NameToken, UUID]:
    """Return who shares a key: of the index alone, those with the most telling keys first."""
    weight = Case(When(token__range=("@", "A"), then=Value(COMMON)), default=Value(RARE))
    rows = NameToken.objects.filter(organisation_id=viewer.own_organisation, token__in=wanted)
    counted = rows.values("participant_id").annotate(n=Sum(weight, output_field=IntegerField()))
    found = counted.exclude(participant_id=leaving_out).order_by("-n", "participant_id")
    return found.values_list("participant_id", flat=True)[:LOOKED_AT]


@prepared
def _identifiers(people: tuple[UUID, ...]) -> QuerySet[Identifier, tuple[UUID, str, str]]:
    rows = Identifier.objects.filter(participant_id__in=people)
    return rows.values_list("participant_id", "system", "value")


def _numbers(people: tuple[UUID, ...]) -> dict[UUID, list[tuple[str, str]]]:
    found: dict[UUID, list[tuple[str, str]]] = {}
    for person, system, value in _identifiers(people):
        found.setdefault(person, []).append((system, value))
    return found


@prepared
def _rows(viewer: Viewer, people: tuple[UUID, ...]) -> QuerySet[Participant]:
    return Participant.objects.filter(organisation_id=viewer.own_organisation, pk__in=people)


@prepared
def _open_ones(viewer: Viewer, people: tuple[UUID, ...]) -> QuerySet[Participant, UUID]:
    return Participant.objects.visible_to(viewer).filter(pk__in=people).values_list("pk", flat=True)


@prepared
def _kept_away(viewer: Viewer, people: tuple[UUID, ...]) -> QuerySet[BlockedContact, UUID]:
    """Return which of these people keep the viewer away today."""
    rows = BlockedContact.objects.filter(
        Q(to_on__isnull=True) | Q(to_on__gt=viewer.today),
        participant_id__in=people,
        user_id=viewer.own_user,
        from_on__lte=viewer.today,
    )
    return rows.values_list("participant_id", flat=True)


def same_as(viewer: Viewer, sought: Known, *, leaving_out: UUID = NIL) -> Same:
    """
    Return who may be the person that ``sought`` describes: five statements, whatever there is.

    ``leaving_out`` is a record that is known to be the sought one. Somebody whom a person keeps away hears nothing of
    that person. Looks are noted for whom the answer names.
    """
    found = padded([*_by_keys(viewer, padded(keys(sought) or {"@"}), leaving_out), NIL])
    numbers = _numbers(found)
    matches = [(row, compare(sought, known_of(row, numbers.get(row.pk, ())))) for row in _rows(viewer, found)]
    seen = set(_open_ones(viewer, found))
    away = set(_kept_away(viewer, found))
    matches = [pair for pair in matches if pair[0].pk not in away]
    matches.sort(key=lambda pair: (-pair[1].score, pair[0].pk))
    return _told(viewer, [pair for pair in matches if pair[1].is_likely], seen)


@frozen
class Alike:
    """Two records that may be of one person, by the keys in their addresses."""

    key: str
    other: str
    score: float
    reasons: tuple[Words, ...]


def alike(viewer: Viewer, keys_of_people: Iterable[str]) -> list[Alike]:
    """Return whom of the organisation each of these people may be, as far as the viewer may see them."""
    rows = Participant.objects.visible_to(viewer).filter(key__in=list(keys_of_people)).order_by("pk")
    return [
        Alike(row.key, one.participant.key, one.score, one.reasons)
        for row in rows
        for one in same_as(viewer, known_of(row), leaving_out=row.pk).likely
    ]


def _told(viewer: Viewer, matches: list[tuple[Participant, Match]], seen: set[UUID]) -> Same:
    open_to = [(row, match) for row, match in matches if row.pk in seen][:SHOWN]
    closed = [row.pk for row, match in matches if row.pk not in seen and match.name_and_birth]
    viewer.looks.add(Category.CONTACT, {row.pk for row, _match in open_to})
    likely = [
        Likely(row, match.score, tuple(REASONS[reason] for reason in match.reasons)) for row, match in open_to
    ]
    return Same(tuple(likely), next(iter(closed), None))
