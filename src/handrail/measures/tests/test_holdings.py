"""Two records of one person: schedules and beginnings are laid together, what was sent stays all of it."""

import pytest

from handrail.access import RelationKind
from handrail.measures.holdings import HOLDINGS
from handrail.measures.models import Administration, Finding, Schedule
from handrail.measures.rules.asking import AdministrationStatus, Occasion
from handrail.measures.tests import factories
from handrail.measures.tests.factories import NINE, Elena
from handrail.people import actions as people_actions
from handrail.people.tests import factories as people


@pytest.fixture
def twin(elena):
    """The same person, known a second time, with the same colleague beside her."""
    place = elena.person.organisation
    other = people.participant(place, "Elena", "Nair-Lopez")
    people_actions.open_relation(
        participant=other, user=elena.reader, kind=RelationKind.CARE_TEAM, by=people.operator(place)
    )
    return Elena(other, people.self_viewer(other), elena.sasha)


def test_one_schedule_goes_on_and_every_answer_stays(elena, twin) -> None:
    for one in (elena, twin):
        factories.schedule(one)
        factories.answered(one, NINE)
    factories.schedule(twin, "needs")
    HOLDINGS.move(twin.person, elena.person, people.TODAY)
    assert sorted(Schedule.objects.filter(participant=elena.person).values_list("instrument", flat=True)) == [
        "needs",
        "phq9",
    ]
    rows = Administration.objects.filter(participant=elena.person)
    assert sorted(row.occasion for row in rows) == [Occasion.BASELINE, Occasion.BETWEEN]
    assert Finding.objects.filter(participant=elena.person).count() == 4
    assert not Administration.objects.filter(participant=twin.person).exists()


def test_of_two_beginnings_of_one_author_the_one_in_the_record_that_stays_stands(elena, twin) -> None:
    stands = factories.save(factories.begun(elena), {"mood": 1}, elena.sasha)
    factories.save(factories.begun(twin), {"mood": 3}, twin.sasha)
    alone = factories.begun(twin, "k6")
    HOLDINGS.move(twin.person, elena.person, people.TODAY)
    drafts = Administration.objects.filter(status=AdministrationStatus.DRAFT, participant=elena.person)
    assert {row.pk for row in drafts} == {stands.pk, alone.pk}


def test_after_an_erasure_no_answer_and_no_number_is_left(elena) -> None:
    factories.answered(elena, NINE)
    HOLDINGS.erase(elena.person)
    assert Finding.objects.count() == 0
    assert Administration.objects.get().answers == {}
