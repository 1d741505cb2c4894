"""Measures in one database what it costs to ask who may see what, and to write down who looked; prints JSON."""

import argparse
import json
import random
import statistics
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from datetime import time as clock_time
from functools import partial
from typing import Any
from zoneinfo import ZoneInfo

from django.db import connection, transaction

from benchmarks.load import SEED, TODAY, ZONE
from benchmarks.measure import again, as_driver, cpu_ms
from handrail.access import RelationKind, Role, Viewer, clearance_bits
from handrail.accounts.actions import add_member
from handrail.accounts.models import Organisation, User
from handrail.audit.actions import write_looks
from handrail.base import clock
from handrail.people import queries
from handrail.people.because import ByRelation
from handrail.people.models import Participant, Relation
from handrail.people.rules import DEFAULT_SCOPES

WARM_UP = 20
MINUTE = timedelta(minutes=1)
PAGE = "people:list"


@dataclass(frozen=True)
class Asker:
    """Somebody to whom so many records are open."""

    name: str
    role: Role
    kind: RelationKind
    people: int
    reach_ms: float


ASKERS = (
    Asker("specialist of 100", Role.SPECIALIST, RelationKind.CARE_TEAM, 100, 3.0),
    Asker("manager of 10,000", Role.MANAGER, RelationKind.SUPERVISOR, 10_000, 3.0),
)


def _stand(asker: Asker, place: Organisation) -> Viewer:
    """Make the colleague once, with so many people spread over the whole place, and return them as a viewer."""
    name = f"bench-{asker.people}"
    user = User.objects.filter(sign_in_name=name).first()
    if user is None:
        by = Viewer.operator("bench", organisation_id=place.pk, today=TODAY, zone=ZONE)
        user = add_member(organisation=place, sign_in_name=name, name=name, role=asker.role, by=by)
        keys = list(
            Participant.objects.filter(organisation=place).order_by("pk").values_list("pk", flat=True)
        )
        chosen = random.Random(f"{SEED} {name}").sample(keys, min(asker.people, len(keys)))
        rows = [
            Relation(
                organisation=place,
                user=user,
                participant_id=key,
                kind=asker.kind,
                scopes=DEFAULT_SCOPES[asker.kind],
                clears=clearance_bits(asker.kind),
                from_on=TODAY - timedelta(days=30),
                source="bench",
            )
            for key in chosen
        ]
        Relation.objects.bulk_create(rows, batch_size=1000)
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")
    return Viewer(
        actor="user",
        today=TODAY,
        user_id=user.pk,
        organisation_id=place.pk,
        role=asker.role,
        name=user.name,
        zone=ZONE,
    )


def _starts(place: Organisation, count: int) -> Iterator[str]:
    """Yield after which name a list begins: a quarter of them at the first one, the others anywhere."""
    keys = list(
        Participant.objects.filter(organisation=place).order_by("pk").values_list("sort_key", flat=True)
    )
    rng = random.Random(SEED)
    for number in range(count):
        yield "" if number % 4 == 0 else rng.choice(keys)


def _summary(values: list[float]) -> dict[str, float]:
    return {
        "p50": round(statistics.median(values), 3),
        "p95": round(statistics.quantiles(values, n=20)[18], 3),
        "least": round(min(values), 3),
    }


def _quietest(rounds: int, one: Callable[[], list[float]]) -> dict[str, Any]:
    """Return the round in which others disturbed least, with the middle of each."""
    found = [_summary(one()) for _number in range(rounds)]
    best = min(found, key=lambda figures: figures["p50"])
    return {**best, "p50_of_rounds": [figures["p50"] for figures in found]}


def _statements(viewer: Viewer, start: str) -> list[tuple[str, Any]]:
    heard: list[tuple[str, Any]] = []

    def hear(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        heard.append((sql, params))
        return execute(sql, params, many, context)

    with connection.execute_wrapper(hear):
        queries.people_list(viewer.on(TODAY), start_after=start)
    return as_driver(heard)


def _wall_ms(work: Callable[[], Any]) -> float:
    before = time.perf_counter()
    work()
    return (time.perf_counter() - before) * 1000


def _list(viewer: Viewer, place: Organisation, calls: int, rounds: int) -> dict[str, Any]:
    """Return what a page of the people list costs: its statements by a bare cursor, and all of it in the process."""
    starts = list(_starts(place, calls + WARM_UP))
    shown = [len(queries.people_list(viewer.on(TODAY), start_after=start)) for start in starts[:WARM_UP]]
    wanted = [_statements(viewer, start) for start in starts[WARM_UP:]]

    def bare() -> list[float]:
        return [min(_wall_ms(partial(again, one)) for _ in range(2)) for one in wanted]

    def whole() -> list[float]:
        return [
            cpu_ms(partial(queries.people_list, viewer.on(TODAY), start_after=start))
            for start in starts[WARM_UP:]
        ]

    return {
        "most_shown": max(shown),
        "statements": len(wanted[0]),
        "sql_wall_ms": _quietest(rounds, bare),
        "cpu_ms": _quietest(rounds, whole),
    }


def _write(viewer: Viewer, *, commits: bool) -> float:
    """Write the looks that a page left with its viewer; return the CPU of that, with its commit or without."""
    shown = list(viewer.looks.shown.items())
    if commits:
        return cpu_ms(lambda: write_looks(viewer, shown, PAGE, ByRelation(viewer)))
    with transaction.atomic():
        spent = cpu_ms(lambda: write_looks(viewer, shown, PAGE, ByRelation(viewer)))
        transaction.set_rollback(True)
    return spent


def _one_person(viewer: Viewer, keys: list[str], number: int) -> Viewer:
    asks = viewer.on(TODAY)
    queries.person(asks, keys[number % len(keys)])
    return asks


def _fifty(viewer: Viewer, keys: list[str], number: int) -> Viewer:
    asks = viewer.on(TODAY)
    queries.people_list(asks)
    return asks


def _looks(viewer: Viewer, calls: int, rounds: int, began: datetime) -> dict[str, Any]:
    """Return the CPU of noting a look: at one person's page and at a list of 50, each in another minute."""
    own = Relation.objects.filter(user_id=viewer.user_id).order_by("pk")
    keys = list(own.values_list("participant__key", flat=True)[:1000])
    found: dict[str, Any] = {}
    minutes = iter(range(10**9))
    for name, reach, page in (("one person's page", 0.3, _one_person), ("a list of 50", 1.0, _fifty)):
        told: dict[str, Any] = {"reach_cpu_ms": reach}
        for how, commits in (("cpu_ms", False), ("cpu_ms_with_commit", True)):

            def spent(page: Any = page, commits: bool = commits) -> list[float]:
                values = []
                for number in range(calls + WARM_UP):
                    with clock.clock_at(began + next(minutes) * MINUTE):
                        values.append(_write(page(viewer, keys, number), commits=commits))
                return values[WARM_UP:]

            told[how] = _quietest(rounds, spent)
        found[name] = told
    return found


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--calls", type=int, default=100)
    parser.add_argument("--rounds", type=int, default=6)
    wanted = parser.parse_args()
    place = Organisation.objects.get()
    # Each run stands in minutes of its own, so that no look of an earlier run is taken for one of its own.
    began = datetime.combine(TODAY, clock_time(8), ZoneInfo(ZONE)) + timedelta(days=int(time.time()) % 10**4)
    with clock.clock_at(began):
        askers = {asker: _stand(asker, place) for asker in ASKERS}
        lists = {
            asker.name: {"reach_ms": asker.reach_ms, **_list(viewer, place, wanted.calls, wanted.rounds)}
            for asker, viewer in askers.items()
        }
    looks = _looks(askers[ASKERS[0]], wanted.calls, wanted.rounds, began + MINUTE)
    print(json.dumps({"people": Participant.objects.count(), "lists": lists, "looks": looks}))


if __name__ == "__main__":
    main()
