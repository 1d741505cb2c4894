from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from handrail.access import RelationKind, Role
from handrail.accounts.tests.browsing import about, browser
from handrail.base import clock
from handrail.plans.tests import factories as plans
from handrail.practice import actions, panels, queries
from handrail.practice.models import (
    Group,
    GroupMeeting,
    GroupPlace,
    GroupTurn,
    HomePractice,
    Session,
    WeekItem,
)
from handrail.practice.rules.groups import Came, GroupKind, MeetingRecord, PersonRecord
from handrail.practice.tests import factories as make
from handrail.practice.tests.pages import url

pytestmark = pytest.mark.django_db


@pytest.fixture
def person():
    return make.participant(make.organisation())


@pytest.fixture
def sasha(person):
    return make.staff_for(person)


@pytest.fixture
def group(person, sasha):
    made = make.group(person.organisation, sasha)
    for one in (person, make.participant(person.organisation, "Rosa")):
        actions.join_group(group=made, participant=one, by=sasha)
    return made


@pytest.fixture(autouse=True)
def morning():
    """The tests' day, before any meeting."""
    with clock.clock_at(make.at(9)):
        yield


def post(web, page, address, **sent):
    return web.post(address, {"about": about(web, page), **sent})


def hidden(web, page, action):
    """Return the hidden field of the form that goes to an address."""
    html = web.get(page).content.decode()
    form = html.split(f'action="{action}"', 1)[1]
    return form.split('name="about" value="', 1)[1].split('"', 1)[0]


NEW = {
    "name": "Monday group",
    "kind": "social_skills",
    "weekday": "0",
    "begins": "10:00",
    "ends": "11:30",
    "capacity": "6",
    "place": "Library",
    "directions": "",
    "programme": "SST",
}


def test_a_group_is_opened_from_a_form_with_who_runs_it(person, sasha):
    lotte = make.member(person.organisation, Role.SPECIALIST, "Lotte Krause")
    web = browser(sasha)
    page = url("group_new")
    assert post(web, page, page, **NEW, others=[str(lotte.pk)]).status_code == 302
    made = Group.objects.get()
    assert [one.user_id for one in made.facilitators.order_by("created_at")] == [sasha.user_id, lotte.pk]
    html = web.get(url("groups")).content.decode()
    assert "Monday group" in html and "0 of 6 places taken" in html
    wrong = post(web, page, page, **{**NEW, "ends": "09:00", "capacity": "0", "name": " "})
    assert wrong.status_code == 422
    for words in ("later than the start", "at least one place", "Give the group a name"):
        assert words in wrong.content.decode()


def test_a_peer_opens_a_storytelling_group_and_sees_no_other_kind(person):
    tess = make.staff_for(person, Role.PEER, RelationKind.PEER)
    web = browser(tess)
    page = url("group_new")
    assert "Practising with people" not in web.get(page).content.decode()
    post(web, page, page, **{**NEW, "kind": "storytelling", "programme": "PEER"})
    assert Group.objects.get().kind == GroupKind.STORYTELLING


def test_a_group_is_changed_ended_and_filled_from_its_page(person, sasha, group):
    web, page = browser(sasha), url("group", group.key)
    change = url("group_change", group.key)
    assert post(web, change, change, **{**NEW, "capacity": "1"}).status_code == 422
    assert post(web, change, change, **NEW).status_code == 302
    jana = make.participant(person.organisation, "Jana")
    assert web.post(url("group_people", group.key), {"about": "", "person": jana.key}).status_code == 404
    actions.leave_group(place=GroupPlace.objects.get(participant=person), by=sasha)
    to = url("group_people", group.key)
    sent = {"about": hidden(web, page, to), "person": person.key}
    assert web.post(to, sent).status_code == 302
    again = web.post(to, {"about": about(web, change), "person": person.key})
    assert again.status_code == 422
    assert "is in this group already" in again.content.decode()
    leave = url("group_leave", group.key, person.key)
    assert web.post(leave, {"about": hidden(web, page, leave)}).status_code == 302
    end = url("group_end", group.key)
    assert web.post(end, {"about": hidden(web, page, end)}).status_code == 302
    html = web.get(page).content.decode()
    assert "This group is over" in html
    assert "From before" in web.get(url("groups")).content.decode()


def test_a_full_group_is_told_on_its_page(person, sasha, group):
    group.capacity = 2
    group.save()
    lotte = make.participant(person.organisation, "Lotte")
    to = url("group_people", group.key)
    web = browser(make.staff_for(lotte, Role.COORDINATOR, RelationKind.COORDINATOR))
    answer = web.post(to, {"about": about(web, url("group_new")), "person": lotte.key})
    assert answer.status_code == 422
    assert "All 2 places are taken" in answer.content.decode()


def test_a_meeting_is_planned_opened_and_called_off(person, sasha, group):
    web, page = browser(sasha), url("group", group.key)
    new = url("group_meeting_new", group.key)
    sent = {
        "day_day": "27",
        "day_month": "10",
        "day_year": "2026",
        "skill": "saying-no",
        "line": "Small noes.",
    }
    assert web.post(new, {"about": hidden(web, page, new), **sent}).status_code == 302
    again = web.post(new, {"about": hidden(web, page, new), **sent})
    assert again.status_code == 422
    assert "on this day already" in again.content.decode()
    meeting = GroupMeeting.objects.get()
    html = web.get(page).content.decode()
    assert "Saying no" in html and "Small noes." in html
    later = web.get(url("group_meeting", group.key, meeting.key)).content.decode()
    assert "Write it down here when you have met" in later
    off = url("group_meeting_off", group.key, meeting.key)
    assert web.post(off, {"about": hidden(web, page, off)}).status_code == 302
    assert web.post(off, {"about": about(web, url("group_new"))}).status_code == 422
    assert "Called off by the team" in web.get(page).content.decode()


def keys(meeting):
    return {one.participant.called: one.key for one in meeting.sessions.select_related("participant")}


@pytest.mark.seed("S-102")
def test_the_grid_keeps_a_whole_meeting_from_one_form(person, sasha, group):
    meeting = make.group_meeting(group, sasha, skill="saying-no")
    elena, rosa = keys(meeting)["Elena"], keys(meeting)["Rosa"]
    web, page = browser(sasha), url("group_meeting", group.key, meeting.key)
    html = web.get(page).content.decode()
    assert "Say no in one short sentence." in html and "Who came?" in html
    sent = {
        f"came_{elena}": "came",
        f"shown_{elena}": ["0", "1"],
        f"good_{elena}": "A clear no.",
        f"home_{elena}": "Say no once.",
        f"context_{elena}": "town",
        f"came_{rosa}": "said_no",
        "line": "Rain, and six noes.",
    }
    wrong = post(web, page, page, **{**sent, f"came_{elena}": ""})
    assert wrong.status_code == 422
    assert "Say first whether Elena came" in wrong.content.decode()
    assert "A clear no." in wrong.content.decode(), "what was typed stays"
    assert post(web, page, page, **sent).status_code == 302
    assert GroupTurn.objects.get().shown == 3
    shown = web.get(page).content.decode()
    assert "A clear no." in shown and "Was held" in shown
    assert "1 of 1 came" in web.get(url("group", group.key)).content.decode()


def test_the_grid_of_a_storytelling_group_offers_no_place_for_words(person):
    tess = make.staff_for(person, Role.PEER, RelationKind.PEER)
    circle = make.group(person.organisation, tess, kind=GroupKind.STORYTELLING)
    actions.join_group(group=circle, participant=person, by=tess)
    meeting = make.group_meeting(circle, tess, skill="", line="A kitchen I remember.")
    page = url("group_meeting", circle.key, meeting.key)
    html = browser(tess).get(page).content.decode()
    assert "Stories stay in the room" in html
    assert "<textarea" not in html and 'name="line"' not in html and 'name="good_' not in html


def test_a_stranger_finds_no_group_and_a_person_not_even_the_list(person, group):
    stranger = make.viewer(
        make.member(person.organisation, Role.SPECIALIST), person.organisation, Role.SPECIALIST
    )
    assert browser(stranger).get(url("group", group.key)).status_code == 404
    assert browser(stranger).get(url("group_meeting", group.key, "nothing")).status_code == 404
    assert browser(stranger).get(url("my_groups", person.key)).status_code == 404
    me = browser(make.self_viewer(person))
    assert me.get(url("groups")).status_code == 403
    assert me.get(url("group", group.key)).status_code == 403
    family = make.staff_for(person, Role.FAMILY, RelationKind.FAMILY)
    assert browser(family).get(url("my_groups", person.key)).status_code == 404


@pytest.fixture
def agreed(person, sasha, group):
    meeting = make.group_meeting(group, sasha, skill="saying-no")
    one = PersonRecord(keys(meeting)["Elena"], Came.CAME, shown=(0,), home="Say no to a leaflet.")
    actions.record_group_meeting(meeting=meeting, facts=MeetingRecord(people=(one,)), by=sasha)
    return HomePractice.objects.get()


def test_a_person_sees_groups_answers_practice_and_puts_it_into_week_and_plan(person, group, agreed):
    me = make.self_viewer(person)
    goal = plans.goal(plans.plan(person, me), me)
    web, page = browser(me), url("my_groups", person.key)
    html = web.get(page).content.decode()
    for words in ("My groups", "Tuesday group", "Say no to a leaflet.", "Practised in the group"):
        assert words in html
    week = url("home_practice_week", person.key, agreed.key)
    tomorrow = (make.TODAY + timedelta(days=1)).isoformat()
    assert web.post(week, {"about": hidden(web, page, week), "day": tomorrow}).status_code == 302
    assert WeekItem.objects.get().planned_on.isoformat() == tomorrow
    step = url("home_practice_step", person.key, agreed.key)
    assert web.post(step, {"about": hidden(web, page, step), "goal": "nothing"}).status_code == 422
    assert web.post(step, {"about": hidden(web, page, step), "goal": goal.key}).status_code == 302
    answer = url("home_practice", person.key, agreed.key)
    assert web.post(answer, {"about": hidden(web, page, answer), "status": "perhaps"}).status_code == 422
    sent = {"about": hidden(web, page, answer), "status": "tried", "context": "town", "prompted": "on"}
    assert web.post(answer, sent).status_code == 302
    html = web.get(page).content.decode()
    assert "Tried it" in html and "Used outside, with a reminder or company" in html


def test_a_person_joins_and_leaves_by_themselves(person, sasha):
    group = make.group(person.organisation, sasha, capacity=1)
    me = make.self_viewer(person)
    web, page = browser(me), url("my_groups", person.key)
    join = url("group_join", person.key, group.key)
    assert web.post(join, {"about": hidden(web, page, join)}).status_code == 302
    leave = url("group_left", person.key, group.key)
    assert "No reason is asked" in web.get(page).content.decode()
    assert web.post(leave, {"about": hidden(web, page, leave)}).status_code == 302
    assert not GroupPlace.objects.filter(left_on__isnull=True).exists()
    before = hidden(web, page, join)
    rosa = make.participant(person.organisation, "Rosa")
    actions.join_group(group=group, participant=rosa, by=sasha)
    late = web.post(join, {"about": before})
    assert late.status_code == 422
    assert "All 1 places are taken" in late.content.decode()
    actions.end_group(group=group, by=sasha)
    assert web.post(join, {"about": before}).status_code == 404


def test_today_shows_a_group_as_one_and_opens_its_meeting(person, sasha, group):
    meeting = make.group_meeting(group, sasha)
    page = queries.today_page(sasha)
    assert page.next is None
    assert (page.next_group.group.title, page.next_group.group.people) == ("Tuesday group", 2)
    assert page.rest == [], "the others of the group do not stand below as a smaller group"
    assert page.summary == "0 visits and 1 group. 0 done."
    html = browser(sasha).get(url("today")).content.decode()
    assert url("group_meeting", group.key, meeting.key) in html
    make.session(person, sasha, hour=10)
    page = queries.today_page(sasha)
    assert page.next.person == "Elena Nair"
    assert [visit.href for _day, visits in page.rest for visit in visits] == [
        url("group_meeting", group.key, meeting.key)
    ]
    assert page.places == ["here", "todo"]
    actions.record_group_meeting(meeting=meeting, facts=MeetingRecord(), by=sasha)
    tags = [visit.tag for _day, visits in queries.today_page(sasha).rest for visit in visits]
    assert tags == ["Written down"]


def test_a_named_group_that_comes_next_is_whole_too(person, sasha):
    rosa = make.participant(person.organisation, "Rosa")
    for one in (person, rosa):
        make.session(one, sasha, group_name="Cooking group")
    coordinator = make.viewer(make.user_of(sasha), person.organisation, Role.SPECIALIST)
    page = queries.today_page(coordinator)
    assert page.next_group.group.title == "Cooking group"
    assert page.rest == []


def test_panels_stand_where_groups_concern_somebody(person, sasha, group, agreed):
    me = make.self_viewer(person)
    monday = make.TODAY - timedelta(days=1)
    (waiting,) = panels.week(me, person, monday)
    assert waiting.data["waiting"][0].words == "Say no to a leaflet."
    assert panels.week(me, person, monday - timedelta(days=7)) == []
    assert [one.title for one in panels.person(sasha, person)][-1] == "Groups"
    (social,) = panels.programme_groups(sasha, "social")
    assert (social.data["groups"][0].free, len(social.data["meetings"])) == (6, 1)
    assert panels.programme_groups(sasha, "aim") == []
    assert panels.programme_groups(None, "social") == []
    week = browser(me).get(url("week", person.key)).content.decode()
    assert "I said I would try" in week and "Tuesday group" in week
    page = browser(sasha).get("/programmes/social").content.decode()
    assert (
        "6 of 8 places are free" in page
        and url("group_meeting", group.key, GroupMeeting.objects.get().key) in page
    )


def test_the_page_of_a_meeting_takes_the_same_statements_for_many(person, sasha, group):
    def count():
        with CaptureQueriesContext(connection) as seen:
            queries.group_meeting_page(sasha, group.key, meeting.key)
            queries.group_page(sasha, group.key)
            queries.group_lines(sasha)
        return len(seen)

    meeting = make.group_meeting(group, sasha, skill="saying-no")
    few = count()
    for number in range(6):
        one = make.participant(person.organisation, f"Person {number}")
        actions.join_group(group=group, participant=one, by=sasha)
    assert Session.objects.filter(group_meeting=meeting).count() == 8
    assert count() == few
