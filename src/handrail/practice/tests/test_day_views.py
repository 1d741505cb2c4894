from datetime import time

import pytest

from handrail.access import RelationKind, Role
from handrail.audit.models import LookPerson
from handrail.base import clock
from handrail.people.models import Participant
from handrail.plans.rules import StepStatus, SupportLevel
from handrail.practice import actions
from handrail.practice.models import Session, WeekItem
from handrail.practice.rules import Meeting, SessionStatus, WeekItemStatus
from handrail.practice.tests import factories as make
from handrail.practice.tests.pages import about, url

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def morning():
    with clock.clock_at(make.at(10, 5)):
        yield


@pytest.fixture
def person():
    return make.participant(make.organisation())


@pytest.fixture
def sasha(person):
    return make.staff_for(person)


def test_today_shows_the_next_visit_with_last_and_wanted_level(sign, person, sasha):
    step = make.step(person)
    make.filed(person, sasha, step, held_at=make.at(9, days=-1))
    planned = make.session(person, sasha, step=step)
    make.session(person, sasha, hour=15, title="Interview practice")
    page = sign(sasha).get(url("today")).content.decode()
    assert "Next, in 25 minutes" in page
    assert "Take bus 14 to the art shop" in page
    assert url("note_new", person.key, session=planned.key) in page
    assert "2 visits. 0 done." in page
    assert LookPerson.objects.filter(participant_id=person.pk, page="practice:today").exists()


def test_today_names_drafts_and_a_changed_meeting(sign, person, sasha):
    actions.start_note(participant=person, by=sasha)
    planned = make.session(person, sasha)
    actions.change_meeting(session=planned, meeting=Meeting.AT_HOME, by=make.self_viewer(person))
    page = sign(sasha).get(url("today")).content.decode()
    assert "Elena asked: At home" in page
    assert "Draft" in page


def test_today_without_visits_is_fine_and_a_person_has_no_today(sign, person, sasha):
    assert "No visits today." in sign(sasha).get(url("today")).content.decode()
    assert sign(make.self_viewer(person)).get(url("today")).status_code == 403


def test_a_coordinator_sees_safety_first(sign, person, sasha):
    dana = make.staff_for(person, Role.COORDINATOR, RelationKind.COORDINATOR)
    make.filed(person, sasha, safety=True)
    page = sign(dana).get(url("today")).content.decode()
    assert page.index("Safety, first") < page.index("No visits today.")


def test_a_peer_sees_the_week(sign, person):
    tess = make.staff_for(person, Role.PEER, RelationKind.PEER)
    make.session(person, make.staff_for(person), days=2, practitioner=make.user_of(tess))
    page = sign(tess).get(url("today")).content.decode()
    assert "This week" in page
    assert "Thursday 22 October" in page


def test_my_week_shows_who_comes_and_the_person_changes_how_we_meet(sign, person, sasha):
    planned = make.session(person, sasha, step=make.step(person), directions="6 minutes on foot")
    client = sign(make.self_viewer(person))
    page = client.get(url("week", person.key)).content.decode()
    for words in ("My week", "Today, next", "Beside me, as I want", "6 minutes on foot", "A free day"):
        assert words in page
    sent = {"about": about(person, planned.version), "how": "online"}
    answer = client.post(url("meeting", person.key, planned.key), sent)
    assert answer.url == url("week", person.key)
    planned.refresh_from_db()
    assert planned.meeting == Meeting.ONLINE
    assert sign(sasha).get(url("session", person.key, planned.key)).status_code == 200


def test_staff_see_the_same_week_with_the_name(sign, person, sasha):
    page = sign(sasha).get(url("week", person.key)).content.decode()
    assert "Elena’s week" in page
    assert "My week" not in page


def test_a_meeting_is_planned_from_the_week_by_whoever_may(sign, person, sasha):
    door = f'href="{url("session_new", person.key)}"'
    assert door in sign(sasha).get(url("week", person.key)).content.decode()
    assert door not in sign(make.self_viewer(person)).get(url("week", person.key)).content.decode()


def test_an_empty_week_is_fine_and_an_odd_day_is_today(sign, person):
    page = sign(make.self_viewer(person)).get(url("week", person.key, day="nonsense")).content.decode()
    assert "Nothing planned this week. That is fine." in page
    assert "Tuesday 20 October" in page


def test_one_line_puts_something_of_my_own_into_the_week(sign, person):
    client = sign(make.self_viewer(person))
    sent = {"about": about(person), "own": "Sunday 15:00, call Grandma", "shown": "2026-10-20"}
    answer = client.post(url("week_add", person.key), sent)
    item = WeekItem.objects.get()
    assert (item.title, item.planned_on.day, item.planned_at.hour) == ("call Grandma", 25, 15)
    assert "call Grandma" in client.get(answer.url).content.decode()
    assert client.post(url("week_add", person.key), {**sent, "own": " "}).status_code == 422


def test_the_boxes_win_over_the_line(sign, person):
    sent = {
        "about": about(person),
        "own": "Sunday roast",
        "day_day": "21",
        "day_month": "10",
        "day_year": "2026",
        "at": "13:00",
    }
    sign(make.self_viewer(person)).post(url("week_add", person.key), sent)
    item = WeekItem.objects.get()
    assert (item.title, item.planned_on.day) == ("Sunday roast", 21)


def test_an_answer_that_cannot_be_taken_is_said_above_the_week(sign, person):
    me = make.self_viewer(person)
    [row] = actions.set_daily_times(participant=person, times=[(time(8, 30), "Up", "today")], by=me)
    client, there = sign(me), url("daily", person.key, row.key, "2026-10-20")
    sent = {"about": about(person), "do": "did"}
    assert client.post(there, sent).status_code == 302
    answer = client.post(there, {**sent, "do": "not"})
    assert answer.status_code == 422
    assert "sent before with other words" in answer.content.decode()


def test_something_of_mine_is_answered_and_moved(sign, person):
    elena = make.self_viewer(person)
    item = actions.add_week_item(participant=person, title="Paint", planned_on=make.TODAY, by=elena)
    client, here = sign(elena), url("week_item", person.key, item.key)
    assert client.get(here).status_code == 200
    answer = client.post(here, {"about": about(person, 1), "do": "not"})
    assert "Nobody is told" in client.get(answer.url).content.decode()
    moved = {"about": about(person, 2), "to_on_day": "23", "to_on_month": "10", "to_on_year": "2026"}
    client.post(here, moved)
    assert WeekItem.objects.get(status=WeekItemStatus.PLANNED).planned_on.day == 23
    assert client.get(here).status_code == 404


def test_a_second_time_not_offers_another_way_once(sign, person):
    elena = make.self_viewer(person)
    client = sign(elena)
    for number in range(3):
        item = actions.add_week_item(participant=person, title="Paint", planned_on=make.TODAY, by=elena)
        answer = client.post(url("week_item", person.key, item.key), {"about": about(person, 1), "do": "not"})
        assert ("smaller piece" in client.get(answer.url).content.decode()) == (number == 1)


def test_times_of_every_day_are_written_and_answered(sign, person):
    client = sign(make.self_viewer(person))
    assert client.get(url("times", person.key)).status_code == 200
    sent = {"about": about(person), "at_0": "08:30", "words_0": "Up", "icon_0": "today"}
    client.post(url("times", person.key), sent)
    page = client.get(url("week", person.key)).content.decode()
    assert "8:30" in page
    bad = client.post(url("times", person.key), {"about": about(person), "words_0": "Up"})
    assert bad.status_code == 422
    row = Participant.objects.get(pk=person.pk).dailytimes.get()
    client.post(url("daily", person.key, row.key, "2026-10-20"), {"about": about(person), "do": "did"})
    assert WeekItem.objects.get().status == WeekItemStatus.DID_IT
    wrong = url("daily", person.key, row.key, "some-day")
    assert client.post(wrong, {"about": about(person), "do": "did"}).status_code == 404


def test_a_meeting_is_planned_and_a_double_booking_stays_on_the_page(sign, person, sasha):
    client = sign(sasha)
    assert client.get(url("session_new", person.key)).status_code == 200
    sent = {
        "about": about(person),
        "title": "Library",
        "practitioner": str(sasha.user_id),
        "day_day": "22",
        "day_month": "10",
        "day_year": "2026",
        "begins": "10:00",
        "ends": "11:00",
        "setting": "community",
        "place": "Library, room 2",
    }
    client.post(url("session_new", person.key), sent)
    planned = Session.objects.get()
    assert planned.starts_at == make.at(10, days=2)
    again = client.post(url("session_new", person.key), {**sent, "about": about(person)})
    assert again.status_code == 422
    assert "already meets somebody" in again.content.decode()
    assert "Library, room 2" in again.content.decode()


def test_a_meeting_is_moved_and_written_down(sign, person, sasha):
    planned = make.session(person, sasha)
    client = sign(sasha)
    sent = {
        "about": about(person, 1),
        "day_day": "23",
        "day_month": "10",
        "day_year": "2026",
        "begins": "10:00",
        "ends": "11:00",
    }
    answer = client.post(url("session_move", person.key, planned.key), sent)
    moved = Session.objects.get(moved_from=planned)
    assert answer.url == url("session", person.key, moved.key)
    sent = {"about": about(person, 1), "to": "called_off"}
    client.post(url("record", person.key, moved.key), sent)
    moved.refresh_from_db()
    assert moved.status == SessionStatus.CALLED_OFF
    bad = client.post(url("session_move", person.key, moved.key), {"about": about(person, 2)})
    assert bad.status_code == 422


def test_the_person_says_how_a_step_went_in_three_taps(sign, person):
    step = make.step(person)
    client = sign(make.self_viewer(person))
    here = url("report", person.key, step.key)
    assert "Say how it went" in client.get(here).content.decode()
    sent = {"about": about(person, step.version), "outcome": "did_it"}
    assert client.post(here, sent).status_code == 422
    sent |= {"given": "on_my_own", "words": "I went.", "wants_next": "with_me"}
    client.post(here, {**sent, "about": about(person, step.version)})
    step.refresh_from_db()
    assert (step.status, step.support_wanted) == (StepStatus.IN_PRACTICE, SupportLevel.WITH_ME)


def test_a_step_that_only_waits_for_an_answer_cannot_be_reported(sign, person):
    step = make.step(person, status=StepStatus.PROPOSED)
    assert sign(make.self_viewer(person)).get(url("report", person.key, step.key)).status_code == 404
