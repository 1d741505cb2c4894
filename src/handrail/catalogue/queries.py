"""What the public pages show. The guide is the same for everybody, so the viewer may be nobody."""

import logging
from datetime import date, timedelta
from functools import lru_cache
from pathlib import Path
from urllib.parse import urlencode
from uuid import UUID

from django.conf import settings
from django.db.models import Q, QuerySet
from django.urls import Resolver404, resolve
from django.utils.formats import date_format
from django.utils.translation import ngettext

from handrail.access import Viewer
from handrail.base import clock
from handrail.base.errors import NotFound
from handrail.base.frozen import frozen
from handrail.base.words import _
from handrail.catalogue import definitions, rules
from handrail.catalogue.definitions import Item, ProgrammeType, Questions, Room, Said, Section
from handrail.catalogue.figures import Figure
from handrail.catalogue.hooks import ToldStory, hooks
from handrail.catalogue.models import Offer
from handrail.catalogue.money import Money
from handrail.catalogue.rules import Places
from handrail.prepared import prepared
from handrail.ui.dates import day, hour

log = logging.getLogger(__name__)
ANY_KEY = "abcdefghjk"


@frozen
class LeaveOut:
    """A sentence that names what to leave out, and the address that does it."""

    text: str
    href: str


@frozen
class ProgrammesPage:
    rows: tuple[ProgrammeType, ...]
    is_filtered: bool
    leave_outs: tuple[LeaveOut, ...]


@frozen
class Place:
    """Where an item is found now: the room's address, or nothing and what to do meanwhile."""

    title: Said
    href: str
    meanwhile: Said


@frozen
class GuideItem:
    item: Item
    anchor: str
    place: Place
    programmes: tuple[ProgrammeType, ...]


@frozen
class GuideSection:
    section: Section
    items: tuple[GuideItem, ...]


@frozen
class HeadingLink:
    """One line of the front door: its label, its room's address (empty while not built), its guide address."""

    label: Said
    room: str
    href: str
    guide_href: str


@frozen
class Heading:
    code: str
    title: str | Said
    links: tuple[HeadingLink, ...]


def programmes_page(viewer: Viewer | None, asked: tuple[rules.Criterion, ...]) -> ProgrammesPage:
    """Return the rows that fit, or the nearest ways to find some."""
    leave_outs = tuple(_leave_out(one) for one in rules.relaxations(asked))
    return ProgrammesPage(rules.filter_types(asked), bool(asked), leave_outs)


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
    return GuideSection(found, tuple(_guide_item(viewer, found, one) for one in found.items))


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


def is_open(viewer: Viewer | None, path: str) -> bool:
    """
    Return whether Handrail has a page at ``path`` and the viewer's role opens it.

    A path under /me is asked of the same page about a person; whoever has not signed in is asked to do so there.
    """
    is_own = path.startswith("/me/")
    try:
        found = resolve(f"/people/{ANY_KEY}{path.removeprefix('/me')}" if is_own else path)
    except Resolver404:
        return False
    need = getattr(found.func, "required_permission", None)
    return is_own or viewer is None or need is None or viewer.may(need)


def _leave_out(one: rules.Relaxation) -> LeaveOut:
    names = str(_(" and ")).join(f"“{rules.criterion_words(dropped)}”" for dropped in one.without)
    words = {"what": names, "count": rules.count_words(len(one.found))}
    sentence = (
        _("Without %(what)s there is %(count)s.")
        if len(one.found) == 1
        else _("Without %(what)s there are %(count)s.")
    )
    return LeaveOut(sentence % words, "?" + urlencode([(kept.kind.value, kept.value) for kept in one.kept]))


def _place(viewer: Viewer | None, room: Room, item: Item) -> Place:
    href = room.path if is_open(viewer, room.path) else ""
    return Place(room.title, href, item.meanwhile or room.meanwhile)


def _guide_item(viewer: Viewer | None, section: Section, item: Item) -> GuideItem:
    known = {one.slug: one for one in definitions.programme_types()}
    place = _place(viewer, definitions.rooms()[item.room], item)
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


# ---------- what places offer ----------


@frozen
class ShownOffer:
    """One offer as pages show it: everything in words, with its next free place."""

    offer: Offer
    type_name: Said
    slug: str
    places: Places
    headline: str
    hint: str
    when: str
    where: str
    modes: str
    languages: str
    price: str
    own_share: str
    payers: str

    @property
    def is_full(self) -> bool:
        return self.places.free == 0


def _today(viewer: Viewer | None) -> date:
    return viewer.today if viewer else clock.now().date()


def _listed(words: list[str]) -> str:
    return ", ".join(words)


def _when(offer: Offer) -> str:
    days = [str(rules.WEEKDAY_WORDS[rules.Weekday(one)]) for one in offer.day_codes]
    hours = f"{hour(offer.begins)} – {hour(offer.ends)}" if offer.begins and offer.ends else ""
    return ", ".join(part for part in (_listed(days) or str(_("By agreement")), hours) if part)


def _price(offer: Offer) -> str:
    basis = rules.PriceBasis(offer.price_basis)
    words = str(rules.PRICE_BASIS_WORDS[basis])
    return words if basis == rules.PriceBasis.FREE else f"{offer.price} {words}"


def _own_share(offer: Offer) -> str:
    if offer.price_basis == rules.PriceBasis.FREE or offer.own_share_minor == 0:
        return str(_("You pay nothing."))
    if offer.own_share_minor is None:
        return str(_("What you would pay yourself is not settled yet. Ask before you begin."))
    most = Money(offer.own_share_minor, offer.currency)
    return _("You pay %(most)s at most, by your income.") % {"most": most}


def _waiting(places: Places) -> str:
    if not places.waiting:
        return str(_("Nobody waits."))
    return ngettext("%(n)s person waits.", "%(n)s people wait.", places.waiting) % {"n": places.waiting}


def _reckoned(places: Places) -> str:
    ends = ngettext("%(n)s place became free", "%(n)s places became free", places.ends) % {"n": places.ends}
    return _("%(ends)s in the last %(days)s days.") % {"ends": ends, "days": places.over}


def next_place(offer: Offer, places: Places, today: date) -> tuple[str, str]:
    """Return when a place is free, and what that rests on; a full offer says how long it is likely to take."""
    if places.free:
        meets = rules.next_meeting(offer.day_codes, today, offer.open_from)
        free = ngettext("%(n)s place is free", "%(n)s places are free", places.free) % {"n": places.free}
        return free, _("Next meeting: %(day)s.") % {"day": day(meets)} if meets else ""
    if places.wait_days is None:
        unknown = str(_("Full. We do not know yet when a place is free."))
        return unknown, f"{_waiting(places)} {_reckoned(places)} {_('That is too little to reckon with.')}"
    likely = today + timedelta(days=places.wait_days)
    month = date_format(likely, "F" if likely.year == today.year else "F Y")
    return _("Full. A place is likely in %(month)s.") % {
        "month": month
    }, f"{_waiting(places)} {_reckoned(places)} {_('We reckon with nothing else.')}"


def _shown_offer(offer: Offer, places: Places, today: date) -> ShownOffer:
    kind = next(one for one in definitions.programme_types() if one.code == offer.programme_type)
    headline, hint = next_place(offer, places, today)
    site = offer.site.name if offer.site and offer.site.name not in offer.place else ""
    return ShownOffer(
        offer=offer,
        type_name=kind.names,
        slug=kind.slug,
        places=places,
        headline=headline,
        hint=hint,
        when=_when(offer),
        where=_listed([part for part in (offer.place, site) if part]),
        modes=_listed([str(rules.MODE_WORDS[rules.Mode(one)]) for one in rules.codes(offer.modes)]),
        languages=_listed([str(rules.LANGUAGE_WORDS[one]) for one in rules.codes(offer.languages)]),
        price=_price(offer),
        own_share=_own_share(offer),
        payers=_listed([str(rules.PAYER_WORDS[rules.Payer(one)]) for one in rules.codes(offer.payers)]),
    )


def _count_places(viewer: Viewer, slug: str) -> dict[str, list[int]]:
    """Count how full each offer of a programme is, by the offer's key."""
    rows = _open_offers(viewer, viewer.today, programme_type(viewer, slug).code)
    found = hooks.places(rows, viewer.today)
    return {
        row.key: [one.taken, one.waiting, one.ends, one.over] for row in rows if (one := found.get(row.pk))
    }


PLACES = Figure("places", _count_places)


def _places(viewer: Viewer | None, rows: list[Offer], slug: str) -> dict[UUID, Places]:
    """Return how full offers are: as kept for the page, unless an offer is newer than that."""
    kept = PLACES.kept(viewer, slug, {row.key for row in rows}) if viewer is not None else None
    if kept is None:
        return hooks.places(rows, _today(viewer))
    return {row.pk: Places(row.capacity, *kept[row.key]) for row in rows}


def shown(viewer: Viewer | None, rows: list[Offer], slug: str = "") -> list[ShownOffer]:
    """Return offers in words with their free places, in one statement for all of them."""
    today = _today(viewer)
    places = _places(viewer, rows, slug)
    return [_shown_offer(row, places.get(row.pk, Places(row.capacity)), today) for row in rows]


def offers(viewer: Viewer | None, slug: str = "") -> list[ShownOffer]:
    """
    Return what is offered now, full or not, in the guide's order: of one programme type, or of all nine.

    Nobody signed in sees every place of this installation; a member sees their own organisation's.
    """
    rows = _open_offers(viewer, _today(viewer), programme_type(viewer, slug).code if slug else "")
    order = {one.code: one.order for one in definitions.programme_types()}
    return shown(viewer, sorted(rows, key=lambda row: order[row.programme_type]), slug)


@prepared
def _open_offers(viewer: Viewer | None, today: date, code: str) -> QuerySet[Offer]:
    rows = Offer.objects.select_related("site").filter(Q(open_to=None) | Q(open_to__gt=today))
    if viewer is not None:
        rows = rows.filter(organisation_id=viewer.own_organisation)
    if code:
        rows = rows.filter(programme_type=code)
    return rows.order_by("title", "pk")


def offer(viewer: Viewer, key: str) -> Offer:
    """Return one offer of the viewer's organisation, closed or open; raise NotFound when there is none."""
    rows = Offer.objects.select_related("site", "organisation")
    found = rows.filter(organisation_id=viewer.own_organisation, key=key).first()
    if found is None:
        raise NotFound(str(_("There is no such page.")))
    return found


def stories(viewer: Viewer | None, slug: str) -> list[ToldStory]:
    """Return what people tell about a programme and agreed to show, newest first."""
    return hooks.stories(viewer, slug)
