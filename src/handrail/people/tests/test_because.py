"""Why a look was allowed stands in the look; a record that did not open leaves an event, and the same answer."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import OperationalError, connection
from django.test.utils import CaptureQueriesContext

from handrail.access import Category, RelationKind, Role, scope_bits
from handrail.accounts.models import User
from handrail.audit.models import Event, Look, LookPerson
from handrail.base import clock
from handrail.people import actions, queries
from handrail.people.because import ByRelation, first_kind, refused_record
from handrail.people.models import Relation
from handrail.people.tests import factories as make
from handrail.people.tests.browsing import browser, stranger

pytestmark = pytest.mark.django_db
AT = datetime(2026, 10, 20, 9, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _on_the_day():
    with clock.clock_at(AT):
        yield


@pytest.fixture
def elena():
    return make.participant(make.organisation())


def reasons(person):
    looks = LookPerson.objects.filter(participant_id=person.pk).values("look_id")
    return set(Look.objects.filter(pk__in=looks).values_list("category", "relation"))


def test_a_page_about_a_person_names_the_relation_that_opened_it(elena):
    browser(make.staff_for(elena)).get(f"/people/{elena.key}/people")
    assert reasons(elena) == {("contact", "care_team")}


def test_the_first_kind_that_covers_the_part_is_named_as_the_decision_names_it():
    week, all_of_it = scope_bits({Category.WEEK}), scope_bits(set(Category))
    opened = (("group", week), ("care_team", all_of_it), ("emergency", all_of_it))
    assert first_kind(opened, "week") == "care_team"
    assert first_kind((("group", week),), "plan") == ""


def test_a_list_names_the_relation_to_each_person_without_asking_once_more(elena):
    sasha = make.staff_for(elena)
    for number in range(9):
        person = make.participant(elena.organisation, f"Person {number}")
        kind = RelationKind.GROUP if number % 2 else RelationKind.CARE_TEAM
        actions.open_relation(
            participant=person,
            user=User.objects.get(pk=sasha.user_id),
            kind=kind,
            by=make.operator(elena.organisation),
        )
    client = browser(sasha)
    with CaptureQueriesContext(connection) as asked:
        client.get("/people")
    assert set(Look.objects.filter(page="people:list").values_list("relation", flat=True)) == {
        "care_team",
        "group",
    }
    reads = [one["sql"] for one in asked if "audit_lookperson" in one["sql"] and "SELECT" in one["sql"]]
    assert len(reads) == 1
    assert "people_relation" in reads[0]
    assert LookPerson.objects.filter(page="people:list").count() == 10


def test_the_same_list_within_a_minute_is_noted_once(elena):
    client = browser(make.staff_for(elena))
    client.get("/people")
    client.get("/people")
    assert LookPerson.objects.filter(page="people:list").count() == 1
    assert Look.objects.filter(page="people:list").count() == 1


def test_a_reason_that_was_said_with_the_look_stands(elena):
    from handrail.audit.actions import write_looks

    sasha = make.staff_for(elena)
    queries.person(sasha, elena.key)
    write_looks(sasha, [(("access", "addressed"), {elena.pk})], "page", ByRelation(sasha))
    assert reasons(elena) == {("access", "addressed")}


def test_a_command_has_no_relation(elena):
    from handrail.audit.actions import write_looks

    by = make.operator(elena.organisation)
    write_looks(by, [(("plan", ""), {elena.pk})], "export", ByRelation(by))
    assert reasons(elena) == {("plan", "")}


# ---------- what did not open ----------


def refused():
    return list(Event.objects.filter(op="refused").values_list("participant_id", "kind"))


def statements(client, address):
    with CaptureQueriesContext(connection) as asked:
        answer = client.get(address)
    return answer, len(asked)


def test_a_record_that_does_not_open_leaves_one_event_a_minute_for_each_page(elena):
    client = browser(stranger(elena))
    for _again in range(3):
        assert client.get(f"/people/{elena.key}/people").status_code == 404
    assert refused() == [(elena.pk, "refused")]
    with clock.clock_at(AT + timedelta(minutes=1)):
        client.get(f"/people/{elena.key}/people")
    assert len(refused()) == 2
    assert LookPerson.objects.filter(participant_id=elena.pk).count() == 0


def test_a_part_that_a_relation_does_not_reach_is_refused_too(elena):
    relative = make.staff_for(elena, Role.FAMILY, RelationKind.FAMILY)
    Relation.objects.filter(user_id=relative.user_id).update(scopes=scope_bits({Category.CONTACT}))
    assert browser(relative).get(f"/people/{elena.key}/outside").status_code == 404
    assert refused() == [(elena.pk, "refused")]


def test_absent_and_closed_are_answered_alike_with_as_many_statements(elena):
    elsewhere = make.participant(make.organisation("Elsewhere"))
    first = stranger(elena)
    client, answers = browser(first), set()
    client.get("/leave")
    for minute, key in enumerate((elena.key, "bcdfghjkmn", elsewhere.key)):
        with clock.clock_at(AT + timedelta(minutes=minute)):
            answer, count = statements(client, f"/people/{key}/people")
        answers.add((answer.status_code, count, answer.content))
    assert len(answers) == 1
    assert refused() == [(elena.pk, "refused"), (None, "refused"), (None, "refused")]
    first.looks.refused = elsewhere.key
    assert refused_record(first) is None, "nothing is said of somebody at another place"


def test_the_answer_stays_when_the_refusal_cannot_be_written(elena, monkeypatch):
    def refuse(*_facts):
        raise OperationalError("database is locked")

    monkeypatch.setattr("handrail.web.middleware.write_refusal", refuse)
    assert browser(stranger(elena)).get(f"/people/{elena.key}/people").status_code == 404
    assert refused() == []
