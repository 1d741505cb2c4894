"""A prepared query finds what the plain one finds, and refuses what it would keep for everybody."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from uuid import uuid4

import pytest
from django.db import DatabaseError, connection, connections
from django.db.models import Count, Q
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from handrail.access import Role, Viewer
from handrail.audit.models import Event
from handrail.people.models import OutsideCopy, Participant, Relation, Supporter
from handrail.people.queries import has_many_people
from handrail.people.tests import factories
from handrail.prepared import padded, prepared
from handrail.prepared.rows import keep_some

DAY = date(2026, 10, 20)
pytestmark = pytest.mark.django_db


@prepared
def of_viewer(viewer, key):
    return Participant.objects.visible_to(viewer).select_related("organisation", "site").filter(key=key)[:1]


@prepared
def open_on(organisation_id, day, wanted):
    rows = Relation.objects.filter(Q(to_on=None) | Q(to_on__gt=day), organisation_id=organisation_id)
    return rows.filter(user_id__in=wanted).select_related("user", "participant").order_by("pk")


@prepared
def named(organisation_id, word, since):
    rows = Participant.objects.filter(organisation_id=organisation_id, created_at__gte=since)
    return (rows.filter(called=word) if word else rows).order_by("pk").values_list("called", "pk")


@pytest.fixture
def people():
    place = factories.organisation()
    return [factories.participant(place, called=name) for name in ("Elena", "Rosa", 'O’Hara %s "slot 1"')]


@pytest.fixture
def team(people):
    return [factories.staff_for(person) for person in people]


def test_it_finds_what_the_plain_query_finds_with_what_is_joined(people):
    viewers = [factories.staff_for(people[0]), factories.staff_for(people[1])]
    for viewer in [*viewers, Viewer.system("tests", today=DAY), *viewers]:
        for person in people:
            plain = list(of_viewer.compose(viewer, person.key))
            found = of_viewer(viewer, person.key)
            assert found == plain
            assert [vars(one) | {"_state": 0} for one in found] == [
                vars(one) | {"_state": 0} for one in plain
            ]


def test_a_person_whose_record_is_closed_stays_closed(people):
    viewer = factories.staff_for(people[0])
    assert of_viewer.first(viewer, people[0].key) == people[0]
    assert of_viewer.first(viewer, people[1].key) is None
    Relation.objects.filter(user_id=viewer.user_id).update(to_on=viewer.today)
    assert of_viewer.first(viewer, people[0].key) is None


def test_each_viewer_fills_the_slots_anew(people):
    one, two = factories.staff_for(people[0]), factories.staff_for(people[1])
    for viewer, person in [(one, people[0]), (two, people[1]), (one, people[0])]:
        assert [p for p in people if of_viewer.first(viewer, p.key)] == [person]


def test_it_is_one_statement_and_composed_once(people):
    viewer = factories.staff_for(people[0])
    of_viewer.first(viewer, people[0].key)
    before = dict(vars(connections["default"])["prepared"])
    with CaptureQueriesContext(connection) as heard:
        of_viewer.first(viewer, people[1].key)
    assert len(heard) == 1
    assert vars(connections["default"])["prepared"] == before


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    days=st.integers(-400, 400), length=st.integers(0, 5), word=st.sampled_from(["", "Elena", "slot 1", "%s"])
)
def test_any_values_find_the_same_as_the_plain_query(people, team, days, length, word):
    wanted = (*(row.user_id for row in team), uuid4(), uuid4())[:length]
    asked = (people[0].organisation_id, DAY + timedelta(days=days), wanted)
    assert open_on(*asked) == list(open_on.compose(*asked))
    since = (people[0].organisation_id, word, datetime(2026, 10, 20, tzinfo=UTC) + timedelta(days=days))
    assert named(*since) == list(named.compose(*since))


def test_json_bytes_and_counts_come_back_as_they_are(people):
    OutsideCopy.objects.create(
        organisation=people[0].organisation,
        participant=people[0],
        address="a",
        digest="b",
        field_digests={"a": [1, None, "é"]},
        object_id=uuid4(),
    )

    @prepared
    def copies(participant_id):
        return OutsideCopy.objects.filter(participant_id=participant_id)

    @prepared
    def counted(organisation_id):
        rows = Supporter.objects.filter(organisation_id=organisation_id)
        return rows.order_by().values("organisation_id").annotate(n=Count("pk")).values_list("n", flat=True)

    assert copies.first(people[0].pk).field_digests == {"a": [1, None, "é"]}
    assert counted.first(people[0].organisation_id) is None


def test_what_a_function_makes_of_a_value_is_refused(people):
    @prepared
    def since(day):
        return Relation.objects.filter(from_on__gte=day - timedelta(days=3))

    @prepared
    def some(count):
        return Relation.objects.order_by("pk")[:count]

    with pytest.raises(TypeError, match="makes something of an argument"):
        since(DAY)
    with pytest.raises(TypeError, match="another query"):
        some(3)


def test_a_condition_that_does_not_reach_the_database_is_refused(people):
    @prepared
    def beyond_every_version(version):
        return Participant.objects.exclude(version__gt=version + 10**12)

    @prepared
    def forgets(key, name):
        return Participant.objects.filter(key=key)

    for lost, given_ in [(beyond_every_version, (1,)), (forgets, (people[0].key, "Elena"))]:
        with pytest.raises(TypeError):
            lost(*given_)


def test_a_number_in_the_smallest_column_is_compared(people):
    """PostgreSQL's two bytes: a stand-in beyond them would be answered by the ORM, and the condition be gone."""

    @prepared
    def above(label):
        return Participant.objects.filter(label__gte=label).order_by("pk")

    for label in (0, 1, 32_000):
        assert above(label) == list(above.compose(label))


def test_more_than_one_statement_is_refused():
    @prepared
    def everybody(day):
        return Participant.objects.filter(birth_on=day).prefetch_related("relations")

    with pytest.raises(TypeError, match="more than one statement"):
        everybody(DAY)


def test_of_a_viewer_a_query_knows_only_who_asks_where_and_when(people):
    @prepared
    def by_name(viewer):
        return Participant.objects.filter(called=viewer.name)

    with pytest.raises(AttributeError):
        by_name(factories.staff_for(people[0]))


def test_values_are_padded_to_few_lengths():
    ids = [uuid4() for _ in range(5)]
    assert [len(padded(ids[:n])) for n in range(6)] == [0, 1, 2, 4, 4, 8]
    assert set(padded(ids)) == set(ids)


def test_rows_are_written_as_the_orm_writes_them(people):
    """The statement of a saved row is composed once; what stands in the database is what was saved."""
    person = people[0]
    person.phone, person.birth_on, person.version = "0170 %s", date(1990, 2, 28), 7
    person.save()
    person.called = "Elena Two"
    person.save(update_fields=["called"])
    found = Participant.objects.get(pk=person.pk)
    assert {f.name: getattr(found, f.attname) for f in person._meta.fields} == {
        f.name: getattr(person, f.attname) for f in person._meta.fields
    }
    event = Event.objects.get(object_id=person.pk)
    assert event.hash is None
    assert event.kind == "register_participant"


def test_a_row_that_is_gone_is_not_updated(people):
    gone = Supporter(organisation=people[0].organisation, participant=people[0], name="Ravi", from_on=DAY)
    gone._state.adding = False
    with pytest.raises(DatabaseError, match="did not affect any rows"):
        gone.save(update_fields=["name"])


def test_a_row_that_is_fetched_in_part_asks_for_the_rest_when_it_is_wanted(people, django_assert_num_queries):
    _sasha, first, _second = people
    row = Participant.objects.only("called").get(pk=first.pk)
    assert row.get_deferred_fields() >= {"family_name", "phone"}
    with django_assert_num_queries(0):
        assert row.called == first.called
    with django_assert_num_queries(1):
        assert row.family_name == first.family_name
    row.called = "Another name"
    row.save()
    assert Participant.objects.get(pk=first.pk).called == "Another name"


def test_some_fields_are_saved_and_the_others_stay(people):
    _sasha, first, _second = people
    before = first.called
    first.called, first.phone = "Not saved", "030 1234"
    keep_some(first, "phone")
    now = Participant.objects.get(pk=first.pk)
    assert (now.called, now.phone) == (before, "030 1234")
    gone = Participant(pk=uuid4(), organisation=first.organisation, called="Nobody")
    with pytest.raises(DatabaseError, match="not there any more"):
        keep_some(gone, "phone")


@pytest.mark.parametrize("in_order", [False, True])
def test_a_list_in_its_order_finds_the_same_people_as_one_from_the_viewers_people(in_order):
    mine = factories.participant(factories.organisation())
    sasha = factories.staff_for(mine)
    ended = factories.participant(mine.organisation, "Omar")
    factories.participant(mine.organisation, "Somebody")
    Relation.objects.create(
        organisation=mine.organisation,
        user_id=sasha.user_id,
        participant=ended,
        kind="care_team",
        scopes=1,
        clears=1,
        from_on=sasha.today - timedelta(days=9),
        to_on=sasha.today,
    )
    Supporter.objects.bulk_create(
        Supporter(
            organisation=mine.organisation,
            participant=person,
            name="Ana",
            relationship="parent",
            from_on=sasha.today,
        )
        for person in Participant.objects.all()
    )
    people = Participant.objects.visible_to(sasha, in_order=in_order)
    assert list(people) == [mine]
    rows = Supporter.objects.among_people_of(sasha, in_order=in_order)
    assert [row.participant_id for row in rows] == [mine.pk]
    stranger = factories.staff_for(factories.participant(factories.organisation()))
    assert not Participant.objects.visible_to(stranger, in_order=in_order).filter(pk=mine.pk).exists()


def test_only_who_supervises_is_asked_whether_they_have_very_many_people(django_assert_num_queries):
    person = factories.participant(factories.organisation())
    sasha = factories.staff_for(person)
    with django_assert_num_queries(0):
        assert not has_many_people(sasha)
    manager = replace(sasha, role=Role.MANAGER)
    with django_assert_num_queries(1):  # and once for all who ask in the same request
        assert not has_many_people(manager)
        assert not has_many_people(manager)
