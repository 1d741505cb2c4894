"""The bulk loader writes what the actions would have written: ten lives, told both ways, have one shape."""

import random
from collections import Counter
from collections.abc import Iterator
from datetime import date, datetime, time
from unittest.mock import patch
from zoneinfo import ZoneInfo

import pytest
from django.db import transaction
from django.db.models import Model

from handrail.access import Role, Viewer
from handrail.accounts import actions as accounts
from handrail.accounts.rules import JobTitle
from handrail.audit.models import Event
from handrail.base import clock, ids
from handrail.catalogue.actions import OfferFacts, add_offer
from handrail.demo import bulk
from handrail.demo.acting import act_out
from handrail.demo.acting_rooms import ACTED
from handrail.demo.bulk.load import ORDER, TOLD
from handrail.demo.journal import cast
from handrail.demo.lives import Life, Span, some_span, span_of
from handrail.demo.lives import deeds as d
from handrail.demo.lives.town import CODES
from handrail.demo.neighbours import lives_of, mentors_of, team_of, town_for
from handrail.demo.scribe import Stage, community
from handrail.demo.shared import Shared, list_employers, shared_of
from handrail.demo.shared import rows_of as loaded_rows
from handrail.peers.actions import write_mentor_page
from handrail.peers.rules import MentorFacts
from handrail.people.actions import data_key
from handrail.people.models import DataKey, Participant, Relation
from handrail.practice.models import Note
from handrail.practice.queries.texts import digest

pytestmark = pytest.mark.django_db
TODAY = date(2026, 10, 20)
LIVES = 10
# Ten lives touch every table when each has something in most of the rooms.
MOSTLY = 0.8
DRAWS = 40
# Instants of the field are the same both ways; all others tick on a little differently.
FIELD_TIMES = {"starts_at", "ends_at", "held_at"}
MADE_ANEW = ("id", "key", "content_sha256", "sign_in_name", "password", "field_versions")


def stage_of(name: str) -> Stage:
    """Return an agency of its own with the team of the demo."""
    rows = cast()
    since = date(2024, 9, 1)
    with clock.clock_at(datetime.combine(since, time(9), ZoneInfo("Europe/Berlin"))):
        by = Viewer.operator("demo", today=since, zone="Europe/Berlin")
        organisation = accounts.found_organisation(by=by, **{**rows["agency"], "name": name})
        stage = Stage(organisation=organisation, today=TODAY)
        by = Viewer.operator("demo", organisation_id=organisation.pk, today=since, zone="Europe/Berlin")
        for row in rows["sites"]:
            stage.sites[row["key"]] = accounts.open_site(
                organisation=organisation, name=row["name"], by=by, address=row["address"]
            )
        for row in rows["team"]:
            user = accounts.add_member(
                organisation=organisation,
                sign_in_name=f"{name}-{row['key']}",
                name=row["name"],
                role=Role(row["role"]),
                job_title=JobTitle(row["job_title"]),
                by=by,
            )
            stage.users[row["key"]] = (user, Role(row["role"]))
        furnish(stage, by)
    return stage


def furnish(stage: Stage, by: Viewer) -> None:
    """Give the agency what all lives point to: places, employers, offers, and mentors with a page."""
    community.directory(stage)
    list_employers(by=by)
    for code in CODES:
        facts = OfferFacts(
            title=code, capacity=50, modes=("in_person",), languages=("en",), open_from=by.today
        )
        add_offer(organisation=stage.organisation, programme_type=code, facts=facts, by=by)
    for key in mentors_of(stage):
        write_mentor_page(facts=MentorFacts(called=key, people_at_most=5), by=stage.viewer(key, -700))


def a_span(rng: random.Random, today: date) -> Span:
    """Return mostly short spans, so that the actions need seconds; some are long, some only arrive."""
    if rng.random() < 0.3:
        return some_span(rng, today)
    return span_of(rng, today, rng.randint(8, 18))


def shared_in(stage: Stage) -> Shared:
    """Return what the lives of an agency point to."""
    return shared_of(stage.organisation, mentors_of(stage))


def verbs_of(told: list[Life]) -> set[str]:
    return {deed.verb for life in told for deed in life.deeds if isinstance(deed, d.Did)}


def ten_lives(stage: Stage, accounts_named: str) -> list[Life]:
    """Return ten lives that do everything, the same for each agency; only the sign-in names differ."""
    told: list[Life] = []
    for draw in range(DRAWS):
        town = town_for(stage, shared_in(stage))
        told = list(lives_of(stage, town, count=LIVES, rng=random.Random(draw), span=a_span))
        if verbs_of(told) == set(TOLD):
            break
    for life in told:
        if life.person.account:
            life.person.account = f"{accounts_named}-{life.person.account}"
    return told


@pytest.fixture(scope="module")
def both(django_db_setup, django_db_blocker) -> Iterator[tuple[Stage, Stage]]:
    """Return two agencies: one whose lives went through the actions, one whose lives were loaded in bulk."""
    mostly = patch("handrail.demo.lives.rooms.likely", lambda rng, _chance, _code: rng.random() < MOSTLY)
    with django_db_blocker.unblock(), transaction.atomic(), mostly:
        acted, loaded = stage_of("acted"), stage_of("loaded")
        with ids.seeded(7):
            for life in ten_lives(acted, "acted"):
                act_out(acted, life, shared_in(acted))
        place = bulk.Place(loaded.organisation, loaded.sites, team_of(loaded), loaded_rows(shared_in(loaded)))
        bulk.write_lives(place, ten_lives(loaded, "loaded"), rng=random.Random("rows"))
        yield acted, loaded
        transaction.set_rollback(True)


def rows_of(model: type[Model], stage: Stage) -> list[Model]:
    """Return the rows of an agency in a table."""
    if model.__name__ == "User":
        return list(model.objects.filter(sign_in_name__startswith=f"{stage.organisation.name}-"))
    return list(model.objects.filter(organisation_id=stage.organisation.pk))


def shape_of(model: type[Model], stage: Stage) -> dict[str, Counter]:
    """Return for each column how often it holds which kind of thing: nothing, an empty text, or a type of value."""
    shape: dict[str, Counter] = {}
    for row in rows_of(model, stage):
        for field in model._meta.concrete_fields:
            value = field.value_from_object(row)
            kind = type(value).__name__ if value or value in (0, False) else f"empty {type(value).__name__}"
            shape.setdefault(field.attname, Counter())[kind] += 1
    return shape


def words_of(model: type[Model], stage: Stage) -> Counter:
    """Return every row of a table as its values that do not depend on ids and instants."""
    told = Counter()
    for row in rows_of(model, stage):
        plain = {}
        for field in model._meta.concrete_fields:
            value = field.value_from_object(row)
            is_plain = isinstance(value, str | int | bool | date | time | dict)
            if field.name in FIELD_TIMES or (is_plain and not isinstance(value, datetime)):
                plain[field.attname] = str(value)
        for name in MADE_ANEW:
            plain.pop(name, None)
        told[str(plain)] += 1
    return told


@pytest.mark.slow
def test_ten_lives_told_both_ways_have_the_same_rows_in_every_table(both):
    acted, loaded = both
    counts = {model.__name__: (len(rows_of(model, acted)), len(rows_of(model, loaded))) for model in ORDER}
    assert {name: pair for name, pair in counts.items() if pair[0] != pair[1]} == {}
    assert sum(pair[0] == 0 for pair in counts.values()) == 0, "ten lives touch every table"
    for model in ORDER:
        assert shape_of(model, acted) == shape_of(model, loaded), model.__name__
        if model not in (Event, DataKey):
            assert words_of(model, acted) == words_of(model, loaded), model.__name__


@pytest.mark.slow
def test_ten_lives_tell_everything_that_can_happen_in_a_room(both):
    _acted, loaded = both
    events = Event.objects.filter(organisation_id=loaded.organisation.pk)
    called = {"check_day": "check_in", "check_in_pair": "check_in"}
    assert {called.get(verb, verb) for verb in TOLD} - set(events.values_list("kind", flat=True)) == set()
    assert set(TOLD) == set(ACTED)


@pytest.mark.slow
def test_both_ways_leave_the_same_events(both):
    def events(stage: Stage) -> Counter:
        found = Event.objects.filter(organisation_id=stage.organisation.pk)
        told = ("kind", "op", "version", "object_kind", "actor", "purpose")
        return Counter(found.values_list(*told))

    acted, loaded = both
    assert events(acted) == events(loaded)
    assert Event.objects.filter(organisation_id=loaded.organisation.pk).exclude(actor="user").exists()


@pytest.mark.slow
def test_loaded_notes_bear_the_digest_of_their_content(both):
    _acted, loaded = both
    notes = Note.objects.filter(organisation=loaded.organisation)
    assert notes.exists()
    for note in notes:
        assert note.content_sha256 == digest(note, note.versions.get())


@pytest.mark.slow
def test_a_loaded_person_has_a_key_that_opens_and_a_coordinator_from_the_start(both):
    _acted, loaded = both
    people = Participant.objects.filter(organisation=loaded.organisation)
    assert {len(data_key(person)) for person in people} == {32}
    assert Relation.objects.filter(organisation=loaded.organisation, kind="coordinator").exists()
    assert len({person.key for person in people}) == LIVES


def test_the_same_seed_draws_the_same_lives(db):
    stage = stage_of("twice")
    first, second = (
        list(lives_of(stage, town_for(stage, shared_in(stage)), count=5, rng=random.Random(3)))
        for _ in range(2)
    )
    assert first == second


def test_the_demo_day_of_the_storys_specialist_stays_free_of_neighbours(db):
    stage = stage_of("free")
    started = [
        deed
        for life in lives_of(stage, town_for(stage, shared_in(stage)), count=60, rng=random.Random(4))
        for deed in life.deeds
        if hasattr(deed, "starts_at") and deed.by == "sasha"
    ]
    assert started
    assert not [deed for deed in started if deed.starts_at.date() == TODAY]
    assert [deed for deed in started if deed.starts_at.date() > TODAY]
