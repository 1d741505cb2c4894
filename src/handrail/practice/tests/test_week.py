from datetime import time, timedelta

import pytest
from django.db import IntegrityError, transaction

from handrail.audit.models import Event
from handrail.base.errors import DomainError, InvalidTransition, Stale
from handrail.people.models import Participant
from handrail.practice import actions
from handrail.practice.models import DailyTime, WeekItem
from handrail.practice.rules import WeekItemStatus
from handrail.practice.tests import factories as make

pytestmark = pytest.mark.django_db
TOMORROW = make.TODAY + timedelta(days=1)


@pytest.fixture
def elena():
    return make.self_viewer(make.participant(make.organisation()))


@pytest.fixture
def person(elena):
    return Participant.objects.get(pk=elena.participant_id)


@pytest.fixture
def item(elena, person):
    return actions.add_week_item(participant=person, title=" Paint ", planned_on=make.TODAY, by=elena)


def test_something_of_my_own_stands_in_the_week(item):
    assert (item.title, item.status) == ("Paint", WeekItemStatus.PLANNED)
    with pytest.raises(DomainError):
        actions.add_week_item(
            participant=item.participant, title=" ", planned_on=make.TODAY, by=make.operator()
        )


@pytest.mark.parametrize("to", [WeekItemStatus.DID_IT, WeekItemStatus.NOT_THIS_TIME])
def test_an_answer_is_kept_with_who_gave_it(item, elena, to):
    answered = actions.answer_week_item(item=item, to=to, by=elena, version=1)
    assert answered.status == to
    assert item.changes.get().changed_by_id == elena.user_id
    assert Event.objects.filter(kind="answer_week_item").count() == 1
    with pytest.raises(Stale):
        actions.answer_week_item(item=item, to=to, by=elena, version=1)


def test_moving_keeps_the_old_line_and_makes_a_new_one(item, elena):
    with pytest.raises(DomainError):
        actions.answer_week_item(item=item, to=WeekItemStatus.MOVED, by=elena)
    moved = actions.answer_week_item(
        item=item, to=WeekItemStatus.MOVED, to_on=TOMORROW, to_at=time(15), by=elena
    )
    item.refresh_from_db()
    assert (item.status, moved.moved_from, moved.planned_on, moved.planned_at) == (
        WeekItemStatus.MOVED,
        item,
        TOMORROW,
        time(15),
    )
    with pytest.raises(InvalidTransition):
        actions.answer_week_item(item=item, to=WeekItemStatus.DID_IT, by=elena)


def test_daily_times_are_mine_and_the_old_ones_end(elena, person):
    first = actions.set_daily_times(
        participant=person, times=[(time(8, 30), "Up", "today"), (time(22, 30), "Bed", "moon")], by=elena
    )
    second = actions.set_daily_times(
        participant=person, times=[(time(8, 30), "Up", "today"), (time(9), "Breakfast", "cup")], by=elena
    )
    assert [row.words for row in second] == ["Up", "Breakfast"]
    assert second[0] == first[0]
    assert DailyTime.objects.get(words="Bed").ended_on == make.TODAY
    assert Event.objects.filter(kind="set_daily_times").count() == 2


def test_a_daily_time_has_one_answer_a_day_that_can_change(elena, person):
    (up,) = actions.set_daily_times(participant=person, times=[(time(8, 30), "Up", "today")], by=elena)
    actions.answer_daily_time(daily=up, day=make.TODAY, to=WeekItemStatus.DID_IT, by=elena)
    actions.answer_daily_time(daily=up, day=make.TODAY, to=WeekItemStatus.NOT_THIS_TIME, by=elena)
    assert WeekItem.objects.get().status == WeekItemStatus.NOT_THIS_TIME
    with pytest.raises(IntegrityError), transaction.atomic():
        WeekItem.objects.create(
            organisation=person.organisation,
            participant=person,
            title="Up",
            planned_on=make.TODAY,
            daily=up,
        )
