"""How one programme goes so far: totals over the whole organisation, by the same rule for small numbers."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

from django.db.models import Count, F, Q

from handrail.access import Viewer
from handrail.base.frozen import frozen
from handrail.base.words import Words
from handrail.catalogue import hooks
from handrail.catalogue import queries as catalogue
from handrail.catalogue.figures import Figure
from handrail.catalogue.hooks import KeyOutcome
from handrail.catalogue.small import is_hidden, shown_cells
from handrail.intake.models import Enrolment
from handrail.intake.queries import IN_PROGRAMME
from handrail.intake.rules import PHASES, phase
from handrail.outcomes.queries import SEES_SMALL_NUMBERS, last_year
from handrail.outcomes.rules import Share, share
from handrail.practice.models import Attempt, Session
from handrail.practice.rules import SessionStatus

LOOKED_AT = timedelta(days=28)


@frozen
class SoFar:
    """
    One programme in totals; a figure that is too small for this viewer is None.

    ``outcome`` is the row's key outcome, None where hidden; its ``total`` is 0 while nobody has counted anything.
    """

    title: str
    counts: str
    of: str
    not_counted: str
    phases: list[tuple[Words, int | None]]
    came: Share | None
    outcome: Share | None


def _phases(viewer: Viewer, code: str) -> list[int]:
    """Count who is in each phase; the database counts by the day they began, the rule says which phase that is."""
    rows = Enrolment.objects.filter(
        IN_PROGRAMME, organisation_id=viewer.own_organisation, programme_type=code, to_on=None
    )
    counts = dict.fromkeys(PHASES, 0)
    standing = rows.order_by().values_list("started_on", "starts_in")
    for began, starts_in, people in standing.annotate(n=Count("pk")):
        counts[phase(began, viewer.today, starts_in)] += people
    return list(counts.values())


def _cells(viewer: Viewer, counts: list[int]) -> list[int | None]:
    return list(counts) if viewer.role in SEES_SMALL_NUMBERS else shown_cells(counts)


def _shown(viewer: Viewer, result: Share, people: int) -> Share | None:
    if viewer.role in SEES_SMALL_NUMBERS:
        return result
    if is_hidden(people) or is_hidden(result.count) or is_hidden(result.total - result.count):
        return None
    return replace(result, not_counted=None) if is_hidden(result.not_counted or 0) else result


def _came(viewer: Viewer, code: str) -> dict[str, int]:
    """Count the meetings of the last four weeks by what became of them, and the people they were with (S-192)."""
    rows = Session.objects.filter(
        organisation_id=viewer.own_organisation,
        programme=code,
        held_on__range=(viewer.today - LOOKED_AT, viewer.today - timedelta(days=1)),
    )
    counts: dict[Any, int] = dict(rows.order_by().values_list("status").annotate(times=Count("pk")))
    met = counts.get(SessionStatus.MET, 0)
    offered = met + counts.get(SessionStatus.NOT_MET, 0)
    small = viewer.role not in SEES_SMALL_NUMBERS
    people = rows.aggregate(n=Count("participant", distinct=True))["n"] if small else offered
    return {"met": met, "offered": offered, "other": sum(counts.values()) - offered, "people": people}


def _count(viewer: Viewer, slug: str) -> dict[str, Any]:
    """Return the numbers of one programme over the whole organisation, as they are before small ones are hidden."""
    code = catalogue.programme_type(viewer, slug).code
    found = hooks.key_outcome(viewer, slug)
    outcome = [found.n, found.out_of, found.not_counted, found.people]
    return {"phases": _phases(viewer, code), "came": _came(viewer, code), "outcome": outcome}


SO_FAR = Figure("so_far", _count)


def programme_so_far(viewer: Viewer, slug: str) -> SoFar:
    """Return how many people are in each phase, how often they came, and the key outcome with its denominator."""
    words = catalogue.programme_type(viewer, slug).outcome
    numbers = SO_FAR.of(viewer, slug)
    came = numbers["came"]
    n, out_of, not_counted, people = numbers["outcome"]
    return SoFar(
        title=words.title.say(viewer.language),
        counts=words.counts.say(viewer.language),
        of=words.of.say(viewer.language),
        not_counted=words.not_counted.say(viewer.language),
        phases=list(zip(PHASES.values(), _cells(viewer, numbers["phases"]), strict=True)),
        came=_shown(viewer, share(came["met"], came["offered"], came["other"]), came["people"]),
        outcome=_shown(viewer, share(n, out_of, not_counted), people),
    )


def steps_as_wanted_in(code: str) -> Callable[[Viewer], KeyOutcome]:
    """Return what counts finished tries with the support that was wanted, among people who began a programme."""

    def count(viewer: Viewer) -> KeyOutcome:
        window = last_year(viewer.today)
        began = Enrolment.objects.filter(
            organisation_id=viewer.own_organisation, programme_type=code, started_on__isnull=False
        )
        found = Attempt.objects.filter(
            organisation_id=viewer.own_organisation,
            participant_id__in=began.values("participant_id"),
            is_done=True,
            is_in_error=False,
            tried_on__range=(window.from_on, window.to_on),
        ).aggregate(
            n=Count("pk", filter=Q(given=F("wanted"))),
            out_of=Count("pk", filter=~Q(wanted="")),
            every=Count("pk"),
            people=Count("participant", distinct=True),
        )
        return KeyOutcome(found["n"], found["out_of"], found["every"] - found["out_of"], found["people"])

    return count
