from datetime import date

import pytest
from django.template.loader import get_template

from handrail.access import Category, RelationKind, Role, scope_bits
from handrail.accounts.models import User
from handrail.base.errors import DomainError, NotFound
from handrail.housing import actions, panels, queries
from handrail.housing.rules import HomeApplicationStatus, HomeKind, HomeSupport, RightForMe
from handrail.housing.tests import factories as make
from handrail.people import actions as people_actions
from handrail.people.tests import factories as people
from handrail.plans.hooks import hooks
from handrail.plans.rules import LifeArea
from handrail.plans.tests import factories as plans

MONDAY = date(2026, 10, 19)


def drawn(panel):
    return get_template(panel.template, using="jinja2").render({"data": panel.data})


def together(person, other):
    """Put two people into one household, by a colleague who works with both."""
    sasha = people.staff_for(person)
    people_actions.open_relation(
        participant=other,
        user=User.objects.get(pk=sasha.user_id),
        kind=RelationKind.CARE_TEAM,
        by=people.operator(person.organisation),
    )
    own = actions.start_household(participant=person, called="The Haddads", by=sasha)
    actions.join_household(participant=other, beside=own, by=sasha)
    return sasha


@pytest.mark.seed("S-261")
def test_in_a_household_each_shows_the_others_only_what_they_choose(elena):
    person, me, _sasha = elena
    other = people.participant(person.organisation, "Karim", "Haddad")
    karim = people.self_viewer(other)
    together(person, other)
    actions.add_routine(participant=other, title="Dinner", weekdays="15", by=karim)
    make.trouble(other, karim, "A loud Friday.")

    def seen():
        page = queries.home_page(me, person.key).household
        return [one.name for one in page.residents], [one.text for one in page.beside]

    assert seen() == (["Elena"], [])
    actions.choose_what_household_sees(participant=other, shown=["shows_name"], by=karim)
    assert seen() == (["Elena", "Karim"], [])
    actions.choose_what_household_sees(participant=other, shown=["shows_routines"], by=karim)
    assert seen() == (["Elena", "Karim"], ["Dinner: Monday, Friday"])
    actions.choose_what_household_sees(participant=other, shown=["shows_troubles"], by=karim)
    names, texts = seen()
    assert len(texts) == 1
    assert "loud" not in texts[0]
    assert other.pk in me.looks.shown[(Category.HOME, "")]


def test_what_a_household_shows_its_members_does_not_open_it_to_a_colleague_of_one_of_them(elena):
    person, _me, sasha = elena
    other = people.participant(person.organisation, "Karim", "Haddad")
    karim = people.self_viewer(other)
    both = together(person, other)
    actions.add_routine(participant=other, title="Dinner", weekdays="15", by=karim)
    actions.choose_what_household_sees(participant=other, shown=["shows_routines"], by=karim)
    assert queries.home_page(sasha, person.key).household.beside == []
    assert len(queries.home_page(both, person.key).household.beside) == 1


def test_a_household_of_a_closed_record_is_not_joined(elena):
    person, _me, sasha = elena
    other = people.participant(person.organisation, "Karim", "Haddad")
    own = actions.start_household(participant=other, called="The Haddads", by=people.self_viewer(other))
    with pytest.raises(DomainError, match="not open to you"):
        actions.join_household(participant=person, beside=own, by=sasha)


def test_a_stranger_and_a_relative_without_the_scope_see_no_home(elena):
    person, me, _sasha = elena
    make.home(person, me)
    stranger = people.viewer(
        people.member(person.organisation, Role.SPECIALIST), person.organisation, Role.SPECIALIST
    )
    ravi = people.staff_for(person, Role.FAMILY, RelationKind.FAMILY)
    for viewer in (stranger, ravi):
        with pytest.raises(NotFound):
            queries.home_page(viewer, person.key)
        assert panels.person(viewer, person) == []
        assert panels.week(viewer, person, MONDAY) == []


def test_a_relative_with_the_home_alone_reads_no_goal_and_writes_nothing(elena):
    person, me, _sasha = elena
    actions.say_home_wish(participant=person, matters="Light.", becomes_goal_of=plans.plan(person, me), by=me)
    user = people.member(person.organisation, Role.FAMILY)
    people_actions.open_relation(
        participant=person,
        user=user,
        kind=RelationKind.FAMILY,
        scopes=scope_bits({Category.CONTACT, Category.HOME}),
        by=people.operator(person.organisation),
    )
    page = queries.home_page(people.viewer(user, person.organisation, Role.FAMILY), person.key)
    assert page.wish is not None
    assert page.goal is None
    assert not page.may_write


def test_the_page_asks_the_same_number_of_questions_for_ten_and_for_twenty(
    elena, django_assert_max_num_queries
):
    person, me, sasha = elena
    make.home(person, me)
    actions.start_household(participant=person, called="The Nairs", by=me)

    def fill():
        for number in range(10):
            make.trouble(person, me, f"Letter {number}")
            make.application(person, me, f"Place {number}")
            actions.add_routine(participant=person, title=f"Routine {number}", weekdays="1", by=me)
            actions.name_household_member(participant=person, name=f"Name {number}", by=me)

    counts = []
    for _round in range(2):
        fill()
        with django_assert_max_num_queries(12) as asked:
            queries.home_page(sasha, person.key)
        counts.append(len(asked))
    assert counts[0] == counts[1]


def test_today_lists_the_notices_that_i_see_to_and_those_of_nobody(elena):
    person, me, sasha = elena
    assert panels.today(sasha, people.TODAY) == []
    make.trouble(person, me, "The rent was late.")
    dana = people.staff_for(person, Role.COORDINATOR, RelationKind.CARE_TEAM)
    assert "Nobody sees to it yet" in drawn(panels.today(dana, people.TODAY)[0])
    people_actions.name_coordinator(participant=person, user=User.objects.get(pk=dana.user_id), by=sasha)
    make.trouble(person, me, "A letter came.")
    page = drawn(panels.today(dana, people.TODAY)[0])
    assert "A letter came." in page
    assert "27 October" in page


def test_today_costs_nothing_for_whom_it_cannot_concern(elena, django_assert_num_queries):
    person, me, _sasha = elena
    tess = people.staff_for(person, Role.PEER, RelationKind.PEER)
    with django_assert_num_queries(0):
        assert panels.today(me, people.TODAY) == []
        assert panels.today(tess, people.TODAY) == []
        assert panels.programme(tess, "peer") == []


@pytest.mark.seed("S-127")
def test_the_week_shows_visits_and_who_does_what_at_home(elena):
    person, me, _sasha = elena
    assert panels.week(me, person, MONDAY) == []
    step = plans.step(plans.goal(plans.plan(person, me), me), me, "Cook with Dad")
    actions.add_routine(participant=person, title="Dinner", who="Dad and me", weekdays="27", step=step, by=me)
    row = make.application(person, me, "Mill Road 8")
    actions.change_application_status(
        application=row,
        to=HomeApplicationStatus.VIEWING,
        viewing_on=date(2026, 10, 22),
        companion="Dad",
        by=me,
    )
    [panel] = panels.week(me, person, MONDAY)
    page = drawn(panel)
    assert "Visit: Mill Road 8" in page
    assert page.count("Dinner, Dad and me") == 2  # from today on: Tuesday and Sunday


def test_a_routine_that_ended_is_no_longer_in_the_week(elena):
    person, me, _sasha = elena
    row = actions.add_routine(participant=person, title="Dinner", weekdays="1234567", by=me)
    actions.end_routine(routine=row, by=me)
    assert panels.week(me, person, date(2026, 10, 26)) == []


@pytest.mark.seed("S-117", "S-116")
def test_the_programme_page_counts_homes_by_kind_and_support(elena):
    person, me, sasha = elena
    make.home(person, me, kind=HomeKind.SUPPORTED_FLAT, support=HomeSupport.EVERY_DAY, support_hours=10)
    page = drawn(panels.programme(sasha, "supported")[0])
    assert "A supported flat" in page
    assert "10 hours of support in a week" in page
    assert panels.programme(me, "supported") == []
    assert panels.programme(sasha, "peer") == []


def test_the_key_outcome_counts_answers_of_current_homes(elena):
    person, me, sasha = elena
    home = make.home(person, me)
    other = people.participant(person.organisation, "Rosa")
    make.home(other, people.operator(person.organisation))
    assert queries.key_outcome(sasha).out_of == 0
    actions.answer_home(home=home, answer=RightForMe.YES, by=me)
    found = queries.key_outcome(sasha)
    assert (found.n, found.out_of, found.not_counted) == (1, 1, 1)
    make.home(person, me, since_on=date(2026, 10, 1), ends_current=True)
    assert queries.key_outcome(sasha).not_counted == 2


def test_my_life_at_a_glance_hears_where_i_live(elena):
    person, me, _sasha = elena
    assert panels.area_facts in hooks.area_facts
    assert panels.area_facts(me, person) == []
    make.home(person, me, with_whom="My father", address="Garden Street")
    [fact] = panels.area_facts(me, person)
    assert fact.area is LifeArea.HOME
    assert fact.text == "With family. My father. Garden Street"
