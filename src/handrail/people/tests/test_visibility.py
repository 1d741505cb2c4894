import pytest

from handrail.access import Category, Label, RelationKind, Role, scope_bits
from handrail.people import actions, queries
from handrail.people.models import Participant, Relation, Supporter
from handrail.people.rules import Relationship
from handrail.people.tests import factories as make

pytestmark = pytest.mark.django_db


def test_a_colleague_without_a_relation_sees_nobody():
    person = make.participant(make.organisation())
    stranger = make.viewer(
        make.member(person.organisation, Role.SPECIALIST), person.organisation, Role.SPECIALIST
    )
    assert not Participant.objects.visible_to(stranger).exists()


def test_a_relation_opens_one_record_and_its_end_closes_it():
    place = make.organisation()
    person, _other = make.participant(place), make.participant(place, "Rosa")
    viewer = make.staff_for(person)
    assert list(Participant.objects.visible_to(viewer)) == [person]
    actions.close_relation(relation=Relation.objects.get(user_id=viewer.user_id), by=viewer)
    assert not Participant.objects.visible_to(viewer).exists()


def test_another_organisation_is_closed_even_with_a_relation():
    person = make.participant(make.organisation())
    viewer = make.staff_for(person)
    elsewhere = make.organisation("Elsewhere")
    Relation.objects.filter(user_id=viewer.user_id).update(organisation=elsewhere)
    assert not Participant.objects.visible_to(viewer).exists()


def test_scope_and_label_are_both_needed():
    person = make.participant(make.organisation())
    supporter = actions.add_supporter(
        participant=person,
        name="Ravi",
        relationship=Relationship.PARENT,
        by=make.operator(person.organisation),
    )
    viewer = make.staff_for(person)
    assert Supporter.objects.visible_to(viewer).exists()
    Supporter.objects.filter(pk=supporter.pk).update(label=Label.SAFEGUARDING)
    assert not Supporter.objects.visible_to(viewer).exists()
    Supporter.objects.filter(pk=supporter.pk).update(label=Label.NORMAL)
    Relation.objects.filter(user_id=viewer.user_id).update(scopes=scope_bits({Category.PLAN}))
    assert not Supporter.objects.visible_to(viewer).exists()


@pytest.mark.seed("S-132")
def test_there_is_one_coordinator_and_the_one_before_stays_on_the_team():
    person = make.participant(make.organisation())
    by = make.operator(person.organisation)
    first, second = (make.member(person.organisation, Role.COORDINATOR) for _ in range(2))
    actions.name_coordinator(participant=person, user=first, by=by)
    actions.name_coordinator(participant=person, user=second, by=by)
    assert queries.coordinator_of(person).user == second
    assert Relation.objects.filter(
        participant=person, user=first, kind=RelationKind.CARE_TEAM, to_on=None
    ).exists()


def test_search_finds_the_beginning_of_a_folded_name():
    person = make.participant(make.organisation(), "José", "Ñúñez")
    viewer = make.staff_for(person)
    assert [row.called for row in queries.people_list(viewer, search="nun jo")] == ["José"]
    assert queries.people_list(viewer, search="ose") == []
