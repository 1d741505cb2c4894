"""The numbers to call for a person, a site or a place: confirmed ones first, else those of the country, said to be so."""

from dataclasses import replace
from datetime import date

from django.conf import settings
from django.db.models import QuerySet

from handrail.access import Viewer
from handrail.accounts.models import Organisation, Site
from handrail.accounts.queries import sites
from handrail.base import clock
from handrail.base.errors import NotFound
from handrail.base.frozen import frozen
from handrail.base.words import _
from handrail.people.models import Participant
from handrail.safety.definitions import SafetyGuide, safety_guide
from handrail.safety.models import CrisisLine
from handrail.safety.rules.numbers import still_holds


def _lines(place: Organisation | Site) -> QuerySet[CrisisLine]:
    rows = CrisisLine.objects.standing().select_related("confirmed_by").order_by("position")
    if isinstance(place, Site):
        return rows.filter(site=place)
    first = CrisisLine.objects.standing().filter(organisation=place).order_by("site__name")
    return rows.filter(site__in=first.values("site")[:1])


def guide_of(language: str, place: Organisation | Site) -> SafetyGuide:
    """Return what to do first and whom to call; ``is_confirmed`` while somebody's word for it is not a year old."""
    whole = place.organisation if isinstance(place, Site) else place
    found = safety_guide(language, whole.country, settings.EMERGENCY_NUMBER)
    lines = list(_lines(place))
    if not lines:
        return found
    holds = all(still_holds(one.confirmed_on, clock.today(whole.zone)) for one in lines)
    return replace(found, numbers=tuple((one.name, one.number) for one in lines), is_confirmed=holds)


def guide_for(language: str, participant: Participant) -> SafetyGuide:
    """Return the same for a person: of their site, or of their place when they have none or it has no numbers."""
    site = participant.site
    if site is not None and _lines(site).exists():
        return guide_of(language, site)
    return guide_of(language, participant.organisation)


@frozen
class SiteNumbers:
    """The numbers of one site, and who said so when; proposals of the country while nobody has."""

    site: Site
    numbers: tuple[tuple[str, str], ...]
    confirmed_by: str
    confirmed_on: date | None
    holds: bool


def numbers_page(viewer: Viewer) -> list[SiteNumbers]:
    """Return for each site of the viewer's organisation what it would show, and whether anybody confirmed it."""
    found = []
    for site in sites(viewer).select_related("organisation"):
        first = _lines(site).first()
        guide = guide_of(viewer.language, site)
        found.append(
            SiteNumbers(
                site,
                guide.numbers,
                first.confirmed_by.name if first and first.confirmed_by else "",
                first.confirmed_on if first else None,
                bool(first) and guide.is_confirmed,
            )
        )
    return found


def site_of(viewer: Viewer, key: str) -> Site:
    """Return one site of the viewer's organisation, or raise NotFound."""
    found = sites(viewer).filter(key=key).first()
    if found is None:
        raise NotFound(str(_("There is no such page.")))
    return found
