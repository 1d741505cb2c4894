"""What the programme page says of peer support: totals, no names."""

from collections import Counter
from datetime import timedelta

from django.db.models import Exists, OuterRef, Q

from handrail.access import Viewer
from handrail.base.frozen import frozen
from handrail.catalogue.figures import Figure
from handrail.catalogue.hooks import KeyOutcome
from handrail.peers.models import CheckIn, Pairing
from handrail.peers.queries.mentors import free_places, mentor_pages
from handrail.peers.queries.team import minutes_by_mentor, without_mentor
from handrail.peers.rules import MEETING, PairingStatus, Side, full_weeks, hours_of, monday_of

A_YEAR = timedelta(weeks=52)


@frozen
class PeerFigures:
    """What the team sees on the programme page of peer support."""

    pairs: int
    first_meetings: int
    waiting: int
    mentors: int
    free: int
    minutes: int
    checked_in: int

    @property
    def hours(self) -> str:
        return hours_of(self.minutes)


def _count(viewer: Viewer, slug: str) -> dict[str, int]:
    """Count how peer support stands at this place today."""
    rows = Pairing.objects.filter(organisation_id=viewer.own_organisation, status__in=MEETING)
    by_status = Counter(rows.values_list("status", flat=True))
    pages = mentor_pages(viewer)
    this_week = CheckIn.objects.filter(
        organisation_id=viewer.own_organisation, week_on=monday_of(viewer.today), side=Side.PERSON
    )
    return {
        "pairs": by_status[PairingStatus.GOING_ON],
        "first_meetings": by_status[PairingStatus.FIRST_MEETING],
        "waiting": without_mentor(viewer).count(),
        "mentors": len(pages),
        "free": free_places(pages),
        "minutes": sum(minutes_by_mentor(viewer).values()),
        "checked_in": this_week.filter(_other_said()).count(),
    }


FIGURES = Figure("peers", _count, slugs=("peer",))


def peer_figures(viewer: Viewer) -> PeerFigures:
    """Return how peer support stands at this place today."""
    return PeerFigures(**FIGURES.of(viewer, "peer"))


def _other_said() -> Exists:
    """Return whether the mentor has checked in for the same week of the same pairing."""
    return Exists(
        CheckIn.objects.filter(
            pairing_id=OuterRef("pairing_id"),
            week_on=OuterRef("week_on"),
            side=Side.MENTOR,
            is_left_out=False,
        )
    )


def key_outcome(viewer: Viewer) -> KeyOutcome:
    """
    Return in how many full weeks of the last twelve months both of a pairing checked in (S-125).

    Left out of the denominator: the week that is not over, and weeks that either side left out.
    """
    since = viewer.today - A_YEAR
    pairs = Pairing.objects.filter(organisation_id=viewer.own_organisation, both_on__isnull=False).filter(
        Q(ended_on__isnull=True) | Q(ended_on__gt=since)
    )
    weeks = {
        pairing: (person, set(full_weeks(both_on, ended_on, since=since, today=viewer.today)))
        for pairing, person, both_on, ended_on in pairs.values_list(
            "pk", "participant_id", "both_on", "ended_on"
        )
    }
    said: dict[tuple[object, object], set[str]] = {}
    left_out = set()
    rows = CheckIn.objects.filter(organisation_id=viewer.own_organisation, week_on__gte=since)
    for pairing, week_on, side, is_left_out in rows.values_list(
        "pairing_id", "week_on", "side", "is_left_out"
    ):
        if pairing in weeks and week_on in weeks[pairing][1]:
            said.setdefault((pairing, week_on), set()).add(side)
            if is_left_out:
                left_out.add((pairing, week_on))
    both = sum(len(sides) == 2 and week not in left_out for week, sides in said.items())
    full = sum(len(found) for _person, found in weeks.values())
    open_now = pairs.filter(status__in=MEETING).count()
    return KeyOutcome(
        n=both,
        out_of=full - len(left_out),
        not_counted=len(left_out) + open_now,
        people=len({person for person, found in weeks.values() if found}),
    )
