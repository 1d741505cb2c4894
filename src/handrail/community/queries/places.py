from datetime import date

from handrail.access import Permission, Viewer
from handrail.base.errors import NotFound
from handrail.base.frozen import frozen
from handrail.base.words import Words, _
from handrail.community.models import Place, PlaceQuerySet
from handrail.community.rules import PLACE_KINDS, PlaceKind, PlaceStatus
from handrail.ui.dates import day

LIST_LENGTH = 50
WALKABLE_MINUTES = 20
FILTERS: dict[str, tuple[Words, dict[str, object]]] = {
    "peer": (_("Run by peers"), {"is_peer_led": True}),
    "plain": (_("No clinic"), {"is_clinical": False}),
    "free": (_("Free"), {"is_free": True}),
    "direct": (_("No referral"), {"needs_referral": False}),
    "bus": (_("By bus"), {"has_bus": True}),
    "walk": (_("On foot"), {"walk_minutes__lte": WALKABLE_MINUTES}),
}


@frozen
class Wanted:
    """What somebody looks for in the directory: words, a kind, and which of the filters."""

    search: str = ""
    kind: str = ""
    chosen: frozenset[str] = frozenset()

    @property
    def is_anything(self) -> bool:
        return bool(self.search.strip() or self.kind or self.chosen)


@frozen
class PlaceLine:
    """A place as lists and its own page show it, in words."""

    key: str
    name: str
    provider: str
    kind: Words
    tags: tuple[Words, ...]
    far: str
    closed: str


def _tags(row: Place) -> tuple[Words, ...]:
    said = [
        (row.is_peer_led, True, _("Run by peers")),
        (row.is_clinical, False, _("No clinic")),
        (row.is_free, True, _("Free")),
        (row.needs_referral, False, _("No referral")),
        (row.needs_referral, True, _("Needs a referral")),
    ]
    return tuple(words for value, wanted, words in said if value is wanted)


def _far(row: Place) -> str:
    parts = []
    if row.walk_minutes is not None:
        parts.append(_("%(n)s minutes on foot") % {"n": row.walk_minutes})
    if row.has_bus:
        parts.append(row.bus)
    return " · ".join(parts)


def closed_words(row: Place) -> str:
    """Return since when a place is closed, or that it rests; nothing when it is open."""
    if row.status == PlaceStatus.CLOSED and row.closed_on:
        return _("Closed since %(day)s") % {"day": day(row.closed_on, weekday=False)}
    return str(_("Rests for now")) if row.status == PlaceStatus.PAUSED else ""


def line(row: Place) -> PlaceLine:
    """Return a place in words."""
    return PlaceLine(
        key=row.key,
        name=row.name,
        provider=row.provider if row.provider != row.name else "",
        kind=PLACE_KINDS[PlaceKind(row.kind)],
        tags=_tags(row),
        far=_far(row),
        closed=closed_words(row),
    )


@frozen
class PlacesPage:
    places: tuple[PlaceLine, ...]
    after: str
    may_edit: bool


def _after(rows: PlaceQuerySet, viewer: Viewer, key: str) -> PlaceQuerySet:
    last = Place.objects.filter(organisation_id=viewer.own_organisation, key=key).first()
    if last is None:
        return rows
    return rows.filter(sort_key__gte=last.sort_key).exclude(sort_key=last.sort_key, pk__lte=last.pk)


def places_page(viewer: Viewer, wanted: Wanted, *, after: str = "") -> PlacesPage:
    """
    Return 50 places by name, after the one with the key ``after``.

    Without words to search by, places that closed are left out; a search finds them, marked with the day.
    """
    rows = Place.objects.filter(organisation_id=viewer.own_organisation)
    if wanted.search.strip():
        rows = rows.found_by(wanted.search, viewer.own_organisation)
    else:
        rows = rows.exclude(status=PlaceStatus.CLOSED)
    if wanted.kind:
        rows = rows.filter(kind=wanted.kind)
    for name in wanted.chosen & FILTERS.keys():
        rows = rows.filter(**FILTERS[name][1])
    if after:
        rows = _after(rows, viewer, after)
    found = list(rows.order_by("sort_key", "pk")[: LIST_LENGTH + 1])
    shown = found[:LIST_LENGTH]
    return PlacesPage(
        places=tuple(line(row) for row in shown),
        after=shown[-1].key if len(found) > LIST_LENGTH else "",
        may_edit=viewer.may(Permission.DIRECTORY_EDIT),
    )


def place(viewer: Viewer, key: str) -> Place:
    """Return the place behind ``key`` in the viewer's directory, or raise NotFound."""
    found = Place.objects.filter(organisation_id=viewer.own_organisation, key=key).first()
    if found is None:
        raise NotFound(str(_("There is no such page.")))
    return found


@frozen
class PlacePage:
    """Everything the page of one place shows."""

    place: Place
    line: PlaceLine
    facts: tuple[tuple[Words, str], ...]
    website: str
    checked_on: date | None
    from_outside: bool
    may_edit: bool


def place_page(viewer: Viewer, key: str) -> PlacePage:
    """Return one place with what is known of it; what nobody has asked yet is left out."""
    row = place(viewer, key)
    facts = (
        (_("Where"), row.address),
        (_("How to get there"), row.bus),
        (_("Open"), row.opening),
        (_("What it costs"), row.cost),
        (_("How to join"), row.how_to_join),
        (_("For whom"), row.who_for),
        (_("Languages"), row.languages),
        (_("Getting in"), row.access),
        (_("Ask for"), row.contact),
    )
    return PlacePage(
        place=row,
        line=line(row),
        facts=tuple((term, text) for term, text in facts if text),
        website=row.website if row.website.startswith(("https://", "http://")) else "",
        checked_on=row.checked_on,
        from_outside=bool(row.outside_id),
        may_edit=viewer.may(Permission.DIRECTORY_EDIT),
    )
