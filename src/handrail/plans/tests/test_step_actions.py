from datetime import date

import pytest
from django.db import IntegrityError, transaction

from handrail.access import RelationKind, Role
from handrail.audit.models import Event
from handrail.base.errors import DomainError, InvalidTransition, NotAllowed, Stale
from handrail.people.models import KeptText
from handrail.people.tests import factories as people
from handrail.plans import actions
from handrail.plans.models import Step, StepStatusChange
from handrail.plans.rules import StepAnswer, StepStatus, SupportLevel
from handrail.plans.tests import factories as make

pytestmark = pytest.mark.django_db


@pytest.fixture
def elena():
    person, me, sasha = make.elena()
    goal = make.goal(make.plan(person, me), me)
    return me, sasha, goal


def test_an_own_step_is_agreed_at_once(elena):
    me, _sasha, goal = elena
    step = make.step(goal, me, why="I want to pick my own colours.", fallback="get off and ring Sasha")
    assert (step.status, step.position, step.proposed_by) == (StepStatus.AGREED, 1, None)
    assert make.step(goal, me, "Paint").position == 2
    assert StepStatusChange.objects.get(step=step).from_status == ""
    assert Event.objects.filter(object_id=step.pk).count() == 1


@pytest.mark.seed("S-061")
def test_a_step_may_hold_what_to_do_if_it_is_too_much(elena):
    me, _sasha, goal = elena
    assert make.step(goal, me, fallback="Sit on the bench").fallback == "Sit on the bench"


def test_staff_cannot_add_or_agree_for_the_person(elena):
    me, sasha, goal = elena
    with pytest.raises(NotAllowed):
        make.step(goal, sasha)
    step = actions.propose_step(goal=goal, facts=make.facts(), by=sasha)
    for answer in StepAnswer:
        with pytest.raises(NotAllowed):
            actions.answer_step(step=step, answer=answer, by=sasha)


def test_family_and_strangers_cannot_answer(elena):
    _me, sasha, goal = elena
    step = actions.propose_step(goal=goal, facts=make.facts(), by=sasha)
    ravi = people.staff_for(goal.participant, Role.FAMILY, RelationKind.FAMILY)
    rosa = people.self_viewer(people.participant(goal.organisation, "Rosa"))
    for viewer in (ravi, rosa):
        with pytest.raises(NotAllowed):
            actions.answer_step(step=step, answer=StepAnswer.AGREE, by=viewer)
    with pytest.raises(NotAllowed):
        actions.propose_step(goal=goal, facts=make.facts("Other"), by=ravi)


def test_an_agreed_representative_answers_for_the_person(elena):
    _me, sasha, goal = elena
    step = actions.propose_step(goal=goal, facts=make.facts(), by=sasha)
    user = people.member(goal.organisation, Role.PARTICIPANT)
    viewer = people.viewer(user, goal.organisation, Role.PARTICIPANT, on_behalf_of=goal.participant_id)
    assert actions.answer_step(step=step, answer=StepAnswer.AGREE, by=viewer).status == StepStatus.AGREED


def test_a_suggestion_is_answered_with_other_words_and_support(elena):
    me, sasha, goal = elena
    step = actions.propose_step(goal=goal, facts=make.facts(), by=sasha)
    assert (step.status, step.proposed_by_id, step.proposed_on) == (
        StepStatus.PROPOSED,
        sasha.user_id,
        people.TODAY,
    )
    changes = {"title": "Walk to the art shop", "support_wanted": SupportLevel.WITH_ME}
    agreed = actions.answer_step(step=step, answer=StepAnswer.AGREE, changes=changes, version=1, by=me)
    assert (agreed.status, agreed.title, agreed.support_wanted) == (
        StepStatus.AGREED,
        "Walk to the art shop",
        SupportLevel.WITH_ME,
    )


def test_no_thank_you_keeps_the_reason_and_is_not_suggested_again(elena):
    me, sasha, goal = elena
    step = actions.propose_step(goal=goal, facts=make.facts("Join the choir"), by=sasha)
    actions.answer_step(step=step, answer=StepAnswer.DECLINE, reason="I do not like singing.", by=me)
    change = StepStatusChange.objects.get(step=step, to_status=StepStatus.DECLINED)
    assert (change.reason, change.changed_by_id) == ("I do not like singing.", me.user_id)
    with pytest.raises(DomainError, match="not suggested again"):
        actions.propose_step(goal=goal, facts=make.facts("join the CHOIR."), by=sasha)
    with pytest.raises(InvalidTransition):
        actions.answer_step(step=step, answer=StepAnswer.AGREE, by=me)
    assert make.step(goal, me, "Join the choir").status == StepStatus.AGREED


def test_a_waiting_suggestion_is_not_made_twice(elena):
    _me, sasha, goal = elena
    actions.propose_step(goal=goal, facts=make.facts(), by=sasha)
    with pytest.raises(DomainError, match="waits for an answer"):
        actions.propose_step(goal=goal, facts=make.facts(), by=sasha)


def test_a_suggestion_needs_a_name(elena):
    _me, _sasha, goal = elena
    with pytest.raises(DomainError):
        actions.propose_step(goal=goal, facts=make.facts(), by=people.operator(goal.organisation))


def test_a_suggestion_that_changed_is_read_again_before_the_answer(elena):
    me, sasha, goal = elena
    step = actions.propose_step(goal=goal, facts=make.facts(), by=sasha)
    actions.change_step(step=step, version=1, changes={"title": "Take the tram"}, by=sasha)
    with pytest.raises(Stale):
        actions.answer_step(step=step, answer=StepAnswer.AGREE, version=1, by=me)


@pytest.mark.parametrize("missing", [{"title": " "}, {"support_wanted": ""}])
def test_a_step_needs_a_name_and_a_wished_support(elena, missing):
    me, _sasha, goal = elena
    with pytest.raises(DomainError):
        actions.add_step(goal=goal, facts=make.facts(**{"title": "Bus", **missing}), by=me)


def test_a_step_is_begun_and_done_with_the_support_that_was_there(elena):
    me, sasha, goal = elena
    step = actions.begin_step(step=make.step(goal, me), by=sasha)
    assert step.status == StepStatus.IN_PRACTICE
    done = actions.finish_step(
        step=step, done_with=SupportLevel.BESIDE_ME, done_on=date(2026, 10, 6), by=sasha
    )
    assert (done.status, done.done_on, done.done_with) == ("done", date(2026, 10, 6), "beside_me")
    with pytest.raises(InvalidTransition):
        actions.finish_step(step=step, done_with=SupportLevel.WITH_ME, by=sasha)


def test_a_step_that_never_began_or_rests_can_be_done_all_the_same(elena):
    me, _sasha, goal = elena
    step = actions.rest_step(step=make.step(goal, me), by=me)
    done = actions.finish_step(step=step, done_with=SupportLevel.ON_MY_OWN, by=me)
    changes = StepStatusChange.objects.filter(step=done).order_by("changed_at", "pk")
    assert [row.to_status for row in changes] == ["agreed", "resting", "in_practice", "done"]
    assert Event.objects.filter(object_id=step.pk, kind="finish_step").count() == 1


def test_a_step_is_not_done_tomorrow(elena):
    me, _sasha, goal = elena
    with pytest.raises(DomainError):
        actions.finish_step(
            step=make.step(goal, me), done_with=SupportLevel.WITH_ME, done_on=date(2026, 10, 21), by=me
        )


@pytest.mark.parametrize("begun", [True, False])
def test_a_resting_step_is_taken_up_where_it_stood(elena, begun):
    me, _sasha, goal = elena
    step = make.step(goal, me)
    if begun:
        step = actions.begin_step(step=step, by=me)
    before = step.status
    actions.rest_step(step=step, reason="Too cold", by=me)
    assert actions.resume_step(step=step, by=me).status == before
    with pytest.raises(DomainError):
        actions.resume_step(step=step, by=me)


def test_a_done_step_is_taken_up_again_with_company(elena):
    me, sasha, goal = elena
    step = make.step(goal, me, support_wanted=SupportLevel.ON_MY_OWN)
    actions.finish_step(step=step, done_with=SupportLevel.ON_MY_OWN, by=me)
    with pytest.raises(NotAllowed):
        actions.take_up_again(step=step, support_wanted=SupportLevel.WITH_ME, by=sasha)
    again = actions.take_up_again(
        step=step, support_wanted=SupportLevel.WITH_ME, reason="Dark evenings", by=me
    )
    assert (again.status, again.done_on, again.done_with, again.support_wanted) == (
        "in_practice",
        None,
        "",
        "with_me",
    )


def test_setting_aside_is_the_persons_and_can_be_taken_back(elena):
    me, sasha, goal = elena
    step = make.step(goal, me)
    with pytest.raises(NotAllowed):
        actions.set_aside_step(step=step, by=sasha)
    actions.set_aside_step(step=step, reason="Not now", by=me)
    with pytest.raises(NotAllowed):
        actions.bring_back_step(step=step, by=sasha)
    assert actions.bring_back_step(step=step, by=me).status == StepStatus.AGREED
    with pytest.raises(DomainError):
        actions.bring_back_step(step=step, by=me)


def test_a_smaller_step_takes_the_place_of_the_larger(elena):
    me, sasha, goal = elena
    first, large, last = (make.step(goal, me, title) for title in ("One", "Bus to town", "Three"))
    with pytest.raises(NotAllowed):
        actions.make_smaller(step=large, title="Bus to the next stop", by=sasha)
    small = actions.make_smaller(step=large, title="Bus to the next stop", by=me)
    large.refresh_from_db()
    assert (large.status, small.status, small.made_from, small.position) == (
        "set_aside",
        "agreed",
        large,
        large.position,
    )
    assert first.position < small.position < last.position
    assert small.support_wanted == large.support_wanted
    assert Event.objects.filter(kind="make_smaller").count() == 1


def test_a_smaller_step_can_be_suggested_and_replaces_the_larger_when_agreed(elena):
    me, sasha, goal = elena
    large = make.step(goal, me, "Bus to town")
    small = actions.propose_step(goal=goal, facts=make.facts("One stop"), smaller_than=large, by=sasha)
    large.refresh_from_db()
    assert large.status == StepStatus.AGREED
    actions.answer_step(step=small, answer=StepAnswer.AGREE, by=me)
    large.refresh_from_db()
    assert large.status == StepStatus.SET_ASIDE


def test_a_colleague_arranges_where_and_when_but_not_what(elena):
    me, sasha, goal = elena
    step = make.step(goal, me)
    changed = actions.change_step(step=step, version=1, changes={"where": "Mill Road"}, by=sasha)
    assert changed.where == "Mill Road"
    with pytest.raises(NotAllowed):
        actions.change_step(step=step, version=2, changes={"title": "Other"}, by=sasha)
    ravi = people.staff_for(goal.participant, Role.FAMILY, RelationKind.FAMILY)
    with pytest.raises(NotAllowed):
        actions.change_step(step=step, version=2, changes={"where": "Home"}, by=ravi)


def test_two_people_changing_different_fields_lose_nothing(elena):
    me, sasha, goal = elena
    step = make.step(goal, me)
    actions.change_step(step=step, version=1, changes={"where": "Mill Road"}, by=sasha)
    after = actions.change_step(step=step, version=1, changes={"title": "Bus 15"}, by=me)
    assert (after.where, after.title, after.version) == ("Mill Road", "Bus 15", 3)
    assert not KeptText.objects.exists()


def test_two_people_changing_the_same_words_keep_both(elena):
    me, sasha, goal = elena
    step = make.step(goal, me)
    actions.change_step(step=step, version=1, changes={"where": "Mill Road"}, by=me)
    after = actions.change_step(step=step, version=1, changes={"where": "Station"}, by=sasha)
    assert after.where == "Mill Road"
    assert KeptText.objects.get().text == "Station"


def test_two_people_choosing_different_days_are_asked_to_look_again(elena):
    me, sasha, goal = elena
    step = make.step(goal, me)
    actions.change_step(step=step, version=1, changes={"target_on": date(2026, 11, 1)}, by=me)
    with pytest.raises(Stale):
        actions.change_step(step=step, version=1, changes={"target_on": date(2026, 12, 1)}, by=sasha)


def test_a_done_step_is_not_changed(elena):
    me, _sasha, goal = elena
    step = make.step(goal, me)
    actions.finish_step(step=step, done_with=SupportLevel.WITH_ME, by=me)
    with pytest.raises(DomainError):
        actions.change_step(step=step, version=3, changes={"title": "Other"}, by=me)


def test_steps_move_one_place_and_stop_at_the_ends(elena):
    me, sasha, goal = elena
    one, two, three = (make.step(goal, me, title) for title in ("One", "Two", "Three"))

    def order():
        return list(Step.objects.filter(goal=goal).order_by("position").values_list("title", flat=True))

    actions.move_step(step=three, earlier=True, by=me)
    assert order() == ["One", "Three", "Two"]
    actions.move_step(step=one, earlier=True, by=me)
    assert order() == ["One", "Three", "Two"]
    actions.move_step(step=one, earlier=False, by=me)
    assert order() == ["Three", "One", "Two"]
    with pytest.raises(NotAllowed):
        actions.move_step(step=two, earlier=True, by=sasha)
    actions.set_aside_step(step=two, by=me)
    with pytest.raises(DomainError):
        actions.move_step(step=two, earlier=True, by=me)


@pytest.mark.parametrize(
    "wrong", [{"status": "done"}, {"done_on": date(2026, 10, 1)}, {"proposed_on": date(2026, 10, 1)}]
)
def test_the_database_guards_paired_facts_of_a_step(elena, wrong):
    me, _sasha, goal = elena
    step = make.step(goal, me)
    with pytest.raises(IntegrityError), transaction.atomic():
        Step.objects.filter(pk=step.pk).update(**wrong)
