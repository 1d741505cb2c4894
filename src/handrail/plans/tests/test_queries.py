from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import connection, connections
from django.test.utils import CaptureQueriesContext

from handrail.access import Category, RelationKind, Role
from handrail.base.clock import clock_at
from handrail.base.errors import NotFound
from handrail.people import actions as people_actions
from handrail.people.models import OutsideRecord
from handrail.people.rules import OutsideKind
from handrail.people.tests import factories as people
from handrail.plans import actions, queries
from handrail.plans.hooks import Hooks, LastAttempt, NextMeeting, hooks
from handrail.plans.models import LookBack, Step
from handrail.plans.queries.words import Speaker
from handrail.plans.rules import StepAnswer, StepStatus, SupportLevel
from handrail.plans.tests import factories as make

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 10, 20, 8, tzinfo=UTC)
BESIDE = SupportLevel.BESIDE_ME


@pytest.fixture
def walked():
    """Elena with three steps done, the fourth in practice and one ahead."""
    person, me, sasha = make.elena()
    plan = make.plan(person, me, opened_on=date(2026, 9, 1))
    goal = make.goal(plan, me)
    days = [date(2026, 9, 3), date(2026, 9, 19), date(2026, 10, 6)]
    for number, day in enumerate(days, start=1):
        step = make.step(goal, me, f"Step {number}", with_whom="Sasha")
        actions.finish_step(step=step, done_with=BESIDE, done_on=day, by=me)
    bus = actions.begin_step(step=make.step(goal, me, with_whom="Sasha", when_words="Tuesday"), by=me)
    make.step(goal, me, "Paint", when_words="When I feel ready.", support_wanted=SupportLevel.ON_MY_OWN)
    return person, me, sasha, goal, bus


def test_my_plan_says_where_i_am(walked):
    person, me, _sasha, goal, _bus = walked
    page = queries.plan_page(me, person)
    [path] = page.paths
    assert path.goal == goal
    assert path.standing == "You have done 3 steps. You are on step 4."
    assert [stop.state for stop in path.stops] == ["done", "done", "done", "now", "look", "todo"]
    assert path.stops[0].hint == "Done 3 September. Sasha was beside me."
    assert path.stops[3].hint == "I am here"
    assert path.stops[3].wanted == ("beside_me", "Sasha beside me")
    assert path.stops[5].hint == "When I feel ready."
    assert path.places[3] == {"state": "now", "level": "beside_me"}
    assert path.company == "Sasha"


def test_others_read_the_name_instead_of_i(walked):
    person, _me, sasha, _goal, _bus = walked
    [path] = queries.plan_page(sasha, person).paths
    assert path.standing == "Elena has done 3 steps. Now it is step 4."
    assert path.stops[0].hint == "Done 3 September. Sasha was beside Elena."
    assert path.stops[3].hint == "Elena is here"
    assert path.stops[3].wanted == ("beside_me", "Sasha beside Elena")


def test_stretches_of_the_plan_stand_where_they_begin(walked):
    person, me, *_ = walked
    [path] = queries.plan_page(me, person).paths
    captions = [str(stop.phase) for stop in path.stops if stop.phase]
    assert [caption.split(":")[0] for caption in captions] == ["Weeks 1 to 6", "Weeks 7 to 12"]


def test_the_higher_packages_words_stand_in_the_card(walked, monkeypatch):
    person, me, _sasha, _goal, bus = walked
    last = LastAttempt(SupportLevel.WITH_ME, "Sasha", date(2026, 10, 13), 2)
    monkeypatch.setattr(hooks, "last_attempts", lambda viewer, who: {bus.pk: last})
    meeting = NextMeeting("Tuesday 20 October, 10:30", "Meet Sasha at the bus stop.")
    monkeypatch.setattr(hooks, "next_meetings", lambda viewer, who: {bus.pk: meeting})
    monkeypatch.setattr(hooks, "strip", lambda viewer, who: [("Came", "9 of 11", "since September")])
    monkeypatch.setattr(hooks, "report_url", lambda person_key, step_key: f"/{person_key}/{step_key}")
    page = queries.plan_page(me, person)
    now = next(stop for stop in page.paths[0].stops if stop.state == "now")
    assert now.last == ("with_me", "Sasha with me")
    assert (now.when, now.where) == (meeting.when, meeting.words)
    assert now.report_url == f"/{person.key}/{bus.key}"
    assert page.strip == [("Came", "9 of 11", "since September")]
    assert queries.step_page(me, person, bus.key).last == last


def test_who_was_there_is_taken_from_the_try_at_that_level(walked, monkeypatch):
    person, me, *_ = walked
    done = Step.objects.get(title="Step 1")
    last = LastAttempt(BESIDE, "Dad", date(2026, 9, 3), 1)
    monkeypatch.setattr(hooks, "last_attempts", lambda viewer, who: {done.pk: last})
    [path] = queries.plan_page(me, person).paths
    assert path.stops[0].hint == "Done 3 September. Dad was beside me."


@pytest.mark.parametrize(
    ("level", "mine", "others"),
    [
        (SupportLevel.ON_MY_OWN, "Done 20 October. On my own.", "Done 20 October. Elena did it alone."),
        (SupportLevel.WITH_ME, "Done 20 October. “With me”.", "Done 20 October. “With me”."),
    ],
)
def test_a_done_step_says_the_support_even_without_a_name(level, mine, others):
    person, me, sasha = make.elena()
    goal = make.goal(make.plan(person, me), me)
    actions.finish_step(step=make.step(goal, me), done_with=level, by=me)
    assert queries.plan_page(me, person).paths[0].stops[0].hint == mine
    assert queries.plan_page(sasha, person).paths[0].stops[0].hint == others


def test_without_a_step_in_practice_the_first_agreed_one_is_here():
    person, me, _sasha = make.elena()
    goal = make.goal(make.plan(person, me), me)
    rested = actions.rest_step(step=make.step(goal, me, "Rest"), by=me)
    make.step(goal, me, "Bus", target_on=date(2026, 10, 27))
    make.step(goal, me, "Dated", target_on=date(2026, 11, 3))
    [path] = queries.plan_page(me, person).paths
    assert [stop.state for stop in path.stops] == ["todo", "now", "todo", "look"]
    assert path.stops[0].hint == "Resting. It can be taken up any day."
    assert path.stops[1].when == "Tuesday 27 October"
    assert path.stops[2].hint == "Tuesday 3 November"
    assert rested.key == path.stops[0].key


def test_what_was_declined_or_set_aside_is_not_on_the_path():
    person, me, sasha = make.elena()
    goal = make.goal(make.plan(person, me), me)
    aside = actions.set_aside_step(step=make.step(goal, me, "Aside"), by=me)
    declined = actions.propose_step(goal=goal, facts=make.facts("Choir"), by=sasha)
    actions.answer_step(step=declined, answer=StepAnswer.DECLINE, by=me)
    waiting = actions.propose_step(goal=goal, facts=make.facts("Club"), by=sasha)
    page = queries.plan_page(me, person)
    assert page.paths[0].stops == ()
    assert page.paths[0].aside == (aside,)
    assert [proposal.step for proposal in page.proposals] == [waiting]
    assert page.proposals[0].by == waiting.proposed_by.name
    assert list(queries.proposals(me, person)) == [waiting]


def test_each_goal_has_its_own_path_and_set_aside_ones_stand_below(walked):
    person, me, _sasha, goal, _bus = walked
    second = make.goal(goal.plan, me, "I want to sleep")
    third = make.goal(goal.plan, me, "Later")
    actions.set_aside_goal(goal=third, by=me)
    page = queries.plan_page(me, person)
    assert [path.goal for path in page.paths] == [goal, second]
    assert [row.pk for row in page.other_goals] == [third.pk]


def test_a_page_without_a_plan_has_nothing_but_people():
    person, me, _sasha = make.elena()
    page = queries.plan_page(me, person)
    assert page.plan is None
    assert [page.paths, page.changes, page.is_ended, page.is_resting] == [(), (), False, False]
    assert queries.short_plan(me, person) is None
    with pytest.raises(NotFound):
        queries.current_plan(me, person)
    with pytest.raises(NotFound):
        queries.newest_plan(me, person)


def test_an_ended_plan_is_still_shown(walked):
    person, me, _sasha, goal, _bus = walked
    actions.end_plan(plan=goal.plan, by=me)
    page = queries.plan_page(me, person)
    assert page.is_ended
    assert page.phase is None
    assert queries.newest_plan(me, person) == goal.plan
    again = make.plan(person, me)
    assert queries.plan_page(me, person).plan == again
    assert queries.newest_plan(me, person) == again


def test_hidden_moments_are_the_persons_alone(walked):
    person, me, sasha, *_ = walked
    shown, hidden = (actions.keep_good_moment(participant=person, words=w, by=me) for w in "ab")
    actions.hide_good_moment(moment=hidden, by=me)
    assert queries.plan_page(me, person).hidden_moments == (hidden,)
    assert queries.plan_page(sasha, person).hidden_moments == ()
    assert queries.plan_page(sasha, person).moments == (shown,)


def test_the_last_five_changes_are_said_with_their_authors(walked):
    person, me, *_ = walked
    changes = queries.plan_page(me, person).changes
    assert len(changes) == 5
    assert changes[0].words == "Elena added this step."
    assert changes[1].words == "Elena began this step."


def test_what_waits_from_elsewhere_is_counted_when_it_may_be_seen(walked):
    person, me, *_ = walked
    for text in "ab":
        OutsideRecord.objects.create(
            organisation=person.organisation,
            participant=person,
            kind=OutsideKind.GOAL,
            source="x",
            text=text,
            status="active",
        )
    assert queries.plan_page(me, person).outside == 2
    ravi = people.staff_for(person, Role.FAMILY, RelationKind.FAMILY)
    assert queries.plan_page(ravi, person).outside == 0


@pytest.mark.parametrize("steps", [10, 20])
def test_the_plan_asks_six_questions_and_two_about_people(steps, monkeypatch):
    for name, nobody_knows in vars(Hooks()).items():
        monkeypatch.setattr(hooks, name, nobody_knows)
    person, me, _sasha = make.elena()
    goal = make.goal(make.plan(person, me), me)
    for number in range(steps):
        make.step(goal, me, f"Step {number}")
        make.goal(goal.plan, me, f"Goal {number}")
    with CaptureQueriesContext(
        connection,
    ) as asked:
        queries.plan_page(me, person)
    assert len(asked) == 6 + 2


def test_reading_a_plan_is_a_look(walked):
    person, _me, sasha, _goal, bus = walked
    for read in (
        lambda v: queries.plan_page(v, person),
        lambda v: queries.short_plan(v, person),
        lambda v: queries.step_page(v, person, bus.key),
        lambda v: list(queries.steps_open(v, person)),
        lambda v: list(queries.proposals(v, person)),
        lambda v: list(queries.look_backs_of(v, person)),
        lambda v: queries.kept_words(v, person),
        lambda v: queries.look_backs_due(v, 60),
    ):
        viewer = sasha.on(people.TODAY)
        read(viewer)
        assert viewer.looks.shown[(Category.PLAN, "")] == {person.pk}


def test_a_stranger_sees_nothing_of_a_plan(walked):
    person, _me, _sasha, goal, bus = walked
    stranger = people.viewer(
        people.member(person.organisation, Role.SPECIALIST), person.organisation, Role.SPECIALIST
    )
    assert queries.plan_page(stranger, person).plan is None
    assert queries.steps_open(stranger, person) == []
    assert queries.look_backs_due(stranger, 400) == []
    for read, key in ((queries.step, bus.key), (queries.goal, goal.key)):
        with pytest.raises(NotFound):
            read(stranger, person, key)


def test_family_with_the_plan_reads_it_and_nothing_can_be_pressed(walked):
    person, _me, _sasha, _goal, bus = walked
    ravi = people.staff_for(person, Role.FAMILY, RelationKind.FAMILY)
    page = queries.plan_page(ravi, person)
    assert page.paths
    assert page.can == queries.Can(decide=False, suggest=False, open=False, close=False)
    assert queries.step_page(ravi, person, bus.key).doing == frozenset()


def test_a_key_of_another_person_is_absent(walked):
    _person, _me, _sasha, _goal, bus = walked
    rosa = people.participant(people.organisation("Elsewhere"), "Rosa")
    with pytest.raises(NotFound):
        queries.step(people.self_viewer(rosa), rosa, bus.key)


def test_open_steps_come_in_the_order_of_goals_and_path(walked):
    person, me, _sasha, goal, bus = walked
    other = make.goal(goal.plan, me, "Sleep")
    bed = make.step(other, me, "Bed at ten")
    assert [row.title for row in queries.steps_open(me, person)] == [bus.title, "Paint", bed.title]


def test_a_step_tells_its_history_and_what_can_be_done(walked):
    person, me, sasha, _goal, bus = walked
    page = queries.step_page(me, person, bus.key)
    assert [line.words for line in page.history] == ["Elena added this step.", "Elena began this step."]
    assert page.doing == {"report", "change", "smaller", "rest", "set_aside", "move"}
    assert page.changes_course
    assert queries.step_page(sasha, person, bus.key).doing == {"report", "change", "rest"}
    done = Step.objects.get(title="Step 1")
    assert queries.step_page(me, person, done.key).done.startswith("Done 3 September.")
    assert queries.step_page(me, person, done.key).doing == {"again"}


@pytest.mark.seed("S-062")
def test_look_backs_of_the_next_14_days_and_the_waiting_ones_are_found():
    place = people.organisation()
    user = people.member(place, Role.COORDINATOR)
    viewer = people.viewer(user, place, Role.COORDINATOR)
    offsets = [-3, 14, 15, 60]
    for offset in offsets:
        person = people.participant(place, f"Person {offset}", "")
        people_actions.name_coordinator(participant=person, user=user, by=people.operator(place))
        plan = make.plan(person)
        LookBack.objects.filter(plan=plan).update(planned_on=people.TODAY + timedelta(days=400))
        LookBack.objects.filter(plan=plan, kind="ninety_days").update(
            planned_on=people.TODAY + timedelta(days=offset)
        )
    due = queries.look_backs_due(viewer)
    assert [(row.called, row.is_waiting) for row in due] == [("Person -3", True), ("Person 14", False)]
    listed = queries.look_back_list(viewer)
    assert [len(part) for part in (listed.waiting, listed.soon, listed.later)] == [1, 1, 2]
    assert (listed.after, listed.without) == ("", 0)
    assert queries.open_plans(viewer).count() == 4
    ended = LookBack.objects.get(planned_on=people.TODAY - timedelta(days=3))
    actions.end_plan(plan=ended.plan, by=viewer)
    assert [row.called for row in queries.look_backs_due(viewer)] == ["Person 14"]


def _people_with_look_backs(count: int, waiting_since=None):
    place = people.organisation()
    user = people.member(place, Role.COORDINATOR)
    for number in range(count):
        person = people.participant(place, f"Person {number}")
        people_actions.name_coordinator(participant=person, user=user, by=people.operator(place))
        make.plan(person, opened_on=date(2026, 8, 1))
    return people.viewer(user, place, Role.COORDINATOR)


@pytest.mark.parametrize("rows", [10, 20])
def test_the_list_of_look_backs_asks_two_questions_however_long(rows):
    viewer = _people_with_look_backs(rows)
    with CaptureQueriesContext(connection) as asked:
        listed = queries.look_back_list(viewer)
    assert len(listed.soon) == rows
    assert len(asked) == 2


def test_the_list_of_look_backs_goes_on_where_the_page_ended(monkeypatch):
    viewer = _people_with_look_backs(5)
    monkeypatch.setattr("handrail.plans.queries.lists.LIST_LENGTH", 3)
    # The length belongs to the query, which another test may have composed.
    monkeypatch.setitem(vars(connections["default"]), "prepared", {})
    first = queries.look_back_list(viewer)
    on, key = first.after.split("_")
    second = queries.look_back_list(viewer, start_after=(date.fromisoformat(on), key))
    assert len(first.soon) == 3
    assert len({row.key for row in [*first.soon, *second.soon]}) == 5
    assert second.after == ""


def test_a_plan_without_a_look_back_is_counted_for_coordinators():
    person, me, sasha = make.elena()
    plan = make.plan(person, me)
    for row in plan.look_backs.all():
        actions.hold_look_back(look_back=row, words="", by=me)
    plan.look_backs.filter(held_on=None).delete()
    coordinator = people.staff_for(person, Role.COORDINATOR, RelationKind.COORDINATOR)
    assert queries.without_look_back(coordinator) == 1
    assert queries.without_look_back(sasha) == 0


def test_same_step_since_is_not_said_before_three_months():
    person, me, sasha = make.elena()
    goal = make.goal(make.plan(person, me), me)
    for title, days in (("Old", 92), ("New", 90)):
        with clock_at(NOW - timedelta(days=days)):
            actions.begin_step(step=make.step(goal, me, title), by=me)
    assert [row.title for row in queries.same_step_since(sasha)] == ["Old"]


def test_both_texts_are_shown_to_be_decided(walked):
    person, me, sasha, goal, bus = walked
    actions.reword_goal(goal=goal, version=1, words="Mine", by=me)
    actions.reword_goal(goal=goal, version=1, words="Theirs", by=sasha)
    actions.change_step(step=bus, version=2, changes={"where": "Mill Road"}, by=me)
    actions.change_step(step=bus, version=2, changes={"where": "Station"}, by=sasha)
    first, second = queries.kept_words(me, person)
    assert (first.standing, first.kept, str(first.field)) == ("Mine", "Theirs", "My goal")
    assert (second.standing, second.kept) == ("Mill Road", "Station")
    assert queries.plan_page(me, person).kept == 2
    assert queries.kept_text(me, person, first.key).text == "Theirs"


def test_a_short_plan_says_what_waits(walked):
    person, me, sasha, goal, _bus = walked
    actions.propose_step(goal=goal, facts=make.facts("Club"), by=sasha)
    short = queries.short_plan(sasha, person)
    assert short.waiting == 1
    assert short.next_look_back.planned_on == date(2026, 11, 30)
    assert [path.goal for path in short.paths] == [goal]
    assert Step.objects.filter(status=StepStatus.PROPOSED).count() == 1


def test_a_done_step_without_its_company_says_its_day_only():
    step = Step(status=StepStatus.DONE, done_on=date(2026, 9, 3))
    assert Speaker(mine=True, name="Elena").done(step, None) == "Done 3 September."
