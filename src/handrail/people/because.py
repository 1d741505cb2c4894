"""Why looks at people were allowed: from what a page read already, or with the statement that notes the looks."""

from uuid import UUID

from django.db.models import IntegerField, QuerySet, Value

from handrail.access import Category, RelationKind, Viewer
from handrail.audit.actions import Because, seen_in_minute
from handrail.audit.models import LookPerson
from handrail.people.models import Participant, open_relations
from handrail.prepared import prepared

ORDER = {kind.value: number for number, kind in enumerate(RelationKind)}
_NUMBER = IntegerField()


def first_kind(opened: tuple[tuple[str, int], ...], category: str) -> str:
    """Return the first kind of relation that covers ``category``, as the one decision names it; or no word."""
    bit = Category(category).bit
    kinds = [kind for kind, scopes in opened if scopes & bit]
    return min(kinds, key=ORDER.__getitem__, default="")


@prepared
def _seen_and_opened(
    viewer: Viewer, people: tuple[UUID, ...], who: str, page: str, minute: int
) -> QuerySet[LookPerson, tuple[str, UUID, int]]:
    """Return the looks of this minute (with 0), and the relations that open these people today (with their scopes)."""
    looks = seen_in_minute(people, who, page, minute).values_list(
        "category", "participant_id", Value(0, _NUMBER)
    )
    rows = open_relations(viewer).filter(participant_id__in=people, scopes__gt=0)
    found: QuerySet[LookPerson, tuple[str, UUID, int]] = looks.union(
        rows.values_list("kind", "participant_id", "scopes"), all=True
    )
    return found


class ByRelation(Because):
    """
    Names the relation behind each look of a viewer.

    Of a record that the page opened, the relations were read. Of people in a list they are read now, by the statement
    that asks for the looks of this minute: no page asks once more.
    """

    def __init__(self, viewer: Viewer) -> None:
        self.viewer = viewer
        self.opened: dict[UUID, tuple[tuple[str, int], ...]] = dict(viewer.opened)

    def seen(self, people: tuple[UUID, ...], who: str, page: str, minute: int) -> set[tuple[str, UUID]]:
        if self.viewer.sees_every_row or self.opened.keys() >= set(people):
            return super().seen(people, who, page, minute)
        noted = set()
        for word, person, scopes in _seen_and_opened(self.viewer, people, who, page, minute):
            if scopes:
                self.opened[person] = (*self.opened.get(person, ()), (word, scopes))
            else:
                noted.add((word, person))
        return noted

    def relation(self, category: str, person: UUID) -> str:
        return first_kind(self.opened.get(person, ()), category)

    def is_held_back(self, person: UUID) -> bool:
        return person in self.viewer.looks.held_back


@prepared
def _by_key(organisation_id: UUID, key: str) -> QuerySet[Participant, UUID]:
    rows = Participant.objects.filter(organisation_id=organisation_id, key=key)
    return rows.values_list("pk", flat=True)[:1]


def refused_record(viewer: Viewer) -> UUID | None:
    """Return whose record did not open, in the viewer's own organisation; None for a key of nobody there."""
    return _by_key.first(viewer.own_organisation, viewer.looks.refused)
