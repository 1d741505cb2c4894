"""
Figures of a programme page that are counted ahead of time (ADR 0039).

A package says once what it counts, and asks the same object for the numbers::

    FIGURES = Figure("roles", _count_roles, slugs=("aim",))  # _count_roles(viewer, slug) -> numbers
    offer_figure(FIGURES)  # in ready()
    FIGURES.of(viewer, slug)  # kept when the page has read fresh ones, else counted now

Numbers are what JSON holds: counts by a code, of nobody by name. Who may see them, and which are too small to show, is
decided where they are read, never here.
"""

from collections.abc import Callable, Collection, Iterator, Set
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Q, QuerySet

from handrail.access import Viewer
from handrail.base import clock
from handrail.base.frozen import frozen
from handrail.catalogue.definitions import programme_slugs
from handrail.catalogue.models import KeptFigures
from handrail.prepared import padded, prepared

FRESH = timedelta(hours=1)
Count = Callable[[Viewer, str], Any]


@dataclass
class Kept:
    """The fresh rows of one page: of the whole place (False) and of the viewer's own people (True)."""

    rows: dict[bool, KeptFigures]
    used: set[datetime] = field(default_factory=set)


@frozen
class Figure:
    """What is counted of a programme: of the whole place, or ``of_own`` people of the viewer."""

    name: str
    count: Count
    slugs: tuple[str, ...] = ()  # none: of every programme
    of_own: bool = False

    def of(self, viewer: Viewer, slug: str) -> Any:
        """Return the numbers: of the kept rows that the page has read, else what is counted now."""
        found = self.kept(viewer, slug)
        return self.count(viewer, slug) if found is None else found

    def kept(self, viewer: Viewer, slug: str, codes: Set[str] = frozenset()) -> Any:
        """Return the kept numbers, None when there are none or one of ``codes`` is not among them."""
        page: Kept | None = viewer.figures.get(slug)
        row = page.rows.get(self.of_own) if page else None
        if (
            page is None
            or row is None
            or self.name not in row.numbers
            or not codes <= row.numbers[self.name].keys()
        ):
            return None
        page.used.add(row.counted_at)
        return row.numbers[self.name]


_figures: list[Figure] = []


def offer_figure(figure: Figure) -> None:
    """Let the work loop count ``figure``; packages say so in ``AppConfig.ready()``."""
    if figure not in _figures:
        _figures.append(figure)


def registered(slug: str, *, of_own: bool) -> Iterator[Figure]:
    """Return what is counted of one programme, of the place or of one's own people."""
    return (one for one in _figures if one.of_own == of_own and slug in (one.slugs or (slug,)))


@prepared
def _fresh(viewer: Viewer, slug: str, since: datetime) -> QuerySet[KeptFigures]:
    rows = KeptFigures.objects.filter(organisation_id=viewer.own_organisation, name=slug, day=viewer.today)
    return rows.filter(Q(user=None) | Q(user_id=viewer.own_user), counted_at__gt=since)


def read(viewer: Viewer, slug: str) -> None:
    """Let this request use what was counted within the hour on its day, of the place and of the viewer's people."""
    rows = _fresh(viewer, slug, clock.now() - FRESH)
    viewer.figures[slug] = Kept({row.user_id is not None: row for row in rows})


@prepared
def _of_places(
    viewer: Viewer | None, slugs: tuple[str, ...], day: date, since: datetime
) -> QuerySet[KeptFigures, tuple[UUID, str, str, Any]]:
    rows = KeptFigures.objects.filter(name__in=slugs, day=day, user=None, counted_at__gt=since)
    if viewer is not None:
        rows = rows.filter(organisation_id=viewer.own_organisation)
    found: QuerySet[KeptFigures, tuple[UUID, str, str, Any]] = rows.values_list(
        "organisation_id", "organisation__name", "name", "numbers"
    )
    return found


def of_places(
    figure: Figure, viewer: Viewer | None, slugs: Collection[str], today: date
) -> Iterator[tuple[UUID, str, str, Any]]:
    """
    Return what was counted ahead of a figure within the hour: place, its name, programme, numbers.

    Of every place for whoever has not signed in, else of the viewer's own, in one statement for all programmes.
    """
    rows = _of_places(viewer, padded(slugs), today, clock.now() - FRESH) if slugs else ()
    return (
        (place, name, slug, numbers[figure.name])
        for place, name, slug, numbers in rows
        if figure.name in numbers
    )


def counted_at(viewer: Viewer | None, slug: str) -> datetime | None:
    """Return when the oldest of the kept numbers was counted that this request showed; None when all are of now."""
    used = viewer.figures[slug].used if viewer is not None and slug in viewer.figures else ()
    return min(used, default=None)


def keep(viewer: Viewer) -> int:
    """
    Count every programme's figures and keep them in place of the last ones; return how many programmes that were.

    A system viewer counts the whole place, a colleague what belongs to their own people. Counting reads; only then
    one short transaction writes.
    """
    made = []
    for slug in programme_slugs():
        wanted = registered(slug, of_own=viewer.user_id is not None)
        if numbers := {one.name: one.count(viewer, slug) for one in wanted}:
            made.append(_row(viewer, slug, numbers))
    with transaction.atomic():
        KeptFigures.objects.filter(organisation_id=viewer.own_organisation, user_id=viewer.user_id).delete()
        KeptFigures.objects.bulk_create(made)
    return len(made)


def _row(viewer: Viewer, slug: str, numbers: dict[str, Any]) -> KeptFigures:
    return KeptFigures(
        organisation_id=viewer.own_organisation,
        user_id=viewer.user_id,
        name=slug,
        day=viewer.today,
        counted_at=clock.now(),
        numbers=numbers,
    )


def forget_old() -> int:
    """Delete rows of earlier days, of places and colleagues that nobody counts for any more."""
    return KeptFigures.objects.filter(counted_at__lt=clock.now() - timedelta(days=1)).delete()[0]
