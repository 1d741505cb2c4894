"""Fills an empty database with people alone, and measures the search for the same person in it; prints JSON."""

import argparse
import json
import random
import statistics
import time
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import django

django.setup()

from django.core.management import call_command
from django.db import connection, transaction

from benchmarks.load import TODAY
from handrail.access import RelationKind, Role, Viewer, clearance_bits
from handrail.accounts import actions as accounts
from handrail.accounts.models import Organisation
from handrail.demo.lives.texts import names
from handrail.people.actions import look_for_same
from handrail.people.duplicates.known import Known, known
from handrail.people.duplicates.pairs import keys
from handrail.people.models import NameToken, Participant, Relation
from handrail.people.queries.same import known_of
from handrail.people.rules import DEFAULT_SCOPES, name_tokens, sort_key

TODAY_AGO = 78 * 365
AT_ONCE = 5000
SEED = 20
PHONES = 60_000  # so that some people share one
OPEN = 40  # records that are open to the colleague who asks


def people(count: int, place: Organisation, today: Any) -> Iterator[Participant]:
    """Yield so many made-up people, the same each time."""
    rng = random.Random(f"known {SEED}")
    for number in range(count):
        group = rng.choice(names())
        given, family = rng.choice(group["given"]), rng.choice(group["family"])
        yield Participant(
            key=f"k{number:09}",
            organisation=place,
            called=given,
            given_name=given,
            family_name=family,
            birth_on=today - timedelta(days=rng.randint(16 * 365, TODAY_AGO)),
            phone=f"+49 30 {rng.randint(1_000_000, 1_000_000 + PHONES)}",
            address=f"{rng.choice(['Mill', 'Oak', 'River', 'Station'])} Road {rng.randint(1, 900)}",
            sort_key=sort_key(family, given),
        )


def _fill(count: int, by: Viewer) -> None:
    place = accounts.found_organisation(
        name="Riverside", zone="Europe/Berlin", language="en", currency="EUR", by=by
    )
    batch: list[Participant] = []
    for number, person in enumerate(people(count, place, by.today), 1):
        batch.append(person)
        if len(batch) == AT_ONCE or number == count:
            _write(batch, place)
            batch = []
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE" if connection.vendor == "sqlite" else "VACUUM ANALYZE")


def _write(batch: list[Participant], place: Organisation) -> None:
    with transaction.atomic():
        Participant.objects.bulk_create(batch)
        NameToken.objects.bulk_create(
            NameToken(organisation=place, participant=person, token=token)
            for person in batch
            for token in sorted(
                name_tokens(person.called, person.family_name) | keys(known_of(person, pairs=()))
            )
        )


def _colleague(place: Organisation, by: Viewer) -> Viewer:
    user = accounts.add_member(
        organisation=place, sign_in_name="bench", name="Bench", role=Role.COORDINATOR, by=by
    )
    kind = RelationKind.CARE_TEAM
    chosen = Participant.objects.order_by("key").values_list("pk", flat=True)[:OPEN]
    Relation.objects.bulk_create(
        Relation(
            organisation=place,
            user=user,
            participant_id=person,
            kind=kind,
            scopes=DEFAULT_SCOPES[kind],
            clears=clearance_bits(kind),
            from_on=by.today,
            source="bench",
        )
        for person in chosen
    )
    return Viewer(
        actor="user", today=by.today, user_id=user.pk, organisation_id=place.pk, role=Role.COORDINATOR
    )


def _asked(rng: random.Random, row: Participant) -> Known:
    """Return a person as somebody might say them: two letters changed places, or the name alone, or nobody."""
    given, family = row.given_name, row.family_name
    at = rng.randint(0, max(0, len(family) - 2))
    typo = family[:at] + family[at : at + 2][::-1] + family[at + 2 :]
    birth = row.birth_on.isoformat() if row.birth_on else ""
    return rng.choice(
        [
            known("", given=given, family=typo, birth=birth, phones=[row.phone]),
            known("", given=given, family=family),
            known("", given=family, family=given, birth=birth),
            known("", given="Xaveriana", family="Quistgaard", birth="1961-02-30", phones=["0301 7777777"]),
        ]
    )


def _measured(viewer: Viewer, calls: int) -> dict[str, Any]:
    rng = random.Random(f"asked {SEED}")
    count = Participant.objects.count()
    walls, used, found = [], [], 0
    for _number in range(calls):
        row = Participant.objects.get(key=f"k{rng.randrange(count):09}")
        sought = _asked(rng, row)
        wall, cpu = time.perf_counter(), time.process_time()
        same = look_for_same(sought=sought, by=viewer)
        walls.append((time.perf_counter() - wall) * 1000)
        used.append((time.process_time() - cpu) * 1000)
        found += bool(same)
    parts = statistics.quantiles(walls, n=20)
    return {
        "people": count,
        "keys": NameToken.objects.count(),
        "calls": calls,
        "found": found,
        "wall_ms": {
            "p50": round(statistics.median(walls), 2),
            "p95": round(parts[-1], 2),
            "most": round(max(walls), 2),
        },
        "cpu_ms": {
            "p50": round(statistics.median(used), 2),
            "p95": round(statistics.quantiles(used, n=20)[-1], 2),
        },
    }


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--people", type=int, required=True)
    parser.add_argument("--calls", type=int, required=True)
    wanted = parser.parse_args()
    call_command("migrate", verbosity=0)
    by = Viewer.operator("bench", today=TODAY)
    if not Organisation.objects.exists():
        _fill(wanted.people, by)
    place = Organisation.objects.get()
    by = Viewer.operator("bench", organisation_id=place.pk, today=TODAY)
    viewer = _colleague(place, by)
    _measured(viewer, 20)
    print(json.dumps(_measured(viewer, wanted.calls)))


if __name__ == "__main__":
    main()
