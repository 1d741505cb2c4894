"""Fills an empty database with an agency of any size by the bulk loader."""

import argparse
import json
import random
import resource
import time
from collections.abc import Iterator
from datetime import date, datetime
from zoneinfo import ZoneInfo

import django

django.setup()

from django.core.management import call_command
from django.db import connection

from handrail.access import Role, Viewer
from handrail.accounts import actions as accounts
from handrail.accounts.models import Organisation, User
from handrail.accounts.rules import JobTitle
from handrail.base import clock, ids
from handrail.catalogue.actions import OfferFacts, add_offer
from handrail.demo import bulk, lives
from handrail.demo.bulk.telling import Staff
from handrail.demo.lives.town import CODES
from handrail.demo.scribe import Stage, community
from handrail.demo.shared import Shared, list_employers, rows_of, shared_of, town_of
from handrail.peers.actions import write_mentor_page
from handrail.peers.rules import PEOPLE_AT_MOST, MentorFacts
from handrail.practice.models import Session

TODAY = date(2026, 10, 20)
ZONE = "Europe/Berlin"
SINCE = datetime(2024, 9, 1, 9, tzinfo=ZoneInfo(ZONE))
SEED = 20
# How many people one of a role has beside them.
BESIDE = {
    "practitioner": (40, Role.SPECIALIST, JobTitle.PSR_SPECIALIST),
    "coordinator": (400, Role.COORDINATOR, JobTitle.CASE_MANAGER),
    "clinician": (1000, Role.CLINICIAN, JobTitle.PSYCHIATRIST),
    "supervisor": (4000, Role.MANAGER, JobTitle.NONE),
    "peer": (80, Role.PEER, JobTitle.PEER_MENTOR),
}
PEOPLE_AN_EMPLOYER = 400
MOST_PLACES = 30_000


def _place(people: int) -> tuple[bulk.Place, dict[str, list[str]]]:
    """Found the agency with as many staff as so many people need."""
    by = Viewer.operator("bench", today=SINCE.date(), zone=ZONE)
    accounts.make_installation(by=by, is_demo=False)
    organisation = accounts.found_organisation(
        name="Riverside", zone=ZONE, language="en", currency="EUR", country="DE", by=by
    )
    site = accounts.open_site(organisation=organisation, name="Mill Road centre", by=by)
    place = bulk.Place(organisation, {"mill": site}, {}, actor="operator:bench")
    staff: dict[str, list[str]] = {}
    for kind, (each, role, title) in BESIDE.items():
        staff[kind] = [f"{kind}-{number}" for number in range(max(1, people // each))]
        for key in staff[kind]:
            user = accounts.add_member(
                organisation=organisation,
                sign_in_name=key,
                name=key.title(),
                role=role,
                job_title=title,
                by=by,
            )
            place.staff[key] = Staff(user.pk.hex, title.value)
    return place, staff


def _furnish(place: bulk.Place, staff: dict[str, list[str]], people: int) -> Shared:
    """Give the agency what lives point to: places, employers, one offer of each programme, mentors with a page."""
    organisation = place.organisation
    stage = Stage(organisation=organisation, today=TODAY)
    community.directory(stage)
    by = Viewer.operator("bench", organisation_id=organisation.pk, today=SINCE.date(), zone=ZONE)
    list_employers(by=by, copies=max(1, people // PEOPLE_AN_EMPLOYER))
    for code in CODES:
        facts = OfferFacts(
            title=f"Programme {code}",
            capacity=min(MOST_PLACES, max(1, people // 4)),
            modes=("in_person",),
            languages=("en",),
            open_from=by.today,
        )
        add_offer(organisation=organisation, programme_type=code, facts=facts, by=by)
    users = {key: User.objects.get(sign_in_name=key) for key in staff["peer"]}
    for key, user in users.items():
        own = Viewer(
            actor="user", today=by.today, user_id=user.pk, organisation_id=organisation.pk,
            role=Role.PEER, name=user.name, zone=ZONE,
        )  # fmt: skip
        write_mentor_page(facts=MentorFacts(called=key, people_at_most=PEOPLE_AT_MOST), by=own)
    return shared_of(organisation, users)


def _lives(people: int, sessions: int, staff: dict[str, list[str]], town: lives.Town) -> Iterator[lives.Life]:
    rng = random.Random(f"lives {SEED}")
    mean = sessions / people
    fewest, most = max(5, round(mean * 0.5)), max(6, round(mean * 1.5))
    for number in range(people):
        beside = lives.beside_of(
            number,
            practitioners=staff["practitioner"],
            coordinators=staff["coordinator"],
            supervisors=staff["supervisor"],
            clinicians=staff["clinician"],
            sites=["mill"],
            zone=ZONE,
        )
        span = lives.span_of(rng, TODAY, rng.randint(fewest, most))
        town.diary = lives.Diary()  # each has an hour of their own
        yield lives.simulate(rng, number, beside=beside, span=span, today=TODAY, town=town)
        if (number + 1) % 5000 == 0:
            print(f"{number + 1:>9,} people", flush=True)


INDEXES = {
    "sqlite": "SELECT name, sql FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL",
    "postgresql": "SELECT indexname, indexdef FROM pg_indexes WHERE schemaname = 'public' "
    "AND indexname NOT IN (SELECT conname FROM pg_constraint)",
}


def _without_indexes() -> list[str]:
    """Drop the indexes, which are made faster afterwards, and return how they are made."""
    with connection.cursor() as cursor:
        cursor.execute(INDEXES[connection.vendor])
        found = cursor.fetchall()
        for name, _made in found:
            cursor.execute(f'DROP INDEX "{name}"')
    return [made for _name, made in found]


def _hurry() -> None:
    """Let a scratch database load without the safety that a real one needs; the shape test checks what is skipped."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            for pragma in ("synchronous=OFF", "foreign_keys=OFF", "cache_size=-2000000"):
                cursor.execute(f"PRAGMA {pragma}")
        else:
            cursor.execute("SET session_replication_role = replica")
            cursor.execute("SET synchronous_commit = off")


def _settle(indexes: list[str]) -> None:
    """Make the indexes again, and let the database count what it holds, as it does by itself in time."""
    with connection.cursor() as cursor:
        for made in indexes:
            cursor.execute(made)
        if connection.vendor == "sqlite":
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        cursor.execute("ANALYZE" if connection.vendor == "sqlite" else "VACUUM ANALYZE")


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--people", type=int, required=True)
    parser.add_argument("--sessions", type=int, required=True)
    wanted = parser.parse_args()
    call_command("migrate", verbosity=0)
    if Organisation.objects.exists():
        print(json.dumps({"reused": True}))
        return
    begun, used = time.perf_counter(), time.process_time()
    with ids.seeded(SEED), clock.clock_at(SINCE):
        place, staff = _place(wanted.people)
        shared = _furnish(place, staff, wanted.people)
    place.shared = rows_of(shared)
    town = town_of(shared, rooms_left={code: offer.capacity for code, offer in shared["offer"].items()})
    _hurry()
    indexes = _without_indexes()
    rows = bulk.write_lives(
        place, _lives(wanted.people, wanted.sessions, staff, town), rng=random.Random(f"rows {SEED}")
    )
    _settle(indexes)
    told = {
        "rows": rows,
        "sessions": Session.objects.count(),
        "seconds": round(time.perf_counter() - begun, 1),
        "cpu_seconds": round(time.process_time() - used, 1),
        "peak_mib": round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024),
    }
    print(json.dumps(told))


if __name__ == "__main__":
    main()
