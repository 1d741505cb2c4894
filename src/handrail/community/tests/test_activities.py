from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from handrail.access import RelationKind, Role
from handrail.accounts.tests.browsing import about, browser
from handrail.audit.models import Event
from handrail.base.errors import DomainError, InvalidTransition, NotAllowed, Stale
from handrail.community import actions, panels, queries
from handrail.community.models import Activity, ActivityDay, WayThere
from handrail.community.rules import ActivityStatus, Again, PlaceKind, Transport
from handrail.community.tests import factories as make
from handrail.plans.rules import LifeArea, StepStatus, SupportLevel
from handrail.plans.tests import factories as plans

pytestmark = pytest.mark.django_db
L = SupportLevel


@pytest.mark.seed("S-107")
@pytest.mark.seed("S-036")
@pytest.mark.parametrize("kind", ["club", "volunteering", "sport", "faith", "library", "cafe"])
def test_a_club_or_volunteering_is_written_down_with_days_company_and_again(person, me, kind):
    made = make.activity(person, me, kind=PlaceKind(kind), where="Town hall", with_whom="Tess")
    day = actions.take_part(
        activity=made, given=L.BESIDE_ME, with_whom="Tess", again=Again.YES, words="Loud, and good.", by=me
    )
    assert (day.on, day.again) == (make.TODAY, "yes")
    page = queries.activity_page(me, person, made.key)
    assert page.days[0].level_words == "Beside me: Tess"
    assert page.line.this_month == 1
    assert Event.objects.filter(kind__in=["add_activity", "take_part"]).count() == 2


def test_days_that_cannot_be_are_told_and_nothing_is_written(person, me):
    made = make.activity(person, me)
    actions.take_part(activity=made, given=L.WITH_ME, by=me)
    for on, words in [(None, "written down already"), (make.TODAY + timedelta(days=1), "still to come")]:
        with pytest.raises(DomainError, match=words):
            actions.take_part(activity=made, given=L.WITH_ME, on=on, by=me)
    with pytest.raises(DomainError, match="still to come"):
        make.activity(person, me, began_on=make.TODAY + timedelta(days=1))
    with pytest.raises(DomainError, match="kind of activity"):
        make.activity(person, me, kind=PlaceKind.MONEY)
    assert (Activity.objects.count(), ActivityDay.objects.count()) == (1, 1)


def test_an_activity_rests_ends_and_is_taken_up_again(person, me):
    made = make.activity(person, me)
    actions.change_activity_status(activity=made, to=ActivityStatus.RESTING, by=me)
    ended = actions.change_activity_status(activity=made, to=ActivityStatus.ENDED, by=me)
    assert ended.ended_on == make.TODAY
    with pytest.raises(DomainError, match="has ended"):
        actions.take_part(activity=made, given=L.WITH_ME, by=me)
    with pytest.raises(InvalidTransition):
        actions.change_activity_status(activity=made, to=ActivityStatus.RESTING, by=me)
    assert actions.change_activity_status(activity=made, to=ActivityStatus.GOING, by=me).ended_on is None
    assert made.changes.count() == 4


def test_the_database_keeps_ended_and_its_day_together_and_one_day_once(person, me):
    made = make.activity(person, me)
    with pytest.raises(IntegrityError), transaction.atomic():
        Activity.objects.filter(pk=made.pk).update(status=ActivityStatus.ENDED)
    day = actions.take_part(activity=made, given=L.WITH_ME, by=me)
    with pytest.raises(IntegrityError), transaction.atomic():
        ActivityDay.objects.create(
            organisation=person.organisation, participant=person, activity=made, on=day.on, given=L.WITH_ME
        )


def test_family_reads_and_does_not_write_and_a_late_change_is_told(person, me):
    made = make.activity(person, me)
    ravi = make.staff_for(person, Role.FAMILY, RelationKind.FAMILY)
    with pytest.raises(NotAllowed):
        actions.take_part(activity=made, given=L.WITH_ME, by=ravi)
    actions.change_activity(activity=made, version=1, facts={"where": "Library"}, by=me)
    with pytest.raises(Stale):
        actions.change_activity(activity=made, version=1, facts={"where": "Park"}, by=me)


def test_an_activity_hangs_on_a_step_or_becomes_one(person, me, sasha):
    goal = plans.goal(plans.plan(person, me), me)
    step = plans.step(goal, me)
    assert make.activity(person, me, step=step).goal == goal
    made = actions.make_activity_a_step(activity=make.activity(person, sasha, "Choir"), goal=goal, by=sasha)
    assert (made.step.title, made.step.status) == ("Go to: Choir", StepStatus.PROPOSED)


def test_there_is_one_way_to_a_place_and_the_newest_stands(person, me):
    actions.write_way(participant=person, place_name="Town Hall", transport=Transport.WALK, by=me)
    way = actions.write_way(
        participant=person, place_name=" town hall", transport=Transport.BUS, line="Bus 14", by=me
    )
    assert (way.version, WayThere.objects.count()) == (2, 1)
    assert [one.how for one in queries.ways_of(me, person)] == ["By bus. Bus 14."]
    with pytest.raises(IntegrityError), transaction.atomic():
        WayThere.objects.create(
            organisation=person.organisation, participant=person, place_key="town hall", transport="bus"
        )


@pytest.mark.parametrize("count", [2, 8])
def test_the_page_takes_the_same_statements_however_much_somebody_does(person, me, count):
    for number in range(count):
        made = make.activity(person, me, f"Club {number}")
        actions.take_part(activity=made, given=L.WITH_ME, by=me)
    with CaptureQueriesContext(connection) as seen:
        page = queries.activities_page(me, person)
    assert len(seen) == 3
    assert page.days_this_month == count


@pytest.mark.seed("S-255")
@pytest.mark.seed("S-191")
def test_days_among_others_are_counted_for_the_month_and_by_person(person, me, sasha):
    made = make.activity(person, me)
    for days in (0, 1, 40):
        actions.take_part(activity=made, given=L.ON_MY_OWN, on=make.TODAY - timedelta(days=days), by=me)
    actions.take_part(activity=make.activity(person, me, kind=PlaceKind.FAITH), given=L.WITH_ME, by=me)
    month = queries.month_of(sasha)
    assert (month.days, month.people, month.kinds) == (3, 1, 2)


def test_a_club_is_a_fact_of_friends_and_a_church_of_faith(person, me):
    make.activity(person, me)
    make.activity(person, me, "Sunday mass", kind=PlaceKind.FAITH)
    assert [fact.area for fact in queries.area_facts(me, person)] == [LifeArea.FRIENDS, LifeArea.FAITH]


def test_week_and_person_pages_show_what_somebody_does(person, me, sasha):
    assert panels.week(sasha, person, make.TODAY) == []
    assert "Find a place" in browser(me).get(f"/people/{person.key}/week").content.decode()
    make.activity(person, me)
    link = make.visited(person, sasha)
    week = browser(me).get(f"/people/{person.key}/week").content.decode()
    assert "Saturday art club" in week
    assert f"{link.place.name}: did I get what I needed?" in week
    assert "Saturday art club" in browser(sasha).get(f"/people/{person.key}").content.decode()
    assert "Out and about" not in str(
        panels.week(make.staff_for(person, Role.PEER, RelationKind.PEER), person, make.TODAY)
    )


# ---------- pages ----------


def test_an_activity_is_added_from_a_place_and_a_day_is_kept_in_two_taps(person, me):
    at, client = make.place(person.organisation, "Art club", kind=PlaceKind.CLUB), browser(me)
    address = f"/people/{person.key}/activities/new?place={at.key}"
    page = client.get(address).content.decode()
    assert 'value="Art club"' in page
    sent = {"about": about(client, address), "title": "Art club", "kind": "club", "support_wanted": "with_me"}
    client.post(address, sent)
    made = Activity.objects.get()
    assert made.place == at
    there = f"/people/{person.key}/activities/{made.key}"
    token = client.get(there).content.decode().split('name="about" value="')[1].split('"')[0]
    page = client.post(there, {"about": token, "given": "on_my_own", "again": "yes"}, follow=True)
    assert "On my own" in page.content.decode()
    assert ActivityDay.objects.get().again == "yes"


def test_what_is_missing_is_told_on_the_form(person, me):
    client = browser(me)
    address = f"/people/{person.key}/activities/new"
    page = client.post(address, {"about": about(client, address), "title": ""})
    assert page.status_code == 422
    assert "Write a name" in page.content.decode()


def test_an_activity_is_changed_rested_and_made_a_step_on_its_pages(person, me):
    goal = plans.goal(plans.plan(person, me), me)
    made, client = make.activity(person, me), browser(me)
    address = f"/people/{person.key}/activities/{made.key}"
    sent = {"about": about(client, f"{address}/change"), "title": "Choir", "kind": "club"}
    assert client.post(f"{address}/change", sent | {"support_wanted": "with_me"}).status_code == 302
    assert (
        client.post(f"{address}/step", {"about": about(client, address), "goal": goal.key}).status_code == 302
    )
    assert (
        client.post(f"{address}/status", {"about": about(client, address), "do": "resting"}).status_code
        == 302
    )
    assert (
        client.post(f"{address}/status", {"about": about(client, address), "do": "gone"}).status_code == 409
    )
    made.refresh_from_db()
    assert (made.title, made.status, made.step.title) == ("Choir", "resting", "Go to: Choir")
    way = {"about": about(client, f"{address}/way"), "transport": "walk"}
    assert client.post(f"{address}/way", way).status_code == 302


def test_activities_of_somebody_else_are_absent(person, me):
    other = make.participant(person.organisation, "Marcus")
    made = make.activity(other, make.self_viewer(other))
    for page in ("", "/change", "/way"):
        assert browser(me).get(f"/people/{other.key}/activities/{made.key}{page}").status_code == 404
        assert browser(me).get(f"/people/{person.key}/activities/{made.key}{page}").status_code == 404
