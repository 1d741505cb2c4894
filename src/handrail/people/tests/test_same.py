"""Before a record is made: who may be the same person, for those who may see them, and one sentence for the others."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from handrail.access import Category, RelationKind, Role
from handrail.accounts.models import User
from handrail.audit.models import Event
from handrail.base.ids import NIL
from handrail.people import actions
from handrail.people.duplicates.known import known
from handrail.people.duplicates.weigh import REASONS, Reason
from handrail.people.models import Identifier, NameToken
from handrail.people.queries.same import known_of, same_as
from handrail.people.tests import factories as make

pytestmark = pytest.mark.django_db
BORN = date(1991, 3, 4)


@pytest.fixture
def place():
    return make.organisation()


@pytest.fixture
def elena(place):
    return actions.register_participant(
        organisation=place,
        called="Lena",
        given_name="Elena",
        family_name="Ozturk",
        birth_on=BORN,
        phone="0151 2345678",
        address="Kirchgasse 4",
        by=make.operator(place),
    )


@pytest.fixture
def sasha(elena):
    return make.staff_for(elena)


@pytest.fixture
def stranger(place):
    user = make.member(place, Role.COORDINATOR)
    return make.viewer(user, place, Role.COORDINATOR)


def look(viewer, **facts):
    return actions.look_for_same(sought=known("", **facts), by=viewer)


@pytest.mark.parametrize(
    "facts",
    [
        {"given": "Elena", "family": "Ozturk"},
        {"given": "Ozturk", "family": "Elena", "birth": "1991-03-04"},
        {"given": "Ellena", "family": "Öztürk", "birth": "1991-04-03"},
        {"called": "Lena", "family": "Oztürk", "birth": "1991-03-05"},
        {"given": "Елена", "family": "Озтюрк", "birth": "1991-03-04"},
        {"given": "Elena", "phones": ["+49 151 2345678"]},
    ],
)
def test_somebody_whose_record_is_open_is_named_with_reasons(elena, sasha, facts):
    found = look(sasha, **facts)
    assert [one.participant for one in found.likely] == [elena]
    assert found.likely[0].reasons
    assert found.hidden is None
    assert elena.pk in sasha.looks.shown[Category.CONTACT, ""]


def test_a_number_of_another_system_finds_its_person_whatever_the_name(elena, sasha):
    Identifier.objects.create(
        organisation=elena.organisation, participant=elena, system="clinic", value="77-123"
    )
    actions.find_by_numbers(elena, [("clinic", "77-123")])
    found = look(sasha, given="Somebody", identifiers={"clinic": "77123"})
    assert [one.participant for one in found.likely] == [elena]
    assert REASONS[Reason.SAME_NUMBER] in found.likely[0].reasons
    changed = actions.change_contact(participant=elena, version=1, by=sasha, phone="0151 999 888 7")
    assert "=77123" in set(changed.name_tokens.values_list("token", flat=True))


def test_nobody_else_is_named(elena, sasha, place):
    actions.register_participant(
        organisation=place, called="Margit", family_name="Kovacs", birth_on=BORN, by=make.operator(place)
    )
    assert not look(sasha, given="Dana", family="Weber", birth="1970-01-01")
    assert not look(sasha)


def test_a_closed_record_is_one_sentence_only_when_name_and_birth_date_agree(elena, stranger):
    assert look(stranger, given="Elena", family="Öztürk", birth="1991-03-04").hidden == elena.pk
    for facts in (
        {"given": "Elena", "family": "Ozturk"},
        {"given": "Elena", "family": "Ozturk", "birth": "1991-03-05"},
        {"given": "Somebody", "family": "Ozturk", "birth": "1991-03-04"},
        {"given": "Elena", "birth": "1991-03-04"},
        {"given": "Elena", "phones": ["0151 2345678"], "address": "Kirchgasse 4"},
    ):
        found = look(stranger, **facts)
        assert (found.likely, found.hidden) == ((), None), facts
    assert not stranger.looks.shown


@pytest.mark.hazard("H-12")
def test_somebody_whom_the_person_keeps_away_hears_nothing(elena, stranger, place):
    actions.block_contact(
        participant=elena, user=User.objects.get(pk=stranger.user_id), by=make.operator(place)
    )
    assert not look(stranger, given="Elena", family="Ozturk", birth="1991-03-04")


def test_each_search_is_one_event_and_only_the_sentence_names_whose_record_it_is(elena, stranger, sasha):
    look(stranger, given="Elena", family="Ozturk", birth="1991-03-04")
    look(stranger, given="Elena", family="Ozturk")
    look(sasha, given="Elena", family="Ozturk", birth="1991-03-04")
    events = Event.objects.filter(kind="look_for_same").order_by("at")
    assert [event.participant_id for event in events] == [elena.pk, NIL, NIL]
    assert {event.op for event in events} == {"read"}


def test_the_statements_are_the_same_whatever_is_found(elena, sasha, stranger, place):
    for number in range(12):
        actions.register_participant(
            organisation=place, called=f"Elena {number}", family_name="Ozturk", by=make.operator(place)
        )
    counts = set()
    for viewer in (sasha, stranger):
        for facts in (
            {"given": "Elena", "family": "Ozturk", "birth": "1991-03-04"},
            {"given": "Elena", "family": "Ozturk"},
            {"given": "Nobody", "family": "Knows", "birth": "1950-12-31"},
            {},
        ):
            with CaptureQueriesContext(
                connection,
            ) as asked:
                look(viewer, **facts)
            counts.add(tuple(one["sql"].split("(")[0].split(" FROM ")[0][:9] for one in asked))
    assert len(counts) == 1


def test_another_organisation_and_an_erased_record_are_not_found(elena, stranger):
    elsewhere = make.organisation("Hillside")
    other = make.viewer(make.member(elsewhere, Role.COORDINATOR), elsewhere, Role.COORDINATOR)
    facts = {"given": "Elena", "family": "Ozturk", "birth": "1991-03-04"}
    assert not look(other, **facts)
    NameToken.objects.filter(participant=elena).delete()  # as erasing does
    assert not look(stranger, **facts)


def test_a_record_is_not_compared_with_itself(elena, sasha):
    assert same_as(sasha, known_of(elena))
    assert not same_as(sasha, known_of(elena), leaving_out=elena.pk)


def test_a_relation_that_ended_closes_the_name_too(elena, place):
    user = make.member(place, Role.SPECIALIST)
    actions.open_relation(participant=elena, user=user, kind=RelationKind.CARE_TEAM, by=make.operator(place))
    viewer = make.viewer(user, place, Role.SPECIALIST)
    facts = {"given": "Elena", "family": "Ozturk"}
    assert look(viewer, **facts).likely
    for relation in elena.relations.all():
        actions.close_relation(relation=relation, by=make.operator(place))
    assert not look(viewer, **facts)


def test_search_by_name_does_not_find_keys(elena, sasha):
    for word in ("19910304", "aln", "345678"):
        assert not type(elena).objects.named_like(word, elena.organisation_id).exists()


def test_who_shares_a_key_is_answered_by_the_index_alone(elena, sasha):
    if connection.vendor != "sqlite":
        pytest.skip("The plan is SQLite's.")
    with CaptureQueriesContext(connection) as asked:
        same_as(sasha, known_of(elena))
    with connection.cursor() as cursor:
        cursor.execute("EXPLAIN QUERY PLAN " + asked[0 if "nametoken" in asked[0]["sql"] else 1]["sql"])
        plan = " ".join(str(row[-1]) for row in cursor.fetchall())
    assert "USING COVERING INDEX name_token_find" in plan
    assert "SCAN" not in plan
