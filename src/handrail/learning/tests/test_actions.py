from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from handrail.access import Label, Role
from handrail.audit.models import Event
from handrail.base.errors import DomainError, InvalidTransition, NotAllowed
from handrail.learning import actions, queries
from handrail.learning.models import LessonCompany, LessonProgress, LessonProgressChange
from handrail.learning.rules import CompanyStatus, LessonStatus
from handrail.learning.tests import factories as make
from handrail.people.tests import factories as people
from handrail.plans.models import Step
from handrail.plans.rules import SupportLevel
from handrail.plans.tests import factories as plans
from handrail.practice.models import WeekItem

TODAY = people.TODAY


def events(kind):
    return Event.objects.filter(kind=kind).count()


# ---- the place -------------------------------------------------------------------------------------------------


@pytest.mark.seed("S-122")
def test_the_place_is_kept_and_goes_on_from_there(elena):
    person, me, _sasha = elena
    make.stopped(person, me, card=1)
    row = make.stopped(person, me, card=3)
    assert LessonProgress.objects.count() == 1
    assert (row.card, row.status, row.label) == (3, "open", Label.PRIVATE)
    assert events("keep_place") == 2


def test_the_last_card_finishes_and_the_first_opens_it_again(elena):
    person, me, _sasha = elena
    last = make.a_lesson().last
    row = make.stopped(person, me, card=last)
    assert (row.status, row.finished_on) == (LessonStatus.FINISHED, TODAY)
    row = make.stopped(person, me, card=2)
    assert (row.status, row.card) == (LessonStatus.FINISHED, last), "leafing does not open it"
    row = make.stopped(person, me, card=1)
    assert (row.status, row.card, row.finished_on) == (LessonStatus.OPEN, 1, None)
    steps = LessonProgressChange.objects.order_by("changed_at").values_list("from_status", "to_status")
    assert list(steps) == [("", "open"), ("open", "finished"), ("finished", "open")]


@pytest.mark.seed("S-268")
def test_nothing_happens_to_a_lesson_left_open_for_a_year(elena):
    person, me, _sasha = elena
    make.stopped(person, me, card=2, days_ago=400)
    row = make.stopped(person, me, card=3)
    assert (row.status, row.card, row.opened_on) == ("open", 3, TODAY - timedelta(days=400))


def test_a_lesson_can_be_put_away_and_opened_again(elena):
    person, me, _sasha = elena
    lesson = make.a_lesson()
    row = actions.put_away_lesson(participant=person, lesson=lesson, by=me)
    assert row.status == LessonStatus.PUT_AWAY
    assert make.stopped(person, me, card=2).status == LessonStatus.OPEN
    make.stopped(person, me, card=lesson.last)
    with pytest.raises(InvalidTransition):
        actions.put_away_lesson(participant=person, lesson=lesson, by=me)


def test_a_card_that_is_not_there_keeps_nothing(elena):
    person, me, _sasha = elena
    with pytest.raises(DomainError, match="no such card"):
        make.stopped(person, me, card=9)
    assert not LessonProgress.objects.exists()


def test_only_the_person_keeps_a_place(elena):
    person, _me, sasha = elena
    for act in (
        lambda: make.stopped(person, sasha),
        lambda: actions.put_away_lesson(participant=person, lesson=make.a_lesson(), by=sasha),
        lambda: actions.share_lessons(participant=person, shared=True, by=sasha),
        lambda: actions.answer_company(participant=person, wants=True, by=sasha),
    ):
        with pytest.raises(NotAllowed):
            act()
    assert not LessonProgress.objects.exists()


def test_the_database_keeps_one_place_for_a_lesson_and_a_finished_one_its_day(elena):
    person, me, _sasha = elena
    row = make.stopped(person, me)
    same = {"organisation": person.organisation, "participant": person, "opened_on": TODAY, "last_on": TODAY}
    for wrong in (
        {"lesson": row.lesson, "label": Label.PRIVATE},
        {"lesson": "x", "label": Label.PRIVATE, "status": "finished"},
        {"lesson": "x", "label": Label.PRIVATE, "finished_on": TODAY},
        {"lesson": "x", "label": Label.PRIVATE, "card": 0},
        {"lesson": "x", "label": Label.PEER},
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            LessonProgress.objects.create(**same, **wrong)


# ---- one thing to do -------------------------------------------------------------------------------------------


def make_step(person, me, goal, lesson=None):
    return actions.make_step_of_lesson(
        participant=person,
        lesson=lesson or make.a_lesson(),
        goal=goal,
        support=SupportLevel.WITH_ME,
        by=me,
    )


def test_the_one_thing_becomes_a_step_in_one_tap(elena):
    person, me, _sasha = elena
    goal = plans.goal(plans.plan(person, me), me)
    row = make_step(person, me, goal)
    step = Step.objects.get()
    thing = make.a_lesson().one_thing
    assert (step.title, step.fallback, step.support_wanted) == (thing.title, thing.fallback, "with_me")
    assert (step.status, step.goal) == ("agreed", goal)
    assert (row.step, row.status) == (step, LessonStatus.FINISHED)
    assert events("make_step_of_lesson") == 1
    assert events("add_step") == 0


def test_a_step_that_is_there_is_not_made_twice(elena):
    person, me, _sasha = elena
    goal = plans.goal(plans.plan(person, me), me)
    make_step(person, me, goal)
    with pytest.raises(DomainError, match="a step of your plan already"):
        make_step(person, me, goal)
    assert Step.objects.count() == 1


def test_without_a_goal_the_week_is_offered_instead(elena):
    person, me, _sasha = elena
    with pytest.raises(DomainError, match="Put it in the week"):
        make_step(person, me, None)
    assert not LessonProgress.objects.exists()
    row = actions.plan_thing_of_lesson(participant=person, lesson=make.a_lesson(), on=TODAY, by=me)
    item = WeekItem.objects.get()
    assert (item.title, item.planned_on) == (make.a_lesson().one_thing.title, TODAY)
    assert row.week_item == item
    assert events("plan_thing_of_lesson") == 1
    with pytest.raises(DomainError, match="This day is over"):
        actions.plan_thing_of_lesson(
            participant=person, lesson=make.a_lesson(), on=TODAY - timedelta(days=1), by=me
        )


def test_a_goal_of_somebody_else_takes_no_step(elena):
    person, me, _sasha = elena
    other = people.participant(person.organisation, "Daniel")
    foreign = plans.goal(plans.plan(other), people.operator(person.organisation))
    with pytest.raises(DomainError):
        make_step(person, me, foreign)
    assert not Step.objects.exists()


# ---- sharing ---------------------------------------------------------------------------------------------------


def test_sharing_opens_old_and_new_lessons_and_closing_closes_them(elena):
    person, me, sasha = elena
    make.stopped(person, me)
    seen = LessonProgress.objects.visible_to(sasha)
    assert not seen.exists()
    actions.share_lessons(participant=person, shared=True, by=me)
    make.stopped(person, me, "stress")
    assert seen.count() == 2
    actions.share_lessons(participant=person, shared=False, by=me)
    assert not seen.all().exists()
    assert not LessonProgressChange.objects.visible_to(sasha).exists()
    assert LessonProgress.objects.visible_to(me).count() == 2
    assert events("share_lessons") == 2


def test_what_is_shared_is_not_opened_to_family_or_strangers(elena):
    person, me, _sasha = elena
    make.stopped(person, me)
    actions.share_lessons(participant=person, shared=True, by=me)
    relative = people.staff_for(person, Role.FAMILY, "family")
    user = people.member(person.organisation, Role.SPECIALIST)
    stranger = people.viewer(user, person.organisation, Role.SPECIALIST)
    assert not LessonProgress.objects.visible_to(relative).exists()
    assert not LessonProgress.objects.visible_to(stranger).exists()


# ---- company ---------------------------------------------------------------------------------------------------


def test_a_yes_reaches_the_team_and_a_not_now_nobody(elena):
    person, me, sasha = elena
    actions.answer_company(participant=person, wants=False, by=me)
    assert queries.waiting_for_company(sasha) == []
    assert not LessonCompany.objects.visible_to(sasha).exists()
    wish = actions.answer_company(participant=person, wants=True, by=me)
    again = actions.answer_company(participant=person, wants=True, by=me)
    assert again.pk == wish.pk
    assert [row.pk for row in queries.waiting_for_company(sasha)] == [wish.pk]


def test_a_wish_is_met_or_taken_back_once(elena):
    person, me, sasha = elena
    wish = actions.answer_company(participant=person, wants=True, by=me)
    with pytest.raises(NotAllowed):
        actions.take_back_company(company=wish, by=sasha)
    done = actions.look_together(company=wish, by=sasha)
    assert done.status == CompanyStatus.MET
    with pytest.raises(InvalidTransition):
        actions.take_back_company(company=wish, by=me)
    second = actions.answer_company(participant=person, wants=True, by=me)
    assert actions.take_back_company(company=second, by=me).status == CompanyStatus.TAKEN_BACK
    assert queries.waiting_for_company(sasha) == []


def test_a_peer_does_not_say_that_a_lesson_was_looked_at(elena):
    person, me, _sasha = elena
    wish = actions.answer_company(participant=person, wants=True, by=me)
    peer = people.staff_for(person, Role.PEER, "peer")
    with pytest.raises(NotAllowed):
        actions.look_together(company=wish, by=peer)


def test_the_database_keeps_not_now_private_and_one_wish_at_a_time(elena):
    person, me, _sasha = elena
    actions.answer_company(participant=person, wants=True, by=me)
    same = {"organisation": person.organisation, "participant": person, "answered_on": TODAY}
    for wrong in ({"status": "asked"}, {"status": "not_now", "label": Label.NORMAL}):
        with pytest.raises(IntegrityError), transaction.atomic():
            LessonCompany.objects.create(**same, **wrong)
