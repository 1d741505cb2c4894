"""Fills an empty database with people and the relations that open their records, and nothing else."""

import argparse
import json
from collections.abc import Iterator
from datetime import timedelta
from itertools import islice

import django

django.setup()

from django.core.management import call_command
from django.db import connection, transaction

from benchmarks.known import AT_ONCE, people
from benchmarks.load import BESIDE, TODAY, ZONE
from handrail.access import RelationKind, Viewer, clearance_bits
from handrail.accounts import actions as accounts
from handrail.accounts.models import Organisation, User
from handrail.people.models import Participant, Relation
from handrail.people.rules import DEFAULT_SCOPES

# Who is beside each person, as in the place of ``benchmarks.load``.
OPENED = {
    "practitioner": RelationKind.CARE_TEAM,
    "coordinator": RelationKind.COORDINATOR,
    "supervisor": RelationKind.SUPERVISOR,
}


def _staff(count: int) -> dict[str, list[User]]:
    found = {}
    for kind in OPENED:
        names = [f"{kind}-{number}" for number in range(max(1, count // BESIDE[kind][0]))]
        found[kind] = User.objects.bulk_create(User(sign_in_name=name, name=name) for name in names)
    return found


def _relations(
    batch: list[Participant], first: int, staff: dict[str, list[User]], place: Organisation
) -> Iterator[Relation]:
    for number, person in enumerate(batch, first):
        for name, kind in OPENED.items():
            yield Relation(
                organisation=place,
                user=staff[name][number % len(staff[name])],
                participant=person,
                kind=kind,
                scopes=DEFAULT_SCOPES[kind],
                clears=clearance_bits(kind),
                from_on=TODAY - timedelta(days=30),
                source="bench",
            )


def _fill(count: int, by: Viewer) -> None:
    place = accounts.found_organisation(
        name="Riverside", zone=ZONE, language="en", currency="EUR", country="DE", by=by
    )
    staff, everybody = _staff(count), people(count, place, TODAY)
    for first in range(0, count, AT_ONCE):
        with transaction.atomic():
            batch = Participant.objects.bulk_create(islice(everybody, AT_ONCE))
            Relation.objects.bulk_create(_relations(batch, first, staff, place))
        print(f"{first + len(batch):,} people", flush=True)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE" if connection.vendor == "sqlite" else "VACUUM ANALYZE")


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--people", type=int, required=True)
    wanted = parser.parse_args()
    call_command("migrate", verbosity=0)
    reused = Organisation.objects.exists()
    if not reused:
        _fill(wanted.people, Viewer.operator("bench", today=TODAY, zone=ZONE))
    print(json.dumps({"reused": reused}))


if __name__ == "__main__":
    main()
