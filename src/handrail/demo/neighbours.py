"""Simulated neighbours with two years of life, to fill the lists."""

import random
from collections.abc import Callable, Iterator
from datetime import date

from handrail.access import Role
from handrail.accounts.models import Membership, User
from handrail.demo import bulk, lives
from handrail.demo.bulk.telling import Staff
from handrail.demo.journal import cast
from handrail.demo.lives.town import NOT_STARTED
from handrail.demo.scribe import Stage
from handrail.demo.shared import Shared, rows_of, shared_of, town_of
from handrail.intake.queries import places
from handrail.practice.models import Session
from handrail.practice.rules import SessionStatus

# Who meets the neighbours; the specialist of the stories keeps the demo's day for the story people.
PRACTITIONERS = ("sasha", "lotte", "yusuf")
FREE_TODAY = "sasha"


def team_of(stage: Stage) -> dict[str, Staff]:
    """Return the staff of the stage as the bulk loader needs them."""
    titles = dict(
        Membership.objects.filter(organisation=stage.organisation).values_list("user_id", "job_title")
    )
    return {
        key: Staff(user.pk.hex, titles.get(user.pk, ""))
        for key, (user, role) in stage.users.items()
        if role not in (Role.PARTICIPANT, Role.FAMILY)
    }


def mentors_of(stage: Stage) -> dict[str, User]:
    """Return the peers of the stage by their keys."""
    return {key: user for key, (user, role) in stage.users.items() if role == Role.PEER}


def _diary(stage: Stage) -> lives.Diary:
    """Return a diary that knows the meetings of the stories, so that nobody is booked twice."""
    diary = lives.Diary(closed=frozenset({(FREE_TODAY, stage.today)}))
    keys = {user.pk: key for key, (user, _role) in stage.users.items()}
    taken = Session.objects.filter(organisation=stage.organisation).exclude(status=SessionStatus.CALLED_OFF)
    for worker, day, starts_at, ends_at in taken.values_list(
        "practitioner_id", "held_on", "starts_at", "ends_at"
    ):
        diary.taken.setdefault((keys[worker], day), []).append((starts_at, ends_at))
    return diary


def _rooms_left(shared: Shared, today: date) -> dict[str, int]:
    """Return how many neighbours may have a place: half of those that the stories left; some offers are filled apart."""
    apart = {row["programme"] for row in cast()["offers"] if row["asked"]}
    offers = {code: offer for code, offer in shared["offer"].items() if code not in apart}
    free = places(list(offers.values()), today)
    return {code: free[offer.pk].free // 2 for code, offer in offers.items()}


def town_for(stage: Stage, shared: Shared) -> lives.Town:
    """Return the town of the stage as lives are drawn from it; who is to fill an offer has not begun it."""
    town = town_of(shared, rooms_left=_rooms_left(shared, stage.today))
    town.diary = _diary(stage)
    for row in cast()["offers"]:
        town.deal.counts[row["programme"], NOT_STARTED] = -row["asked"] - row["ended"]
    return town


def lives_of(
    stage: Stage,
    town: lives.Town,
    *,
    count: int,
    rng: random.Random,
    span: Callable[[random.Random, date], lives.Span] = lives.some_span,
) -> Iterator[lives.Life]:
    """Return the lives of ``count`` neighbours beside the stage's team, one after another."""
    for number in range(count):
        beside = lives.beside_of(
            number,
            practitioners=PRACTITIONERS,
            coordinators=["dana"],
            supervisors=["margit"],
            clinicians=["imran"],
            sites=["mill", "mill", "north"],
            zone=stage.organisation.zone,
        )
        drawn = span(rng, stage.today)
        yield lives.simulate(rng, number, beside=beside, span=drawn, today=stage.today, town=town)


def load(stage: Stage, *, count: int, seed: int) -> None:
    """Add ``count`` neighbours to the stage's agency by the bulk loader."""
    shared = shared_of(stage.organisation, mentors_of(stage))
    rng = random.Random(f"lives {seed}")  # noqa: S311 - a demo must come out the same twice
    told = lives_of(stage, town_for(stage, shared), count=count, rng=rng)
    place = bulk.Place(stage.organisation, stage.sites, team_of(stage), rows_of(shared))
    bulk.write_lives(place, told, rng=random.Random(f"rows {seed}"))  # noqa: S311 - and so must its rows
