from datetime import date, timedelta

import pytest
from django.template.loader import get_template

from handrail.access import Category, RelationKind, Role
from handrail.learning import actions, panels
from handrail.learning.tests import factories as make
from handrail.people.rooms import rooms_of
from handrail.people.tests import factories as people
from handrail.plans.hooks import hooks
from handrail.plans.rules import LifeArea

pytestmark = pytest.mark.django_db
TODAY, MONDAY = people.TODAY, date(2026, 10, 19)


def drawn(panel, **more):
    template = get_template(panel.template, using="jinja2")
    return template.render({"data": panel.data, "csrf_input": "", **more})


def test_my_week_mentions_the_newest_lesson_left_open_to_the_person_alone(elena, django_assert_num_queries):
    person, me, sasha = elena
    assert panels.week(me, person, MONDAY) == []
    make.stopped(person, me, card=3)
    page = drawn(panels.week(me, person, MONDAY)[0])
    assert "A calmer night" in page
    assert "Stopped at card 3 of 4" in page
    assert "together" not in page
    actions.share_lessons(participant=person, shared=True, by=me)
    with django_assert_num_queries(0):
        assert panels.week(sasha, person, MONDAY) == []
        assert panels.week(me, person, MONDAY - timedelta(days=7)) == []


def test_two_lessons_left_open_bring_an_offer_in_person(elena):
    person, me, sasha = elena
    make.two_left(person, me)
    assert "Would you like to look at one together" in drawn(panels.week(me, person, MONDAY)[0])
    assert panels.today(sasha, TODAY) == []
    actions.answer_company(participant=person, wants=True, by=me)
    assert "Would you like" not in drawn(panels.week(me, person, MONDAY)[0])
    page = drawn(panels.today(sasha, TODAY)[0])
    assert "Elena" in page
    assert "Would like company with a lesson." in page
    assert "A calmer night" not in page


def test_today_costs_nothing_for_those_whom_it_cannot_concern(elena, django_assert_num_queries):
    person, me, _sasha = elena
    peer = people.staff_for(person, Role.PEER, RelationKind.PEER)
    with django_assert_num_queries(0):
        assert panels.today(peer, TODAY) == []
        assert panels.today(me, TODAY) == []


def test_the_person_page_shows_what_is_shared_and_nothing_else(elena):
    person, me, sasha = elena
    make.stopped(person, me)
    assert panels.person(sasha, person) == []
    actions.share_lessons(participant=person, shared=True, by=me)
    assert "A calmer night" in drawn(panels.person(sasha, person)[0])
    relative = people.staff_for(person, Role.FAMILY, RelationKind.FAMILY)
    assert panels.person(relative, person) == []


@pytest.mark.parametrize(("slug", "title"), [("digital", "Take the bus"), ("illness", "My early signs")])
def test_a_programme_lists_its_lessons_without_a_statement(slug, title, django_assert_num_queries):
    with django_assert_num_queries(0):
        [panel] = panels.programme(None, slug)
    assert title in drawn(panel)
    assert panels.programme(None, "no-such") == []


def test_the_glance_says_what_was_read_and_health_its_own_lesson(elena):
    person, me, sasha = elena
    assert panels.area_facts in hooks.area_facts
    assert panels.area_facts(me, person) == []
    make.stopped(person, me, card=2)
    make.stopped(person, me, "listening", card=make.a_lesson("listening").last)
    learning, health = panels.area_facts(me, person)
    assert (learning.area, learning.text) == (LifeArea.LEARNING, "1 lesson read. 1 lesson open.")
    assert health.text == "Lesson “A calmer night”: Stopped at card 2 of 4."
    assert panels.area_facts(sasha, person) == []
    relative = people.staff_for(person, Role.FAMILY, RelationKind.FAMILY)
    assert panels.area_facts(relative, person) == []


def test_the_room_has_a_door_on_the_persons_pages(elena):
    person, me, sasha = elena
    for viewer in (me, sasha):
        assert f"/people/{person.key}/lessons" in {door.href for door in rooms_of(viewer, person)}
    relative = people.staff_for(person, Role.FAMILY, RelationKind.FAMILY)
    assert Category.LEARNING not in {door.title for door in rooms_of(relative, person)}
