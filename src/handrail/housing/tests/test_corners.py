"""Joining two records, and what is told kindly at the edges."""

from datetime import date, time

import pytest

from handrail.audit.models import Event
from handrail.base.errors import DomainError, NotFound
from handrail.housing import actions, queries
from handrail.housing.holdings import HOLDINGS
from handrail.housing.models import Home, HomeWish, HouseholdMember
from handrail.housing.rules import EVERY_DAY
from handrail.housing.tests import factories as make
from handrail.people.models import KeptText
from handrail.people.tests import factories as people
from handrail.plans.tests import factories as plans


@pytest.fixture
def two(elena):
    person, me, _sasha = elena
    other = people.participant(person.organisation, "Elena", "Nair-Lopez")
    return person, me, other, people.self_viewer(other)


def test_two_records_with_a_home_today_do_not_join(two):
    person, me, other, they = two
    home = make.home(person, me)
    make.home(other, they)
    with pytest.raises(DomainError, match="Both records have a home"):
        HOLDINGS.move(person, other, people.TODAY)
    actions.end_home(home=home, until_on=date(2026, 10, 1), by=me)
    HOLDINGS.move(person, other, people.TODAY)
    assert Home.objects.filter(participant=other).count() == 2


def test_the_second_wish_is_kept_for_a_person_to_decide(two):
    person, me, other, they = two
    actions.say_home_wish(participant=person, matters="Light.", where="Mill Road", by=me)
    HOLDINGS.move(person, other, people.TODAY)
    assert HomeWish.objects.get().participant == other
    actions.say_home_wish(participant=person, matters="A cat.", by=me)
    HOLDINGS.move(person, other, people.TODAY)
    assert HomeWish.objects.get().matters == "Light."
    assert KeptText.objects.get().text == "A cat."
    assert they is not None


def test_one_household_goes_on_when_two_records_join(two):
    person, me, other, they = two
    actions.start_household(participant=person, called="The Nairs", by=me)
    actions.start_household(participant=other, called="The Lopez", by=they)
    HOLDINGS.move(person, other, people.TODAY)
    current = HouseholdMember.objects.get(participant=other, to_on=None)
    assert current.called == "The Lopez"


def test_a_home_that_ended_does_not_begin_after_its_end(elena):
    person, me, _sasha = elena
    home = make.home(person, me)
    home = actions.end_home(home=home, until_on=date(2026, 9, 1), by=me)
    with pytest.raises(DomainError, match="after the home ended"):
        actions.change_home(
            home=home, facts=make.facts(since_on=date(2026, 10, 1)), version=home.version, by=me
        )


def test_nobody_without_a_household_chooses_what_it_sees(elena):
    person, me, _sasha = elena
    with pytest.raises(DomainError, match="no household"):
        actions.choose_what_household_sees(participant=person, shown=["shows_name"], by=me)


def test_a_routine_under_somebody_elses_step_is_not_kept(two):
    person, me, other, they = two
    step = plans.step(plans.goal(plans.plan(other, they), they), they)
    with pytest.raises(DomainError, match="step of this person"):
        actions.add_routine(participant=person, title="Dinner", weekdays="1", step=step, by=me)


def test_a_day_to_look_again_lies_ahead(elena):
    person, me, sasha = elena
    row = make.trouble(person, me)
    owner = people.member(person.organisation, "specialist")
    with pytest.raises(DomainError, match="look again is over"):
        actions.see_to_trouble(trouble=row, owner=owner, look_on=date(2026, 10, 1), by=sasha)
    assert Event.objects.filter(kind="see_to_trouble").count() == 0


def test_what_is_done_every_day_says_so_with_its_step(elena):
    person, me, _sasha = elena
    step = plans.step(plans.goal(plans.plan(person, me), me), me, "Cook with Dad")
    actions.add_routine(participant=person, title="Dinner", weekdays=EVERY_DAY, at=time(19), step=step, by=me)
    [line] = queries.home_page(me, person.key).household.routines
    assert (line.days, line.at, line.step) == ("every day", "19:00", "Cook with Dad")


def test_the_person_joins_nobodys_household_from_a_list(elena):
    person, me, sasha = elena
    assert queries.joinable(me, person) == {}
    assert queries.joinable(sasha, person) == {}


def test_a_routine_and_a_member_of_nobody_are_not_there(elena):
    person, me, _sasha = elena
    for look in (queries.routine, queries.member):
        with pytest.raises(NotFound):
            look(me, person, "bbbbbbbbbb")
