from handrail.access import Category, Viewer
from handrail.base.frozen import frozen
from handrail.base.words import _
from handrail.community.models import WayThere
from handrail.community.rules import TRANSPORTS, Transport, way_key
from handrail.people.models import Participant


@frozen
class Way:
    """How the person gets to one place, in words."""

    place: str
    how: str
    fallback: str
    row: WayThere


def _way(row: WayThere) -> Way:
    parts = [str(TRANSPORTS[Transport(row.transport)])]
    if row.line:
        parts.append(row.line)
    if row.minutes is not None:
        parts.append(_("%(n)s minutes") % {"n": row.minutes})
    if row.with_whom:
        parts.append(_("%(who)s comes along") % {"who": row.with_whom})
    return Way(row.place_name, ". ".join(part.rstrip(". ") for part in parts) + ".", row.fallback, row)


def ways_of(viewer: Viewer, participant: Participant) -> list[Way]:
    """Return how the person gets to each place, by name."""
    rows = WayThere.objects.visible_to(viewer).filter(participant=participant).order_by("place_key")
    viewer.looks.add(Category.LINKS, {participant.pk})
    return [_way(row) for row in rows]


def way_to(viewer: Viewer, participant: Participant, place_name: str) -> Way | None:
    """Return how the person gets to one place, or None when nothing is written."""
    rows = WayThere.objects.visible_to(viewer).filter(participant=participant)
    row = rows.filter(place_key=way_key(place_name)).first()
    return _way(row) if row else None
