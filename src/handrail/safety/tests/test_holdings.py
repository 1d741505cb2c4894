"""What becomes of two lists for hard days, and of two answers of one day, when two records are one person's."""

from datetime import timedelta

import pytest

from handrail.people.tests import factories as people
from handrail.safety import actions
from handrail.safety.holdings import HOLDINGS
from handrail.safety.models import DailyCheck, HardDayList, ListLine
from handrail.safety.rules import ListSection

pytestmark = pytest.mark.django_db


@pytest.fixture
def two():
    person = people.participant(people.organisation())
    other = people.participant(person.organisation, "Elena", "Nair-Lopez")
    return person, people.self_viewer(person), other, people.self_viewer(other)


def write(person, me, words):
    actions.add_list_line(participant=person, section=ListSection.HELPS, words=words, by=me)


def test_two_lists_become_one_that_keeps_the_sharing_of_the_record_that_stays(two):
    person, me, other, also_me = two
    write(person, me, "Tea")
    actions.settle_list(participant=person, name="", is_shared=True, shares_checks=False, by=me)
    write(other, also_me, "A walk")
    HOLDINGS.move(person, other, people.TODAY)
    [stays] = HardDayList.objects.all()
    assert (stays.participant, stays.is_shared) == (other, False)
    lines = ListLine.objects.filter(list=stays, participant=other)
    assert {line.words for line in lines} == {"Tea", "A walk"}
    assert {line.label for line in lines} == {stays.line_label}


def test_the_only_list_moves_as_it_is(two):
    person, me, other, _also_me = two
    write(person, me, "Tea")
    HOLDINGS.move(person, other, people.TODAY)
    assert [one.participant for one in HardDayList.objects.all()] == [other]
    assert [line.words for line in ListLine.objects.filter(participant=other)] == ["Tea"]


def test_of_two_answers_of_one_day_the_record_that_stays_keeps_its_own(two):
    person, me, other, also_me = two
    yesterday = people.TODAY - timedelta(days=1)
    for who, by, helped in ((person, me, "Tea"), (other, also_me, "A walk")):
        actions.check_in(participant=who, sleep=3, energy=3, helped=helped, by=by)
    actions.check_in(participant=person, sleep=2, energy=2, helped="Music", by=me.on(yesterday))
    HOLDINGS.move(person, other, people.TODAY)
    kept = DailyCheck.objects.filter(participant=other).order_by("day")
    assert [(row.day, row.helped) for row in kept] == [(yesterday, "Music"), (people.TODAY, "A walk")]
