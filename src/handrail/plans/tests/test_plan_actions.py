from datetime import date

import pytest
from django.db import IntegrityError, transaction

from handrail.access import RelationKind, Role
from handrail.audit.models import Event
from handrail.base.errors import DomainError, InvalidTransition, NotAllowed
from handrail.people.models import KeptText
from handrail.people.tests import factories as people
from handrail.plans import actions
from handrail.plans.models import Goal, GoalStatusChange, LookBack, Plan, PlanStatusChange
from handrail.plans.rules import Environment, GoalStatus, LifeArea, LookBackKind, PlanStatus
from handrail.plans.tests import factories as make

pytestmark = pytest.mark.django_db


def test_opening_a_plan_sets_two_days_to_look_back_both_on_weekdays():
    person, me, _sasha = make.elena()
    plan = make.plan(person, me, opened_on=date(2026, 9, 1))
    assert list(
        LookBack.objects.filter(plan=plan).values_list("kind", "planned_on").order_by("planned_on")
    ) == [
        (LookBackKind.NINETY_DAYS, date(2026, 11, 30)),
        (LookBackKind.YEAR, date(2027, 9, 1)),
    ]
    assert PlanStatusChange.objects.get(plan=plan).to_status == PlanStatus.OPEN
    assert Event.objects.filter(kind="open_plan", object_id=plan.pk, participant_id=person.pk).count() == 1


@pytest.mark.seed("S-132")
def test_a_person_has_one_plan_and_is_told_so():
    person, me, sasha = make.elena()
    plan = make.plan(person, sasha)
    with pytest.raises(DomainError, match="one plan for each person"):
        make.plan(person, me)
    actions.rest_plan(plan=plan, by=me)
    with pytest.raises(DomainError):
        make.plan(person, me)
    actions.end_plan(plan=plan, by=me)
    assert make.plan(person, me).pk != plan.pk


@pytest.mark.seed("S-132")
def test_the_database_itself_refuses_a_second_open_plan():
    person, me, _sasha = make.elena()
    make.plan(person, me)
    with pytest.raises(IntegrityError), transaction.atomic():
        Plan.objects.create(
            organisation=person.organisation,
            participant=person,
            opened_on=people.TODAY,
            status=PlanStatus.RESTING,
        )


@pytest.mark.parametrize("status", [PlanStatus.OPEN, PlanStatus.ENDED])
def test_the_database_wants_the_day_of_the_end_and_only_then(status):
    person, _me, _sasha = make.elena()
    with pytest.raises(IntegrityError), transaction.atomic():
        Plan.objects.create(
            organisation=person.organisation,
            participant=person,
            opened_on=people.TODAY,
            status=status,
            ended_on=people.TODAY if status == PlanStatus.OPEN else None,
        )


def test_a_plan_rests_ends_and_opens_again_with_everything_in_it():
    person, me, _sasha = make.elena()
    plan = make.plan(person, me)
    goal = make.goal(plan, me)
    actions.rest_plan(plan=plan, by=me, reason="I travel")
    actions.resume_plan(plan=plan, by=me)
    assert actions.end_plan(plan=plan, by=me).ended_on == people.TODAY
    again = actions.resume_plan(plan=plan, by=me)
    assert (again.status, again.ended_on) == (PlanStatus.OPEN, None)
    assert list(again.goals.all()) == [goal]
    changes = PlanStatusChange.objects.filter(plan=plan).order_by("changed_at", "pk")
    assert [row.to_status for row in changes] == ["open", "resting", "open", "ended", "open"]
    assert changes[1].reason == "I travel"


def test_an_ended_plan_stays_ended_while_another_is_open():
    person, me, _sasha = make.elena()
    old = make.plan(person, me)
    actions.end_plan(plan=old, by=me)
    make.plan(person, me)
    with pytest.raises(DomainError):
        actions.resume_plan(plan=old, by=me)


def test_an_open_plan_cannot_be_resumed():
    person, me, _sasha = make.elena()
    with pytest.raises(InvalidTransition):
        actions.resume_plan(plan=make.plan(person, me), by=me)


def test_a_specialist_opens_a_plan_but_does_not_end_it():
    person, _me, sasha = make.elena()
    plan = make.plan(person, sasha)
    with pytest.raises(NotAllowed):
        actions.end_plan(plan=plan, by=sasha)
    coordinator = people.staff_for(person, Role.COORDINATOR, RelationKind.COORDINATOR)
    assert actions.end_plan(plan=plan, by=coordinator).status == PlanStatus.ENDED


def test_family_neither_opens_a_plan_nor_writes_a_goal():
    person, me, _sasha = make.elena()
    ravi = people.staff_for(person, Role.FAMILY, RelationKind.FAMILY)
    with pytest.raises(NotAllowed):
        make.plan(person, ravi)
    plan = make.plan(person, me)
    with pytest.raises(NotAllowed):
        make.goal(plan, ravi)


@pytest.mark.seed("S-005")
def test_a_goal_keeps_the_words_byte_for_byte_and_who_wrote_them():
    person, me, sasha = make.elena()
    plan = make.plan(person, me)
    words = "  I want to paint again\u2026\nأريد أن أرسم  "
    mine = make.goal(plan, me, words)
    theirs = make.goal(plan, sasha, "Sleep better")
    mine.refresh_from_db()
    assert (mine.words, mine.author_kind, mine.author_id) == (words, "mine", me.user_id)
    assert (theirs.author_kind, theirs.author_id, theirs.position) == ("staff", sasha.user_id, 2)
    assert mine.environment == Environment.SOCIALISING


def test_a_goal_without_words_is_not_kept():
    person, me, _sasha = make.elena()
    with pytest.raises(DomainError):
        make.goal(make.plan(person, me), me, " \n")


def test_rewording_a_goal_changes_what_changed():
    person, me, _sasha = make.elena()
    goal = make.goal(make.plan(person, me), me)
    done = actions.reword_goal(goal=goal, version=1, words="I want to paint.", life_area=LifeArea.WORK, by=me)
    assert (done.words, done.life_area, done.version) == ("I want to paint.", LifeArea.WORK, 2)
    assert set(done.field_versions) == {"words", "life_area"}
    assert not KeptText.objects.exists()


def test_when_two_people_wrote_the_persons_words_stand_and_the_others_are_kept():
    person, me, sasha = make.elena()
    goal = make.goal(make.plan(person, me), me)
    actions.reword_goal(goal=goal, version=1, words="Mine", by=me)
    after = actions.reword_goal(goal=goal, version=1, words="Sasha's", by=sasha)
    assert after.words == "Mine"
    kept = KeptText.objects.get()
    assert (kept.text, kept.author_id, kept.field, kept.object_id) == (
        "Sasha's",
        sasha.user_id,
        "words",
        goal.pk,
    )


def test_the_person_writing_second_keeps_the_first_words_too():
    person, me, sasha = make.elena()
    goal = make.goal(make.plan(person, me), me)
    actions.reword_goal(goal=goal, version=1, words="Sasha's", by=sasha)
    after = actions.reword_goal(goal=goal, version=1, words="Mine", by=me)
    assert after.words == "Mine"
    kept = KeptText.objects.get()
    assert (kept.text, str(kept.author_id)) == ("Sasha's", str(sasha.user_id))


@pytest.mark.parametrize(("use", "expected"), [(True, "Sasha's"), (False, "Mine")])
def test_the_person_decides_what_becomes_of_kept_words(use, expected):
    person, me, sasha = make.elena()
    goal = make.goal(make.plan(person, me), me)
    actions.reword_goal(goal=goal, version=1, words="Mine", by=me)
    actions.reword_goal(goal=goal, version=1, words="Sasha's", by=sasha)
    kept = KeptText.objects.get()
    with pytest.raises(NotAllowed):
        actions.settle_kept_text(kept_text=kept, use=use, by=sasha)
    actions.settle_kept_text(kept_text=kept, use=use, by=me)
    assert Goal.objects.get(pk=goal.pk).words == expected
    with pytest.raises(DomainError):
        actions.settle_kept_text(kept_text=kept, use=use, by=me)


def test_only_the_person_says_that_a_goal_is_reached_or_set_aside():
    person, me, sasha = make.elena()
    goal = make.goal(make.plan(person, me), me)
    for act in (actions.reach_goal, actions.set_aside_goal, actions.resume_goal):
        with pytest.raises(NotAllowed):
            act(goal=goal, by=sasha)
    assert actions.reach_goal(goal=goal, by=me).status == GoalStatus.REACHED
    assert actions.resume_goal(goal=goal, by=me).status == GoalStatus.ACTIVE
    assert actions.set_aside_goal(goal=goal, by=me, reason="Another time").status == GoalStatus.SET_ASIDE
    assert GoalStatusChange.objects.filter(goal=goal, reason="Another time").count() == 1
    with pytest.raises(InvalidTransition):
        actions.reach_goal(goal=goal, by=me)


def test_a_look_back_can_be_planned_moved_and_held():
    person, me, sasha = make.elena()
    plan = make.plan(person, me)
    one = actions.plan_look_back(plan=plan, planned_on=date(2026, 11, 2), with_whom="Sasha and Dad", by=sasha)
    moved = actions.move_look_back(look_back=one, planned_on=date(2026, 11, 3), by=me)
    assert (moved.planned_on, moved.with_whom) == (date(2026, 11, 3), "Sasha and Dad")
    held = actions.hold_look_back(look_back=one, words="The bus is easier now.", by=me)
    assert (held.held_on, held.words, held.with_whom) == (
        people.TODAY,
        "The bus is easier now.",
        "Sasha and Dad",
    )
    with pytest.raises(DomainError):
        actions.hold_look_back(look_back=one, words="Again", by=me)
    with pytest.raises(DomainError):
        actions.move_look_back(look_back=one, planned_on=date(2026, 11, 3), by=me)


def test_a_look_back_is_not_planned_in_the_past_nor_held_in_the_future():
    person, me, _sasha = make.elena()
    plan = make.plan(person, me)
    with pytest.raises(DomainError):
        actions.plan_look_back(plan=plan, planned_on=date(2026, 10, 19), by=me)
    with pytest.raises(DomainError):
        actions.hold_look_back(look_back=plan.look_backs.first(), words="", held_on=date(2026, 10, 21), by=me)


def test_after_the_yearly_look_back_the_next_one_is_planned():
    person, me, _sasha = make.elena()
    plan = make.plan(person, me, opened_on=date(2025, 10, 1))
    ninety, year = plan.look_backs.order_by("planned_on")
    actions.hold_look_back(look_back=ninety, words="", by=me)
    assert plan.look_backs.filter(held_on=None).count() == 1
    actions.hold_look_back(look_back=year, words="A good year", by=me)
    after = plan.look_backs.get(held_on=None)
    assert (after.kind, after.planned_on) == (LookBackKind.YEAR, date(2027, 10, 20))


@pytest.mark.seed("S-082", "S-136")
def test_a_good_moment_is_in_the_persons_words_and_can_be_hidden():
    person, me, sasha = make.elena()
    moment = actions.keep_good_moment(participant=person, words="I paid the fare myself.", by=me)
    with pytest.raises(NotAllowed):
        actions.keep_good_moment(participant=person, words="She did well", by=sasha)
    with pytest.raises(DomainError):
        actions.keep_good_moment(participant=person, words=" ", by=me)
    assert actions.hide_good_moment(moment=moment, by=me).is_hidden
    assert not actions.hide_good_moment(moment=moment, hidden=False, by=me).is_hidden
