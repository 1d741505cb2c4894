"""At a few thousand rows the lists go by their indexes, on either database."""

import random
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from handrail.access import Viewer
from handrail.base import clock
from handrail.demo import bulk
from handrail.demo.lives import span_of
from handrail.demo.neighbours import lives_of, team_of, town_for
from handrail.demo.shared import rows_of
from handrail.demo.tests.test_neighbours import TODAY, shared_in, stage_of
from handrail.people import queries as people
from handrail.people.models import Participant
from handrail.people.rules import name_tokens
from handrail.practice import queries as practice

pytestmark = [pytest.mark.slow, pytest.mark.django_db]
PEOPLE = 600
# Which of them serves better depends on how many people somebody works with; the planner may choose.
RELATION_INDEXES = (
    "relation_opens",
    "one_open_relation",
    "people_relation_participant_id",
    "people_relation_user_id",
)
PERSON_INDEXES = ("person_list", "people_participant_pkey", "sqlite_autoindex_people_participant")


def a_short_span(rng: random.Random, today: date):
    return span_of(rng, today, 5)


@pytest.fixture(scope="module")
def place(django_db_setup, django_db_blocker):
    """Return an agency with some hundred people, next to a second one that nobody may meet."""
    with django_db_blocker.unblock(), transaction.atomic():
        stages = [stage_of("indexed"), stage_of("other")]
        for number, stage in enumerate(stages):
            shared = shared_in(stage)
            town = town_for(stage, shared)
            told = lives_of(stage, town, count=PEOPLE, rng=random.Random(number), span=a_short_span)
            for life in told_with_own_names(told, stage.organisation.name):
                bulk.write_lives(
                    bulk.Place(stage.organisation, stage.sites, team_of(stage), rows_of(shared)),
                    life,
                    rng=random.Random(number),
                )
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")
        yield stages[0]
        transaction.set_rollback(True)


def told_with_own_names(told, name: str):
    """Return all lives as one batch, with sign-in names that no other agency has."""
    lives = list(told)
    for life in lives:
        if life.person.account:
            life.person.account = f"{name}-{life.person.account}"
    return [lives]


def plans_of(read) -> str:
    """Return how the database goes about the statements that ``read`` sends."""
    with CaptureQueriesContext(connection) as heard:
        read()
    explain = "EXPLAIN QUERY PLAN " if connection.vendor == "sqlite" else "EXPLAIN "
    told = []
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            # Of some hundred rows it is cheaper to read all; asked is which index serves when there are many.
            for way in ("seqscan", "hashjoin", "mergejoin"):
                cursor.execute(f"SET LOCAL enable_{way} = off")
        for query in heard.captured_queries:
            if query["sql"].startswith("SELECT"):
                cursor.execute(explain + query["sql"])
                told += [" ".join(str(cell) for cell in row) for row in cursor.fetchall()]
    return "\n".join(told)


def viewer_of(stage, key: str) -> Viewer:
    return stage.viewer(key, 0)


def test_the_people_list_goes_by_who_opens_records_or_by_name(place):
    plan = plans_of(lambda: people.people_list(viewer_of(place, "dana")))
    assert any(index in plan for index in RELATION_INDEXES)
    assert any(index in plan for index in PERSON_INDEXES)


def test_search_by_name_goes_by_the_index_of_name_words(place):
    name = Participant.objects.filter(organisation=place.organisation).first().family_name
    token = sorted(name_tokens(name))[0][:4]
    plan = plans_of(lambda: people.people_list(viewer_of(place, "dana"), search=token))
    assert "name_token_find" in plan


def test_today_goes_by_worker_and_day(place):
    at = datetime.combine(TODAY, time(8), ZoneInfo("Europe/Berlin"))
    with clock.clock_at(at):
        plan = plans_of(lambda: practice.today_page(viewer_of(place, "lotte")))
    assert "session_day" in plan
