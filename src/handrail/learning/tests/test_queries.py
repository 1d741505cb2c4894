from datetime import timedelta

import pytest

from handrail.access import Category
from handrail.base.errors import NotFound
from handrail.learning import actions, outcome, queries
from handrail.learning.tests import factories as make
from handrail.people.tests import factories as people
from handrail.plans import actions as plan_actions
from handrail.plans.rules import LifeArea, SupportLevel
from handrail.plans.tests import factories as plans
from handrail.practice.actions.week import answer_week_item
from handrail.practice.rules import WeekItemStatus

pytestmark = pytest.mark.django_db
TODAY = people.TODAY


def test_the_shelf_shows_everybody_twelve_lessons_and_the_person_their_place(elena):
    person, me, _sasha = elena
    assert len(queries.shelf(None, "en").others) == 12
    make.stopped(person, me, card=3)
    make.stopped(person, me, "stress", card=make.a_lesson("stress").last)
    shelf = queries.shelf(me, "en")
    assert [(one.lesson.slug, one.place.words) for one in shelf.begun] == [
        ("sleep", "Stopped at card 3 of 4")
    ]
    places = {one.lesson.slug: one.place.words for one in shelf.others if one.place}
    assert places == {"stress": "Read to the end"}


def test_a_colleague_reads_the_shelf_without_anybodys_place(elena):
    person, me, sasha = elena
    make.stopped(person, me)
    shelf = queries.shelf(sasha, "en")
    assert (shelf.participant, shelf.begun) == (None, ())


def test_a_lesson_that_is_gone_or_became_shorter_breaks_no_page(elena):
    person, me, _sasha = elena
    row = make.stopped(person, me)
    row.card = 40
    row.save()
    assert queries.places(me, person, "en")[0].card == make.a_lesson().last
    row.lesson = "no-longer-there"
    row.save()
    assert queries.places(me, person, "en") == []


@pytest.mark.parametrize("number", [0, 5])
def test_a_card_that_is_not_there_is_absent(number):
    with pytest.raises(NotFound):
        queries.card_page(None, "sleep", "en", number)
    with pytest.raises(NotFound):
        queries.card_page(None, "no-such", "en", 1)


def test_the_goal_of_the_same_part_of_life_is_taken_else_the_first(elena):
    person, me, _sasha = elena
    assert queries.goal_for(me, person, LifeArea.HEALTH) is None
    goal = plans.goal(plans.plan(person, me), me)
    assert queries.goal_for(me, person, LifeArea.HEALTH) == goal
    health = plan_actions.add_goal(
        plan=goal.plan,
        words="Sleep.",
        life_area=LifeArea.HEALTH,
        environment="living",
        picture="house",
        by=me,
    )
    assert queries.goal_for(me, person, LifeArea.HEALTH) == health
    assert queries.goal_for(me, person, LifeArea.WORK) == goal


def test_a_persons_page_tells_the_person_all_and_the_team_what_is_shared(elena):
    person, me, sasha = elena
    make.stopped(person, me)
    make.stopped(person, me, "stress", card=make.a_lesson("stress").last)
    actions.put_away_lesson(participant=person, lesson=make.a_lesson("the-bus"), by=me)
    page = queries.person_lessons(me, person, "en")
    assert [len(part) for part in (page.open, page.finished, page.put_away)] == [1, 1, 1]
    assert page.effect.startswith(f"{sasha.name} sees which lessons I opened")
    theirs = queries.person_lessons(sasha, person, "en")
    assert (theirs.open, theirs.finished, theirs.effect) == ((), (), "")
    actions.share_lessons(participant=person, shared=True, by=me)
    assert len(queries.person_lessons(sasha, person, "en").open) == 1
    assert person.pk in sasha.looks.shown[(Category.LEARNING, "")]


def test_company_is_offered_to_the_person_alone(elena):
    person, me, sasha = elena
    make.stopped(person, me, days_ago=20)
    assert not queries.person_lessons(me, person, "en").offers_company
    make.stopped(person, me, "a-budget", days_ago=10)
    assert queries.person_lessons(me, person, "en").offers_company
    actions.share_lessons(participant=person, shared=True, by=me)
    assert not queries.person_lessons(sasha, person, "en").offers_company
    actions.answer_company(participant=person, wants=False, by=me)
    assert not queries.person_lessons(me, person, "en").offers_company


def test_the_number_of_statements_stays_the_same_with_more_lessons(elena, django_assert_num_queries):
    person, me, _sasha = elena
    for slug in ("sleep", "stress"):
        make.stopped(person, me, slug)
    with django_assert_num_queries(2):
        queries.shelf(me, "en")
    with django_assert_num_queries(4):
        queries.person_lessons(me, person, "en")
    for slug in ("the-bus", "a-coffee", "listening", "my-week"):
        make.stopped(person, me, slug)
    with django_assert_num_queries(2):
        queries.shelf(me, "en")
    with django_assert_num_queries(4):
        queries.person_lessons(me, person, "en")


def test_the_list_of_who_waits_is_one_statement_for_any_number(elena, django_assert_num_queries):
    person, me, sasha = elena
    actions.answer_company(participant=person, wants=True, by=me)
    with django_assert_num_queries(1):
        assert len(queries.waiting_for_company(sasha)) == 1


# ---- the key outcome of the digital row ------------------------------------------------------------------------


def test_things_tried_after_a_lesson_are_counted_of_lessons_read(elena):
    person, me, _sasha = elena
    assert outcome.key_outcome(me) == outcome.KeyOutcome(0, 0, 0, 0)
    goal = plans.goal(plans.plan(person, me), me)
    row = actions.make_step_of_lesson(
        participant=person, lesson=make.a_lesson(), goal=goal, support=SupportLevel.ON_MY_OWN, by=me
    )
    item = actions.plan_thing_of_lesson(
        participant=person, lesson=make.a_lesson("stress"), on=TODAY, by=me
    ).week_item
    make.stopped(person, me, "listening", card=make.a_lesson("listening").last)
    make.stopped(person, me, "the-bus", card=2)
    assert outcome.key_outcome(me) == outcome.KeyOutcome(0, 3, 1, 1)
    plan_actions.begin_step(step=row.step, by=me)
    answer_week_item(item=item, to=WeekItemStatus.DID_IT, by=me)
    assert outcome.key_outcome(me) == outcome.KeyOutcome(2, 3, 1, 1)


def test_a_thing_moved_to_another_day_and_done_counts_as_tried(elena):
    person, me, _sasha = elena
    lesson = make.a_lesson()
    item = actions.plan_thing_of_lesson(participant=person, lesson=lesson, on=TODAY, by=me).week_item
    moved = answer_week_item(item=item, to=WeekItemStatus.MOVED, to_on=TODAY + timedelta(days=1), by=me)
    assert outcome.key_outcome(me).n == 0
    answer_week_item(item=moved, to=WeekItemStatus.DID_IT, by=me)
    assert outcome.key_outcome(me).n == 1


def test_lessons_of_another_place_and_of_older_years_are_not_counted(elena, django_assert_num_queries):
    person, me, _sasha = elena
    last = make.a_lesson().last
    make.stopped(person, me, card=last, days_ago=366)
    other = people.participant(people.organisation("Elsewhere"))
    make.stopped(other, people.self_viewer(other), card=last)
    with django_assert_num_queries(1):
        assert outcome.key_outcome(me).out_of == 0
