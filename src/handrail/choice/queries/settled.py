"""What programmes really cost: of one person with its history, and of many for everybody."""

from collections.abc import Collection, Iterable, Sequence
from datetime import date
from typing import Any
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
TOO_FEW = _("Too few people so far to say what it really cost here.")


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
    places: tuple[UUID, ...], codes: tuple[str, ...], since: date, today: date
) -> QuerySet[Settlement, tuple[Any, ...]]:
    rows = Settlement.objects.filter(
        organisation_id__in=places,
        programme_type__in=codes,
        ended_on__gte=since,
        settled_on__lt=today,  # the order of those of one day is not known before it is over
        replaced_on__isnull=True,
    )
    found: QuerySet[Settlement, tuple[Any, ...]] = rows.order_by("settled_on", "enrolment_id").values_list(
        "organisation_id",
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
    places: Collection[UUID], slugs: Collection[str], today: date
) -> dict[tuple[UUID, str], Numbers]:
    """Count in one statement what programmes of places really cost; nothing about a few is in what comes back."""
    if not places or not slugs:
        return {}
    by_code = {one.code: one.slug for one in programme_types() if one.slug in slugs}
    found: dict[tuple[UUID, str], list[Settled]] = {}
    for place, code, person, offer, currency, total, own in _settled(
        padded(places), padded(by_code), rules.counted_since(today), today
    ):
        row = Settled(str(person), offer or "", currency, total, own)
        found.setdefault((place, by_code[code]), []).append(row)
    return {key: _numbers(rows) for key, rows in found.items()}


def _count(viewer: Viewer, slug: str) -> Numbers:
    place = viewer.own_organisation
    return _count_now([place], [slug], viewer.today).get((place, slug), {})


REAL_COSTS = Figure("real costs", _count)


def _places(viewer: Viewer | None) -> dict[UUID, str]:
    """Return the places whose figures the viewer reads, each with the name that tells it from others."""
    if viewer is not None:
        return {viewer.own_organisation: ""}
    names = dict(Organisation.objects.order_by("name", "pk").values_list("pk", "name"))
    return names if len(names) > 1 else dict.fromkeys(names, "")


def _of_all(
    viewer: Viewer | None, places: Collection[UUID], slugs: Sequence[str]
) -> dict[tuple[UUID, str], Numbers]:
    today = viewer.today if viewer else clock.now().date()
    found: dict[tuple[UUID, str], Numbers] = {}
    if viewer is not None:
        kept = {slug: REAL_COSTS.kept(viewer, slug) for slug in slugs}
        found = {(viewer.own_organisation, slug): one for slug, one in kept.items() if one is not None}
    open_slugs = [slug for slug in slugs if any((place, slug) not in found for place in places)]
    found |= figures.of_places(REAL_COSTS, places, open_slugs, today)
    left = [place for place in places if any((place, slug) not in found for slug in slugs)]
    counted = _count_now(left, [slug for slug in open_slugs], today)
    return counted | found


def real_costs(viewer: Viewer | None, slugs: tuple[str, ...]) -> dict[str, RealCosts]:
    """
    Return for each programme what it really cost the people here: as counted ahead, else counted now.

    At most three statements for any number of programmes. Signed out each place speaks for itself: places are never
    added to one another, so that nobody can take one from the sum.
    """
    places = _places(viewer)
    numbers = _of_all(viewer, list(places), slugs)
    today = viewer.today if viewer else clock.now().date()
    return {slug: _told(places, numbers, slug, today) for slug in slugs}


def _told(
    places: dict[UUID, str], numbers: dict[tuple[UUID, str], Numbers], slug: str, today: date
) -> RealCosts:
    lines: list[str] = []
    shorts: list[str] = []
    of_offer: dict[str, tuple[str, ...]] = {}
    for place, name in places.items():
        for currency, cells in numbers.get((place, slug), {}).items():
            spreads = {key: Spread(one[0], tuple(one[1]), tuple(one[2])) for key, one in cells.items()}
            whole = spreads.pop("")
            lines += [f"{name}: {line}" if name else line for line in _lines(whole, currency)]
            shorts.append(str(Money(whole.total[1], currency)))
            of_offer |= {key: _lines(one, currency) for key, one in spreads.items()}
    if not lines:
        return RealCosts((str(TOO_FEW),))
    short = _("Here: about %(amounts)s") % {"amounts": ", ".join(dict.fromkeys(shorts))}
    return RealCosts(tuple(lines), short, _hint(today), of_offer)


def _lines(found: Spread, currency: str) -> tuple[str, str]:
    low, middle, high = (Money(one, currency) for one in found.total)
    words = {"low": low, "middle": middle, "high": high, "n": found.people}
    if low == high:
        total = _("Here it was about %(middle)s in all for most people, n = %(n)s.") % words
    else:
        total = (
            _("Here it was about %(middle)s in all, for half of the people %(low)s to %(high)s, n = %(n)s.")
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
