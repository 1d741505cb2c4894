from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction

from handrail.audit.models import Event
from handrail.base.errors import DomainError, NotAllowed, NotFound, Stale
from handrail.plans.rules import SupportLevel
from handrail.plans.tests import factories as plans
from handrail.practice import actions, queries
from handrail.practice.models import GroupTurn, HomePractice, Session, WeekItem
from handrail.practice.rules import SessionStatus, WeekItemStatus
from handrail.practice.rules.groups import (
    Came,
    Context,
    HomePracticeStatus,
    MeetingRecord,
    PersonRecord,
    PracticeAnswer,
    SkillStage,
)
from handrail.practice.tests import factories as make

pytestmark = pytest.mark.django_db
P = HomePracticeStatus
W = WeekItemStatus


def test_the_next_meeting_asks_for_home_practice_and_keeps_the_answer(agreed, three, sasha, person):
    _everybody, first = three
    later = sasha.on(make.TODAY + timedelta(days=7))
    meeting = make.group_meeting(first.group, sasha, days=7)
    page = queries.group_meeting_page(later, first.group.key, meeting.key)
    assert [(one.words, one.status) for one in page.asked] == [("Say no to a leaflet.", "")]
    facts = MeetingRecord(answers=(PracticeAnswer(agreed.key, P.DONE, is_prompted=True),))
    actions.record_group_meeting(meeting=meeting, facts=facts, by=later)
    agreed.refresh_from_db()
    assert (agreed.status, agreed.is_prompted, agreed.answered_on) == (P.DONE, True, later.today)
    assert agreed.changes.count() == 1
    found = queries.my_groups_page(sasha, person)
    assert [(one.name, one.stage) for one in found.skills] == [("Saying no", SkillStage.WITH_PROMPT)]
    assert [one.answer for one in found.before] == ["Did it"]


@pytest.mark.seed("S-097")
def test_the_person_says_how_it_went_with_whom_and_may_say_it_anew(agreed, person, sasha):
    me = make.self_viewer(person)
    said = actions.answer_home_practice(practice=agreed, to=P.TRIED, context=Context.FAMILY, version=1, by=me)
    assert (said.status, said.context) == (P.TRIED, Context.FAMILY)
    with pytest.raises(Stale):
        actions.answer_home_practice(practice=agreed, to=P.DONE, version=1, by=me)
    actions.answer_home_practice(practice=agreed, to=P.DONE, by=me)
    actions.answer_home_practice(practice=agreed, to=P.DONE, by=me)
    agreed.refresh_from_db()
    assert agreed.changes.count() == 2
    stages = [one.stage for one in queries.my_groups_page(sasha, person).skills]
    assert stages == [SkillStage.INDEPENDENT]
    other = make.self_viewer(make.participant(person.organisation, "Jana"))
    with pytest.raises(NotAllowed):
        actions.answer_home_practice(practice=agreed, to=P.DONE, by=other)
    with pytest.raises(IntegrityError), transaction.atomic():
        HomePractice.objects.filter(pk=agreed.pk).update(answered_on=None)


def test_home_practice_stands_in_the_week_or_the_plan_in_one_tap(agreed, person, sasha):
    me = make.self_viewer(person)
    goal = plans.goal(plans.plan(person, me), me)
    made = actions.make_home_practice_a_step(practice=agreed, goal=goal, by=me)
    assert (made.step.title, made.step.support_wanted) == ("Say no to a leaflet.", SupportLevel.ON_MY_OWN)
    actions.put_home_practice_in_week(practice=agreed, on=make.TODAY + timedelta(days=1), by=me)
    assert WeekItem.objects.get().step == made.step
    for again, words in [
        (lambda: actions.make_home_practice_a_step(practice=agreed, goal=goal, by=me), "in the plan already"),
        (
            lambda: actions.put_home_practice_in_week(practice=agreed, on=make.TODAY, by=me),
            "in the week already",
        ),
    ]:
        with pytest.raises(DomainError, match=words):
            again()


def test_home_practice_goes_into_no_other_plan_and_no_day_before(agreed, person, sasha):
    stranger = make.participant(person.organisation, "Jana")
    theirs = make.self_viewer(stranger)
    goal = plans.goal(plans.plan(stranger, theirs), theirs)
    with pytest.raises(DomainError, match="not in this plan"):
        actions.make_home_practice_a_step(practice=agreed, goal=goal, by=sasha)
    with pytest.raises(DomainError, match="still to come"):
        actions.put_home_practice_in_week(practice=agreed, on=date(2026, 1, 1), by=sasha)


def test_the_key_outcome_is_done_or_tried_of_what_was_asked(agreed, sasha, person):
    later = sasha.on(make.TODAY + timedelta(days=8))
    assert queries.key_outcome(sasha) == make.outcome(0, 0, 0, 0), "its day has not come"
    assert queries.key_outcome(later) == make.outcome(0, 0, 1, 0)
    actions.answer_home_practice(practice=agreed, to=P.TRIED, by=later)
    assert queries.key_outcome(later) == make.outcome(1, 1, 0, 1)
    actions.answer_home_practice(practice=agreed, to=P.NOT_THIS_TIME, by=later)
    assert queries.key_outcome(later) == make.outcome(0, 1, 0, 1)


def test_a_meeting_written_down_again_rewords_and_doubles_nothing(agreed, three, sasha):
    (elena, rosa, daniel), meeting = three
    keys = {one.participant_id: one.key for one in meeting.sessions.all()}
    again = PersonRecord(keys[elena.pk], Came.CAME, shown=(0, 1), good="Clear.", home="Say no twice.")
    later = PersonRecord(keys[rosa.pk], Came.CAME)
    nobody = PersonRecord(meeting.sessions.get(participant=daniel).key, None)
    facts = MeetingRecord(people=(again, later, nobody))
    actions.record_group_meeting(meeting=meeting, facts=facts, by=sasha)
    agreed.refresh_from_db()
    turn = GroupTurn.objects.get()
    assert (agreed.words, turn.shown, turn.good) == ("Say no twice.", 3, "Clear.")
    assert Session.objects.get(participant=daniel).status == SessionStatus.PLANNED


def test_a_place_that_is_nobodys_is_not_found(person, sasha, group):
    with pytest.raises(NotFound):
        queries.group_place(sasha, group, person)


def in_week(agreed, me):
    actions.put_home_practice_in_week(practice=agreed, on=make.TODAY, by=me)
    return WeekItem.objects.get()


def said(agreed):
    agreed.refresh_from_db()
    return agreed.status


def test_one_answer_answers_home_practice_and_its_line_of_the_week(agreed, person):
    me = make.self_viewer(person)
    item = in_week(agreed, me)
    actions.answer_week_item(item=item, to=W.NOT_THIS_TIME, by=me)
    assert said(agreed) == P.NOT_THIS_TIME
    actions.answer_home_practice(practice=agreed, to=P.TRIED, by=me)
    item.refresh_from_db()
    assert (item.status, item.version) == (W.DID_IT, 3)
    actions.answer_home_practice(practice=agreed, to=P.DONE, by=me)
    assert item.changes.count() == 2, "it says so already"
    actions.answer_week_item(item=item, to=W.PLANNED, by=me)
    assert said(agreed) == P.DONE, "what was said of the practice stays"
    assert Event.objects.filter(kind__in=["answer_week_item", "answer_home_practice"]).count() == 4


def test_the_week_keeps_what_was_tried_and_says_when_somebody_was_there(agreed, person):
    me = make.self_viewer(person)
    item = in_week(agreed, me)
    actions.answer_home_practice(practice=agreed, to=P.TRIED, by=me)
    actions.answer_week_item(item=item, to=W.PLANNED, by=me)
    actions.answer_week_item(item=item, to=W.DID_IT, by=me)
    assert said(agreed) == P.TRIED
    WeekItem.objects.update(support=SupportLevel.BESIDE_ME)
    for answer in (W.NOT_THIS_TIME, W.DID_IT):
        actions.answer_week_item(item=item, to=answer, by=me)
    assert (said(agreed), agreed.is_prompted) == (P.DONE, True)


def test_home_practice_goes_along_when_its_line_of_the_week_moves(agreed, person, three, sasha):
    _everybody, first = three
    me = make.self_viewer(person)
    moved = actions.answer_week_item(
        item=in_week(agreed, me), to=W.MOVED, to_on=make.TODAY + timedelta(days=2), by=me
    )
    assert said(agreed) == P.AGREED
    assert agreed.week_item == moved
    later = sasha.on(make.TODAY + timedelta(days=7))
    meeting = make.group_meeting(first.group, sasha, days=7)
    facts = MeetingRecord(answers=(PracticeAnswer(agreed.key, P.DONE),))
    actions.record_group_meeting(meeting=meeting, facts=facts, by=later)
    moved.refresh_from_db()
    assert moved.status == W.DID_IT, "what is said in the group stands in the week, too"
