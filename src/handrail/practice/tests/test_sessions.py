from datetime import date

import pytest
from django.db import IntegrityError, transaction

from handrail.audit.models import Event
from handrail.base.errors import DomainError, InvalidTransition, NotAllowed, Stale
from handrail.practice import actions
from handrail.practice.models import Session
from handrail.practice.rules import Meeting, SessionStatus, Setting
from handrail.practice.tests import factories as make

pytestmark = pytest.mark.django_db


@pytest.fixture
def person():
    return make.participant(make.organisation())


@pytest.fixture
def sasha(person):
    return make.staff_for(person)


def events(kind):
    return Event.objects.filter(kind=kind).count()


def test_a_meeting_keeps_its_zone_its_local_day_and_the_support_wanted(person, sasha):
    step = make.step(person)
    planned = make.session(person, sasha, step=step)
    assert (planned.zone, planned.held_on, planned.support_wanted) == (
        "Europe/Berlin",
        make.TODAY,
        step.support_wanted,
    )
    assert events("plan_session") == 1


@pytest.mark.parametrize(
    ("day", "hour", "utc_day"),
    [(date(2026, 10, 25), 0, 24), (date(2026, 3, 29), 1, 28)],
    ids=["clocks go back", "clocks go forward"],
)
def test_the_day_of_a_meeting_is_the_local_day_also_when_clocks_change(person, sasha, day, hour, utc_day):
    from datetime import datetime, timedelta

    start = datetime(day.year, day.month, day.day, hour, 30, tzinfo=make.BERLIN)
    planned = actions.plan_session(
        participant=person,
        practitioner=make.user_of(sasha),
        title="Night walk",
        starts_at=start,
        ends_at=start + timedelta(minutes=20),
        setting=Setting.COMMUNITY,
        by=sasha,
    )
    planned.refresh_from_db()
    assert planned.held_on == day
    assert planned.starts_at.day in (utc_day, day.day)


def test_nobody_is_booked_twice_at_one_time(person, sasha):
    make.session(person, sasha)
    other = make.participant(person.organisation, "Rosa")
    with pytest.raises(DomainError, match="10:30"):
        make.session(other, sasha)
    assert Session.objects.count() == 1


def test_a_group_shares_one_time(person, sasha):
    make.session(person, sasha, group_name="Cooking group")
    make.session(make.participant(person.organisation, "Rosa"), sasha, group_name="Cooking group")
    assert Session.objects.count() == 2


def test_a_meeting_needs_a_title_and_an_end_after_its_start(person, sasha):
    with pytest.raises(DomainError):
        make.session(person, sasha, title="  ")
    with pytest.raises(DomainError):
        actions.plan_session(
            participant=person,
            practitioner=make.user_of(sasha),
            title="Walk",
            starts_at=make.at(10),
            ends_at=make.at(10),
            setting=Setting.HOME,
            by=sasha,
        )


def test_the_database_refuses_a_meeting_that_ends_before_it_begins(person, sasha):
    planned = make.session(person, sasha)
    with pytest.raises(IntegrityError), transaction.atomic():
        Session.objects.filter(pk=planned.pk).update(ends_at=make.at(9))


@pytest.mark.seed("S-267")
def test_the_person_switches_one_meeting_and_it_shows_who_asked(person, sasha):
    elena = make.self_viewer(person)
    planned = make.session(person, sasha)
    changed = actions.change_meeting(session=planned, meeting=Meeting.ONLINE, by=elena, version=1)
    assert (changed.meeting, changed.meeting_changed_by_id) == (Meeting.ONLINE, elena.user_id)
    with pytest.raises(Stale):
        actions.change_meeting(session=planned, meeting=Meeting.HERE, by=elena, version=1)
    assert events("change_meeting") == 1


def test_a_meeting_that_is_over_is_not_switched(person, sasha):
    planned = make.session(person, sasha)
    actions.record_meeting(session=planned, to=SessionStatus.MET, by=sasha)
    with pytest.raises(DomainError):
        actions.change_meeting(session=planned, meeting=Meeting.ONLINE, by=sasha)


def test_a_moved_meeting_stays_and_leads_to_the_new_one(person, sasha):
    planned = make.session(person, sasha)
    moved = actions.move_session(
        session=planned, starts_at=make.at(10, 45), ends_at=make.at(11, 30), by=sasha, reason="rain"
    )
    planned.refresh_from_db()
    assert planned.status == SessionStatus.MOVED
    assert (moved.moved_from, moved.title, moved.status) == (planned, planned.title, SessionStatus.PLANNED)
    with pytest.raises(InvalidTransition):
        actions.record_meeting(session=planned, to=SessionStatus.MET, by=sasha)
    assert events("move_session") == 1


@pytest.mark.parametrize("to", [SessionStatus.MET, SessionStatus.NOT_MET, SessionStatus.CALLED_OFF])
def test_what_became_of_a_meeting_is_written_once_with_who(person, sasha, to):
    planned = make.session(person, sasha)
    actions.record_meeting(session=planned, to=to, by=sasha)
    change = planned.changes.get()
    assert (change.from_status, change.to_status, change.changed_by_id) == ("planned", to, sasha.user_id)
    assert events("record_meeting") == 1


def test_the_person_does_not_write_the_teams_attendance(person, sasha):
    planned = make.session(person, sasha)
    with pytest.raises(NotAllowed):
        actions.record_meeting(session=planned, to=SessionStatus.MET, by=make.self_viewer(person))
