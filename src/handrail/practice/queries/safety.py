"""Open concerns for safety: a list that nobody's label hides and no missing coordinator swallows."""

from datetime import datetime

from django.db.models import Exists, OuterRef, Q, QuerySet

from handrail.access import Category, Permission, RelationKind, Viewer
from handrail.base.errors import NotFound
from handrail.base.frozen import frozen
from handrail.base.words import _
from handrail.people.models import Relation
from handrail.practice.models import Note
from handrail.practice.rules import COUNTED_NOTES
from handrail.prepared import prepared


@frozen
class Concern:
    """An open concern for safety: about whom, from whom, since when. No words are shown in a list."""

    key: str
    person_key: str
    person: str
    author: str
    author_phone: str
    filed_at: datetime | None
    has_coordinator: bool


def _coordinated() -> Exists:
    return Exists(
        Relation.objects.filter(
            participant_id=OuterRef("participant_id"), kind=RelationKind.COORDINATOR, to_on__isnull=True
        )
    )


def open_concerns(viewer: Viewer) -> QuerySet[Note]:
    """
    Return the open concerns about the viewer's people, oldest first.

    Coordinators also see those about people whom nobody coordinates, so that no concern falls between two.
    """
    if not viewer.may(Permission.SAFETY_TAKE):
        return Note.objects.none()
    return _open(viewer, viewer.may(Permission.COORDINATE))


@prepared
def _listed(viewer: Viewer, coordinates: bool) -> QuerySet[Note]:
    found: QuerySet[Note] = _open(viewer, coordinates).annotate(known=_coordinated())
    return found


def _open(viewer: Viewer, coordinates: bool) -> QuerySet[Note]:
    rows: QuerySet[Note] = Note.objects.safety_open_to(viewer)
    if coordinates:
        waiting = Q(has_safety_concern=True, safety_taken_at__isnull=True, status__in=COUNTED_NOTES)
        alone = Note.objects.filter(waiting, ~Q(_coordinated()), organisation_id=viewer.own_organisation)
        rows = rows | alone
    return rows.select_related("participant", "author").order_by("filed_at", "pk")


def safety_list(viewer: Viewer) -> list[Concern]:
    """Return the open concerns with names and telephone numbers."""
    if not viewer.may(Permission.SAFETY_TAKE):
        return []
    rows = _listed(viewer, viewer.may(Permission.COORDINATE))
    viewer.looks.add(Category.SAFETY, {row.participant_id for row in rows})
    return [
        Concern(
            row.key,
            row.participant.key,
            row.participant.full_name,
            row.author.name,
            row.author.phone,
            row.filed_at,
            vars(row)["known"],
        )
        for row in rows
    ]


def concern(viewer: Viewer, key: str) -> Note:
    """Return one open concern that the viewer may take; raise NotFound otherwise."""
    found = open_concerns(viewer).filter(key=key).first()
    if found is None:
        raise NotFound(str(_("There is no such page.")))
    viewer.looks.add(Category.SAFETY, {found.participant_id})
    return found
