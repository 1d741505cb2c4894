from datetime import date

import pytest
from django.template.loader import get_template

from handrail.access import RelationKind, Role
from handrail.intake.queries.start import START_FACTS
from handrail.intake.rules import StartState
from handrail.people.tests import factories as people
from handrail.plans import actions, panels
from handrail.plans.tests import factories as make

pytestmark = pytest.mark.django_db


def drawn(panel) -> str:
    return get_template(panel.template, using="jinja2").render({"data": panel.data})


def test_the_person_page_gets_the_plan_in_a_few_lines():
    person, me, sasha = make.elena()
    assert "No plan is open yet." in drawn(panels.person(sasha, person)[0])
    goal = make.goal(make.plan(person, me), me)
    make.step(goal, me)
    actions.propose_step(goal=goal, facts=make.facts("Club"), by=sasha)
    [panel] = panels.person(sasha, person)
    page = drawn(panel)
    assert goal.words in page
    assert "Take bus 14" in page
    assert "1 suggestion waits for an answer." in page


def test_today_tells_a_coordinator_what_to_prepare():
    person, me, sasha = make.elena()
    make.goal(make.plan(person, me, opened_on=date(2026, 8, 1)), me)
    assert panels.today(sasha, people.TODAY) == []
    dana = people.staff_for(person, Role.COORDINATOR, RelationKind.CARE_TEAM)
    page = drawn(panels.today(dana, people.TODAY)[0])
    assert "30 October" in page
    assert "Nobody coordinates yet" in page


@pytest.mark.seed("S-208", "S-209")
def test_getting_started_knows_the_plan_and_the_day_to_look_back():
    person, me, _sasha = make.elena()
    assert START_FACTS[6](me, person) is None
    assert START_FACTS[7](me, person) is None
    plan = make.plan(person, me)
    assert START_FACTS[6](me, person).state == StartState.ASKED
    assert START_FACTS[7](me, person).text == "Monday 18 January 2027."
    goal = make.goal(plan, me)
    make.step(goal, me, with_whom="Sasha")
    fact = START_FACTS[6](me, person)
    assert (fact.state, fact.text) == (StartState.DONE, "Take bus 14 to the art shop. With Sasha.")
    first = plan.look_backs.order_by("planned_on").first()
    actions.move_look_back(look_back=first, planned_on=date(2027, 1, 19), with_whom="Dad", by=me)
    assert START_FACTS[7](me, person).text.endswith("With Dad.")
