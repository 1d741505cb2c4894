"""How one programme goes so far: totals over the whole organisation, by the same rule for small numbers."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any

from django.db.models import Count, F, Q

from handrail.access import Viewer
from handrail.base.words import Words
from handrail.catalogue import hooks
from handrail.catalogue import queries as catalogue
from handrail.catalogue.hooks import KeyOutcome
from handrail.intake.models import Enrolment
from handrail.intake.queries import IN_PROGRAMME
from handrail.intake.rules import PHASES, phase
from handrail.outcomes.queries import SEES_SMALL_NUMBERS, last_year
from handrail.outcomes.rules import Share, is_hidden, share, shown_cells
from handrail.practice.models import Attempt, Session
from handrail.practice.rules import SessionStatus

LOOKED_AT = timedelta(days=28)


@dataclass(frozen=True)
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
    href: str


def _phases(viewer: Viewer, code: str) -> list[tuple[Words, int | None]]:
    """Count who is in each phase; the database counts by the day they began, the rule says which phase that is."""
    rows = Enrolment.objects.filter(
        IN_PROGRAMME, organisation_id=viewer.own_organisation, programme_type=code, to_on=None
    )
    counts = dict.fromkeys(PHASES, 0)
    for began, people in rows.order_by().values_list("started_on").annotate(n=Count("pk")):
        counts[phase(began, viewer.today)] += people
    return list(zip(PHASES.values(), _cells(viewer, list(counts.values())), strict=True))


def _cells(viewer: Viewer, counts: list[int]) -> list[int | None]:
    return list(counts) if viewer.role in SEES_SMALL_NUMBERS else shown_cells(counts)


def _shown(viewer: Viewer, result: Share, people: int) -> Share | None:
    if viewer.role in SEES_SMALL_NUMBERS:
        return result
    if is_hidden(people) or is_hidden(result.count) or is_hidden(result.total - result.count):
        return None
    return replace(result, not_counted=None) if is_hidden(result.not_counted or 0) else result


def _came(viewer: Viewer, code: str) -> Share | None:
    """Return how many meetings of the last four weeks took place, of those that could have (S-192)."""
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
    return _shown(viewer, share(met, offered, sum(counts.values()) - offered), people)


def programme_so_far(viewer: Viewer, slug: str) -> SoFar:
    """Return how many people are in each phase, how often they came, and the key outcome with its denominator."""
    kind = catalogue.programme_type(viewer, slug)
    found = hooks.key_outcome(viewer, slug)
    words = kind.outcome
    return SoFar(
        title=words.title.say(viewer.language),
        counts=words.counts.say(viewer.language),
        of=words.of.say(viewer.language),
        not_counted=words.not_counted.say(viewer.language),
        phases=_phases(viewer, kind.code),
        came=_came(viewer, kind.code),
        outcome=_shown(viewer, share(found.n, found.out_of, found.not_counted), found.people),
        href=found.href,
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
