import pytest
from django.db import IntegrityError, transaction

from handrail.audit.models import LookPerson
from handrail.base.errors import DomainError, NotAllowed
from handrail.intake.rules import AuthorKind
from handrail.people.tests.browsing import about, browser, family, stranger, text
from handrail.plans import actions, panels, queries
from handrail.plans.hooks import AreaFact, hooks
from handrail.plans.models import AreaEntry
from handrail.plans.rules import LIFE_AREAS, LifeArea
from handrail.plans.tests import factories as make
from handrail.plans.tests.browsing import address

pytestmark = pytest.mark.django_db


def _areas(page):
    return {area.area: area for area in (*page.places, *page.rest)}


@pytest.mark.seed("S-130", "S-009")
def test_every_area_of_a_whole_life_has_its_place_and_blank_is_fine(opened):
    person, me, _sasha, _goal = opened
    page = queries.glance_page(me, person)
    assert set(_areas(page)) == set(LIFE_AREAS)
    assert [area.area for area in page.places] == ["home", "work", "learning", "friends"]
    assert _areas(page)[LifeArea.FAITH].is_blank
    assert "Blank. That is fine." in text(browser(me).get(address("glance", person)))


@pytest.mark.seed("S-215")
def test_two_numbers_stand_beside_each_other_and_the_step_now_with_company(opened):
    person, me, _sasha, goal = opened
    make.step(goal, me, with_whom="Sasha")
    actions.say_how_area_is(
        participant=person,
        area=LifeArea.IDEAS,
        strong="Colour",
        wish="One museum",
        works=2,
        satisfied=4,
        by=me,
    )
    area = _areas(queries.glance_page(me, person))[LifeArea.IDEAS]
    assert (area.mine.works, area.mine.satisfied, area.wish) == (2, 4, "One museum")
    assert (area.step.title, area.step.company) == ("Take bus 14 to the art shop", "Sasha beside me")
    page = text(browser(me).get(address("glance", person)))
    assert "2 of 5" in page
    assert "4 of 5" in page


def test_without_a_line_of_their_own_the_wish_is_the_goal(opened):
    person, me, _sasha, goal = opened
    assert _areas(queries.glance_page(me, person))[LifeArea.IDEAS].wish == goal.words


def test_a_newer_entry_takes_the_place_and_the_older_one_stays_on_record(opened):
    person, me, _sasha, _goal = opened
    for works in (1, 3):
        actions.say_how_area_is(participant=person, area=LifeArea.HOME, works=works, by=me)
    assert _areas(queries.glance_page(me, person))[LifeArea.HOME].mine.works == 3
    assert AreaEntry.objects.filter(participant=person).count() == 2
    actions.say_how_area_is(participant=person, area=LifeArea.HOME, by=me)
    assert _areas(queries.glance_page(me, person))[LifeArea.HOME].mine.works is None


def test_a_workers_view_stands_beside_and_never_over_the_persons(opened):
    person, me, sasha, _goal = opened
    actions.say_how_area_is(participant=person, area=LifeArea.WORK, works=4, by=me)
    actions.say_how_area_is(participant=person, area=LifeArea.WORK, works=1, strong="Punctual", by=sasha)
    area = _areas(queries.glance_page(me, person))[LifeArea.WORK]
    assert (area.mine.works, area.staff.works) == (4, 1)
    assert area.staff.author_kind == AuthorKind.STAFF
    assert "How a worker sees it" in text(browser(me).get(address("glance", person)))


def test_numbers_outside_one_to_five_and_nothing_at_all_are_refused(opened):
    person, me, _sasha, _goal = opened
    with pytest.raises(DomainError, match="from 1 to 5"):
        actions.say_how_area_is(participant=person, area=LifeArea.HOME, works=6, by=me)
    with pytest.raises(DomainError, match="Write a line"):
        actions.say_how_area_is(participant=person, area=LifeArea.HOME, strong="  ", by=me)
    with pytest.raises(IntegrityError), transaction.atomic():
        AreaEntry.objects.create(
            organisation=person.organisation,
            participant=person,
            area=LifeArea.HOME,
            author_kind=AuthorKind.MINE,
            said_on=me.today,
            satisfied=9,
        )


def test_family_reads_and_writes_nothing_and_strangers_find_nothing(opened):
    person, _me, _sasha, _goal = opened
    ravi = family(person)
    client = browser(ravi)
    assert "Write a line" not in text(client.get(address("glance", person)))
    assert client.get(address("area", person, "home")).status_code == 403
    with pytest.raises(NotAllowed):
        actions.say_how_area_is(participant=person, area=LifeArea.HOME, works=1, by=ravi)
    assert browser(stranger(person)).get(address("glance", person)).status_code == 404
    assert LookPerson.objects.filter(participant_id=person.pk, page="plans:glance").exists()


def test_i_say_how_it_is_on_a_page_and_a_wrong_area_is_no_page(opened):
    person, me, _sasha, _goal = opened
    client = browser(me)
    said = {"strong": "I keep my table tidy", "wish": "", "works": "4", "satisfied": "", **about(person, 0)}
    done = client.post(address("area", person, "home"), said)
    assert done.status_code == 302
    assert done.headers["Location"].endswith("/glance#home")
    entry = AreaEntry.objects.get(participant=person)
    assert (entry.strong, entry.works, entry.satisfied) == ("I keep my table tidy", 4, None)
    assert "I keep my table tidy" in text(client.get(address("area", person, "home")))
    blank = client.post(address("area", person, "money"), {**about(person, 0)})
    assert "Write a line or choose a number" in text(blank)
    assert client.get(address("area", person, "nowhere")).status_code == 404


def test_rooms_add_what_they_know(opened, monkeypatch):
    person, me, _sasha, _goal = opened
    fact = AreaFact(LifeArea.HOME, "A flat with two rooms", "/people/x/home")
    monkeypatch.setattr(hooks, "area_facts", [lambda viewer, participant: [fact]])
    assert "A flat with two rooms" in text(browser(me).get(address("glance", person)))


def test_the_page_asks_the_same_number_of_questions_however_much_there_is(
    opened, django_assert_num_queries, monkeypatch
):
    person, me, _sasha, goal = opened
    monkeypatch.setattr(hooks, "area_facts", [])
    make.step(goal, me)
    with django_assert_num_queries(4):
        queries.glance_page(me, person)
    for area in LifeArea:
        actions.say_how_area_is(participant=person, area=area, works=3, by=me)
    make.step(make.goal(goal.plan, me), me)
    with django_assert_num_queries(4):
        queries.glance_page(me, person)


def test_a_wish_that_no_goal_answers_is_listed_for_the_coordinator(opened):
    person, me, sasha, _goal = opened
    actions.say_how_area_is(participant=person, area=LifeArea.FRIENDS, wish="Somebody to eat with", by=me)
    actions.say_how_area_is(participant=person, area=LifeArea.IDEAS, wish="One museum", by=me)
    [wish] = queries.wishes_without_step(sasha)
    assert (wish.name, wish.wishes) == (person.called, ("Somebody to eat with",))
    assert panels.today(sasha, sasha.today) == []
