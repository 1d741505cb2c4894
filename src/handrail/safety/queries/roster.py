"""Who is on call, for whom, and whether anybody is."""

from collections import defaultdict
from datetime import datetime
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db.models import Exists, FilteredRelation, OuterRef, Q, QuerySet

from handrail.access import Permission, RelationKind, Role, Viewer
from handrail.access.roles import may, opening_kinds
from handrail.accounts.models import Membership, Organisation, Site, User
from handrail.accounts.queries import members, sites
from handrail.base import clock
from handrail.base.errors import NotFound
from handrail.base.frozen import frozen
from handrail.base.words import _
from handrail.people.models import Participant
from handrail.prepared import prepared
from handrail.safety.models import OnCallTurn
from handrail.safety.rules.roster import AHEAD, Span, gaps

# Who can be on call at all: may act on an alert, and may have a record opened for it.
ON_CALL_ROLES = frozenset(
    role for role in Role if may(role, Permission.SAFETY_TAKE) and RelationKind.ON_CALL in opening_kinds(role)
)


def _standing(place: Organisation, at: datetime) -> QuerySet[OnCallTurn]:
    """Return the turns at ``at`` of people who still work here, in a role that can act."""
    today = clock.today(place.zone)
    works = Membership.objects.filter(
        Q(to_on__isnull=True) | Q(to_on__gt=today),
        organisation=place,
        user_id=OuterRef("user_id"),
        user__is_active=True,
        role__in=ON_CALL_ROLES,
        from_on__lte=today,
    )
    rows = OnCallTurn.objects.at(at).filter(Exists(works), organisation=place)
    return rows.select_related("user", "backup", "site").order_by("site__name", "from_at", "pk")


def on_call_at(place: Organisation | Site, at: datetime) -> OnCallTurn | None:
    """Return the turn that runs at ``at`` in a site, or in any site of an organisation; None in a gap."""
    if isinstance(place, Site):
        return _standing(place.organisation, at).filter(site=place).first()
    return _standing(place, at).first()


def on_call_for(participant: Participant, at: datetime) -> OnCallTurn | None:
    """Return who is on call for a person at ``at``: for their site, or, without one, for any of the organisation."""
    return on_call_at(participant.site or participant.organisation, at)


def may_ask_remotely(place: Organisation | Site, at: datetime) -> bool:
    """
    Return whether a question about being safe may be handed out to be answered alone, from afar.

    Only while somebody is on call for the place (reliability row 49, H-01): nothing is asked that nobody will read.
    """
    return on_call_at(place, at) is not None


# ---------- the pages ----------


@frozen
class TurnLine:
    """One turn as the page shows it, in the zone of its site."""

    turn: OnCallTurn
    from_at: datetime
    until_at: datetime
    is_now: bool


@frozen
class SiteRoster:
    """Who is on call for a site from now on, and when nobody is."""

    site: Site
    turns: tuple[TurnLine, ...]
    gaps: tuple[Span, ...]


def _local(spans: list[Span], zone: str) -> tuple[Span, ...]:
    here = ZoneInfo(zone)
    return tuple((start.astimezone(here), end.astimezone(here)) for start, end in spans)


def rosters(viewer: Viewer) -> list[SiteRoster]:
    """Return for each site of the viewer's organisation who is on call from now on, and the gaps of the next week."""
    now, end = clock.now(), clock.now() + AHEAD
    rows = OnCallTurn.objects.filter(organisation_id=viewer.own_organisation, until_at__gt=now)
    by_site: dict[UUID, list[OnCallTurn]] = defaultdict(list)
    for row in rows.select_related("user", "backup").order_by("from_at"):
        by_site[row.site_id].append(row)
    found = []
    for site in sites(viewer):
        zone = ZoneInfo(site.zone)
        turns = by_site[site.pk]
        lines = tuple(
            TurnLine(one, one.from_at.astimezone(zone), one.until_at.astimezone(zone), one.from_at <= now)
            for one in turns
        )
        empty = gaps([(one.from_at, one.until_at) for one in turns], now, end)
        found.append(SiteRoster(site, lines, _local(empty, site.zone)))
    return found


def turn(viewer: Viewer, key: str) -> OnCallTurn:
    """Return one turn of the viewer's organisation, or raise NotFound."""
    rows = OnCallTurn.objects.select_related("site", "user")
    found = rows.filter(organisation_id=viewer.own_organisation, key=key).first()
    if found is None:
        raise NotFound(str(_("There is no such page.")))
    return found


def can_be_on_call(viewer: Viewer) -> dict[str, tuple[str, User]]:
    """Return the colleagues who can act on an alert, by the key of a form."""
    named = {str(one.user_id): one.name for one in members(viewer, roles=ON_CALL_ROLES)}
    found = User.objects.in_bulk([UUID(key) for key in named])
    return {key: (name, found[UUID(key)]) for key, name in named.items()}


@frozen
class Gap:
    """A stretch in which nobody is on call for a site: its first one within the week."""

    site: str
    from_at: datetime
    until_at: datetime


@prepared
def _turns_ahead(viewer: Viewer, now: datetime, end: datetime) -> QuerySet[Site, tuple[Any, ...]]:
    """Return every site with the turns of the next days, one row for each; a site without one has one empty row."""
    ahead = FilteredRelation(
        "on_call_turns", condition=Q(on_call_turns__until_at__gt=now, on_call_turns__from_at__lt=end)
    )
    rows = Site.objects.filter(organisation_id=viewer.own_organisation).annotate(ahead=ahead)
    return rows.order_by("name").values_list("pk", "name", "zone", "ahead__from_at", "ahead__until_at")


def first_gaps(viewer: Viewer) -> list[Gap]:
    """Return the first gap of each site within the next week, in one statement; for who fills them."""
    if not viewer.may(Permission.COORDINATE):
        return []
    now = clock.now()
    end = now + AHEAD
    turns: dict[tuple[str, str], list[Span]] = defaultdict(list)
    for _pk, name, zone, begins, ends in _turns_ahead(viewer, now, end):
        turns[name, zone] += [(begins, ends)] if begins else []
    found = []
    for (name, zone), spans in turns.items():
        empty = _local(gaps(spans, now, end)[:1], zone)
        found += [Gap(name, *one) for one in empty]
    return found
