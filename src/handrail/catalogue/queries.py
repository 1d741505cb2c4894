"""What the public pages show. The guide is the same for everybody, so the viewer may be nobody."""

import logging
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from urllib.parse import urlencode

from django.conf import settings
from django.urls import Resolver404, resolve

from handrail.access import Viewer
from handrail.base.errors import NotFound
from handrail.base.words import _
from handrail.catalogue import definitions, rules
from handrail.catalogue.definitions import Item, ProgrammeType, Questions, Room, Said, Section

log = logging.getLogger(__name__)
ANY_KEY = "abcdefghjk"


@dataclass(frozen=True)
class Offer:
    """A sentence that names what to leave out, and the address that does it."""

    text: str
    href: str


@dataclass(frozen=True)
class ProgrammesPage:
    rows: tuple[ProgrammeType, ...]
    is_filtered: bool
    offers: tuple[Offer, ...]


@dataclass(frozen=True)
class Place:
    """Where an item is found now: the room's address, or nothing and what to do meanwhile."""

    title: Said
    href: str
    meanwhile: Said


@dataclass(frozen=True)
class GuideItem:
    item: Item
    anchor: str
    place: Place
    programmes: tuple[ProgrammeType, ...]


@dataclass(frozen=True)
class GuideSection:
    section: Section
    items: tuple[GuideItem, ...]


@dataclass(frozen=True)
class HeadingLink:
    """One line of the front door: its label, its room's address (empty while not built), its guide address."""

    label: Said
    room: str
    href: str
    guide_href: str


@dataclass(frozen=True)
class Heading:
    code: str
    title: str | Said
    links: tuple[HeadingLink, ...]


def programmes_page(viewer: Viewer | None, asked: tuple[rules.Criterion, ...]) -> ProgrammesPage:
    """Return the rows that fit, or the nearest ways to find some."""
    offers = tuple(_offer(one) for one in rules.relaxations(asked))
    return ProgrammesPage(rules.filter_types(asked), bool(asked), offers)


def programme_type(viewer: Viewer | None, slug: str) -> ProgrammeType:
    """Return one of the nine; raise NotFound when there is none of that name."""
    for one in definitions.programme_types():
        if one.slug == slug:
            return one
    raise NotFound(str(_("There is no programme of that name.")))


def guide(viewer: Viewer | None) -> tuple[GuideSection, ...]:
    """Return the guide's headings with each item's place in Handrail as it is now."""
    return tuple(guide_section(viewer, one.code) for one in definitions.sections())


def guide_section(viewer: Viewer | None, code: str) -> GuideSection:
    """Return one heading of the guide; ``code`` is one of ``definitions.SECTIONS``."""
    found = definitions.section(code)
    return GuideSection(found, tuple(_guide_item(found, one) for one in found.items))


def headings(viewer: Viewer | None) -> tuple[Heading, ...]:
    """Return every heading of the guide as links, the nine programmes first: for the front door."""
    return (_programme_heading(), *(_heading(one) for one in guide(viewer)))


def questions(viewer: Viewer | None) -> Questions:
    """Return questions and answers: the site's own file ``texts/questions.yaml`` when it is there and sound."""
    file = Path(settings.HANDRAIL_HOME) / "texts" / "questions.yaml"
    try:
        return _site_questions(file, file.stat().st_mtime_ns)
    except FileNotFoundError:
        return definitions.questions()
    except definitions.DefinitionError as error:
        log.warning("The site's own questions are not used: %s", error)
        return definitions.questions()


@lru_cache(maxsize=4)
def _site_questions(file: Path, changed_ns: int) -> Questions:
    return definitions.read_questions(file)


def is_built(path: str) -> bool:
    """Return whether Handrail has a page at ``path``; a path under /me is asked of the same page about a person."""
    probe = f"/people/{ANY_KEY}{path.removeprefix('/me')}" if path.startswith("/me/") else path
    try:
        resolve(probe)
    except Resolver404:
        return False
    return True


def _offer(one: rules.Relaxation) -> Offer:
    names = str(_(" and ")).join(f"“{rules.criterion_words(dropped)}”" for dropped in one.without)
    words = {"what": names, "count": rules.count_words(len(one.found))}
    sentence = (
        _("Without %(what)s there is %(count)s.")
        if len(one.found) == 1
        else _("Without %(what)s there are %(count)s.")
    )
    return Offer(sentence % words, "?" + urlencode([(kept.kind.value, kept.value) for kept in one.kept]))


def _place(room: Room, item: Item) -> Place:
    return Place(room.title, room.path if is_built(room.path) else "", item.meanwhile or room.meanwhile)


def _guide_item(section: Section, item: Item) -> GuideItem:
    known = {one.slug: one for one in definitions.programme_types()}
    place = _place(definitions.rooms()[item.room], item)
    return GuideItem(
        item, f"{section.code}-{item.code}", place, tuple(known[slug] for slug in item.programmes)
    )


def _heading(one: GuideSection) -> Heading:
    links = tuple(
        HeadingLink(found.item.label, found.item.room, found.place.href, f"/guide#{found.anchor}")
        for found in one.items
    )
    return Heading(one.section.code, one.section.title, links)


def _programme_heading() -> Heading:
    links = tuple(
        HeadingLink(one.short, "programmes", f"/programmes/{one.slug}", f"/programmes#r-{one.slug}")
        for one in definitions.programme_types()
    )
    return Heading("programmes", str(_("Nine programmes")), links)
