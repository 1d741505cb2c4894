"""What programmes really cost: of one person with its history, and of many for everybody."""

from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from datetime import date
from typing import Any, NamedTuple
from uuid import UUID

from django.db.models import QuerySet

from handrail.access import Category, Viewer
from handrail.accounts.models import Organisation
from handrail.base import clock
from handrail.base.frozen import frozen
from handrail.base.words import _
from handrail.catalogue import figures
from handrail.catalogue.definitions import programme_types
from handrail.catalogue.figures import Figure
from handrail.catalogue.hooks import RealCosts
from handrail.catalogue.money import Money
from handrail.catalogue.small import HIDDEN_BELOW
from handrail.choice.models import Settlement
from handrail.choice.queries.costs import ShownCost, cost_of
from handrail.choice.rules import settled as rules
from handrail.choice.rules.settled import Settled, Spread
from handrail.people.models import Participant
from handrail.prepared import padded, prepared
from handrail.ui.dates import day

# By currency, then by the offer's key ("" is the whole programme): people, three of the total, three of the own part.
Numbers = dict[str, dict[str, Any]]
HERE = _("Here")
TOO_FEW = _("Too few people so far to say what it really cost here.")


class Place(NamedTuple):
    """Whose figures of which programme these are."""

    slug: str
    name: str
    pk: UUID


# ---------- of one person ----------


@frozen
class Written:
    """What was written down of one ended programme: in all, the person's own part, by whom and when."""

    row: Settlement
    total: Money
    own: Money
    by: str


@frozen
class EndedCost:
    """One programme that has ended: what was agreed, what it really cost, and what stood there before."""

    planned: ShownCost
    now: Written | None
    before: tuple[Written, ...]


def _written(row: Settlement) -> Written:
    name = row.written_by.name if row.written_by else ""
    return Written(row, Money(row.total_minor, row.currency), Money(row.own_minor, row.currency), name)


def ended_costs(viewer: Viewer, participant: Participant, past: Sequence[ShownCost]) -> tuple[EndedCost, ...]:
    """Return what ended programmes of a person really cost, in one statement; none when nothing has ended."""
    if not past:
        return ()
    rows: QuerySet[Settlement] = Settlement.objects.visible_to(viewer).filter(participant=participant)
    found: dict[UUID, list[Written]] = {}
    for row in rows.select_related("written_by").order_by("-version"):
        found.setdefault(row.enrolment_id, []).append(_written(row))
    viewer.looks.add(Category.PLAN, {participant.pk})
    return tuple(_ended(one, found.get(one.choice.row.pk, [])) for one in past)


def ended_cost(viewer: Viewer, participant: Participant, key: str) -> EndedCost | None:
    """Return one programme of the person that has ended, None while it runs or when it never began."""
    planned = cost_of(viewer, participant, key)
    row = planned.choice.row
    if row.to_on is None or row.started_on is None:
        return None
    (found,) = ended_costs(viewer, participant, [planned])
    return found


def _ended(planned: ShownCost, written: Sequence[Written]) -> EndedCost:
    now = next((one for one in written if one.row.replaced_on is None), None)
    return EndedCost(planned, now, tuple(one for one in written if one.row.replaced_on))


# ---------- of many ----------


@prepared
def _settled(
    viewer: Viewer | None, counted: tuple[UUID, ...], codes: tuple[str, ...], since: date, today: date
) -> QuerySet[Settlement, tuple[Any, ...]]:
    places = Organisation.objects.exclude(pk__in=counted) if counted else Organisation.objects.all()
    if viewer is not None:
        places = places.filter(pk=viewer.own_organisation)
    rows = Settlement.objects.filter(
        organisation_id__in=places.values("pk"),
        programme_type__in=codes,
        ended_on__gte=since,
        settled_on__lt=today,  # the order of those of one day is not known before it is over
        replaced_on__isnull=True,
    )
    found: QuerySet[Settlement, tuple[Any, ...]] = rows.order_by("settled_on", "enrolment_id").values_list(
        "organisation_id",
        "organisation__name",
        "programme_type",
        "participant_id",
        "offer__key",
        "currency",
        "total_minor",
        "own_minor",
    )
    return found


def _numbers(rows: Iterable[Settled]) -> Numbers:
    return {
        currency: {key: [one.people, list(one.total), list(one.own)] for key, one in found.items()}
        for currency, found in rules.spreads(rows).items()
    }


def _count_now(
    viewer: Viewer | None, slugs: Sequence[str], today: date, *, counted: Collection[UUID] = ()
) -> dict[Place, Numbers]:
    """Count in one statement what programmes really cost, but at ``counted`` places; nothing comes back of a few."""
    by_code = {one.code: one.slug for one in programme_types() if one.slug in slugs}
    if not by_code:
        return {}
    since = rules.counted_since(today)
    found: dict[Place, list[Settled]] = {}
    for place, name, code, person, offer, currency, total, own in _settled(
        viewer, padded(sorted(counted)), padded(by_code), since, today
    ):
        row = Settled(str(person), offer or "", currency, total, own)
        found.setdefault(Place(by_code[code], name, place), []).append(row)
    return {place: _numbers(rows) for place, rows in found.items()}


def _count(viewer: Viewer, slug: str) -> Numbers:
    return next(iter(_count_now(viewer, [slug], viewer.today).values()), {})


REAL_COSTS = Figure("real costs", _count)


def _counted_ahead(viewer: Viewer | None, slugs: Sequence[str], today: date) -> dict[Place, Numbers]:
    """Return what the work loop has counted: of the rows that the page has read, else in one statement."""
    if viewer is None:
        rows = figures.of_places(REAL_COSTS, None, slugs, today)
        return {Place(slug, name, place): numbers for place, name, slug, numbers in rows}
    own = viewer.own_organisation
    unread = [slug for slug in slugs if slug not in viewer.figures]
    kept = {slug: REAL_COSTS.kept(viewer, slug) for slug in slugs if slug not in unread}
    kept |= {slug: numbers for _, _, slug, numbers in figures.of_places(REAL_COSTS, viewer, unread, today)}
    return {Place(slug, "", own): numbers for slug, numbers in kept.items() if numbers is not None}


def real_costs(viewer: Viewer | None, slugs: tuple[str, ...]) -> dict[str, RealCosts]:
    """
    Return for each programme what it really cost the people here: as counted ahead, else counted now.

    Two statements at most for any number of programmes. Signed out each place speaks for itself: places are never
    added to one another, so that nobody can take one from the sum.
    """
    today = viewer.today if viewer else clock.now().date()
    ahead = _counted_ahead(viewer, slugs, today)
    by_place = Counter(place.pk for place in ahead)
    counted = [place for place, programmes in by_place.items() if programmes == len(slugs)]
    is_all = viewer is not None and bool(counted)
    now = {} if is_all else _count_now(viewer, slugs, today, counted=counted)
    every = {(place.pk, place.slug): (place, numbers) for place, numbers in [*now.items(), *ahead.items()]}
    found = sorted(every.values(), key=lambda one: one[0])
    return {
        slug: _told([(place, numbers) for place, numbers in found if place.slug == slug], today, viewer)
        for slug in slugs
    }


def _told(found: Sequence[tuple[Place, Numbers]], today: date, viewer: Viewer | None) -> RealCosts:
    lines: list[str] = []
    shorts: list[str] = []
    of_offer: dict[str, tuple[str, ...]] = {}
    for place, numbers in found:
        for currency, cells in numbers.items():
            spreads = {key: Spread(one[0], tuple(one[1]), tuple(one[2])) for key, one in cells.items()}
            whole = spreads.pop("")
            name = place.name if viewer is None else str(HERE)
            lines += _lines(whole, currency, name)
            shorts.append(str(Money(whole.total[1], currency)))
            of_offer |= {key: _lines(one, currency, name) for key, one in spreads.items()}
    if not lines:
        return RealCosts((str(TOO_FEW),))
    short = _("Here: about %(amounts)s") % {"amounts": ", ".join(dict.fromkeys(shorts))}
    return RealCosts(tuple(lines), short, _hint(today), of_offer)


def _lines(found: Spread, currency: str, place: str) -> tuple[str, str]:
    low, middle, high = (Money(one, currency) for one in found.total)
    words = {"low": low, "middle": middle, "high": high, "n": found.people, "place": place}
    if low == high:
        total = _("%(place)s: about %(middle)s in all for most people, n = %(n)s.") % words
    else:
        total = (
            _("%(place)s: about %(middle)s in all, for half of the people %(low)s to %(high)s, n = %(n)s.")
            % words
        )
    low, middle, high = (Money(one, currency) for one in found.own)
    if not high.minor:
        return total, str(_("At least three of four paid nothing of it themselves."))
    words = {"low": low, "middle": middle, "high": high}
    if low == high:
        return total, _("Most of them paid about %(middle)s of it themselves.") % words
    own = _("Of it they paid about %(middle)s themselves, half of them %(low)s to %(high)s.") % words
    return total, own


def _hint(today: date) -> str:
    since = day(rules.counted_since(today), weekday=False)
    said = (
        _("Counted: who ended since %(since)s, each person once, rounded.") % {"since": since},
        _("Not counted: who still takes part, and whose bill is not written down."),
        _("It moves only when %(n)s more people have ended.") % {"n": HIDDEN_BELOW},
    )
    return " ".join(str(one) for one in said)
