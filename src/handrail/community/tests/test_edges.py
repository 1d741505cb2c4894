"""What the other tests leave open: joining records, odd addresses, doors that stay shut."""

import re
from datetime import timedelta

import pytest

from handrail.accounts.tests.browsing import browser, look_for
from handrail.base.errors import DomainError
from handrail.community import actions, queries
from handrail.community.holdings import HOLDINGS
from handrail.community.models import Link, WayThere
from handrail.community.queries import Wanted
from handrail.community.rules import LinkStatus, PlaceStatus, Transport
from handrail.community.tests import factories as make
from handrail.plans.tests import factories as plans

pytestmark = pytest.mark.django_db
HOLDS = {one.model: one for one in HOLDINGS.held}


def test_two_records_with_an_open_link_to_one_place_are_not_joined_before_somebody_decides(person, me, sasha):
    other = make.participant(person.organisation, "Elena N.")
    at = make.place(person.organisation)
    make.link(person, me, at)
    second = make.link(other, make.self_viewer(other), at)
    with pytest.raises(DomainError, match="Set one aside first"):
        HOLDS[Link].move(other, person, make.TODAY)
    actions.change_link_status(link=second, to=LinkStatus.SET_ASIDE, by=make.self_viewer(other))
    HOLDS[Link].move(other, person, make.TODAY)
    assert Link.objects.filter(participant=person).count() == 2


def test_two_ways_to_one_place_both_stay_when_records_are_joined(person, me):
    other = make.participant(person.organisation, "Elena N.")
    actions.write_way(participant=person, place_name="Town hall", transport=Transport.BUS, by=me)
    by = make.self_viewer(other)
    actions.write_way(participant=other, place_name="Town hall", transport=Transport.WALK, by=by)
    actions.write_way(participant=other, place_name="Library", transport=Transport.WALK, by=by)
    HOLDS[WayThere].move(other, person, make.TODAY)
    assert WayThere.objects.filter(participant=person).count() == 3


def test_more_places_keep_what_was_looked_for_and_a_strange_mark_begins_anew(person, sasha):
    for number in range(52):
        make.place(person.organisation, f"River club {number}", is_free=True)
    client = browser(sasha)
    page = look_for(client, "/services", q="ri", kind="money", only="free")
    [more] = re.findall(r'class="btn" href="(/services\?at=[^"]+)"', page)
    rest = client.get(more).content.decode()
    assert rest.count("River club") == 2 and 'value="ri"' in rest and "free" in rest
    assert len(queries.places_page(sasha, Wanted(search="river"), after="nowhere").places) == 50
    assert "Nothing like that in the list." in look_for(browser(sasha), "/services", q="xyz")


def test_a_set_aside_link_is_asked_again_and_a_closed_place_is_not(person, me, sasha):
    link = make.link(person, me)
    actions.change_link_status(link=link, to=LinkStatus.SET_ASIDE, by=me)
    again = actions.change_link_status(link=link, to=LinkStatus.ASKED, by=me)
    assert again.due_on == make.TODAY + timedelta(days=14)
    actions.change_link_status(link=link, to=LinkStatus.SET_ASIDE, by=me)
    actions.change_place_status(place=link.place, to=PlaceStatus.CLOSED, by=sasha)
    with pytest.raises(DomainError, match="closed on"):
        actions.change_link_status(link=link, to=LinkStatus.ASKED, by=me)


def test_a_place_that_said_no_is_asked_once_more(person, me):
    link = make.link(person, me)
    actions.change_link_status(link=link, to=LinkStatus.NOT_ACCEPTED, by=me)
    assert actions.change_link_status(link=link, to=LinkStatus.ASKED, by=me).status == LinkStatus.ASKED


def test_a_link_that_ended_is_not_handed_over(person, sasha):
    link = make.link(person, sasha)
    actions.change_link_status(link=link, to=LinkStatus.SET_ASIDE, by=sasha)
    owner = make.member(person.organisation, "specialist")
    with pytest.raises(DomainError, match="come to its end"):
        actions.hand_over_link(link=link, owner=owner, due_on=make.TODAY, by=sasha)
    assert queries.links_page(sasha, person).ended[0].status == "Set aside"


def test_an_activity_becomes_a_step_once(person, me):
    goal = plans.goal(plans.plan(person, me), me)
    made = actions.make_activity_a_step(activity=make.activity(person, me), goal=goal, by=me)
    with pytest.raises(DomainError, match="in the plan already"):
        actions.make_activity_a_step(activity=made, goal=goal, by=me)


def test_somebody_without_links_and_activities_has_no_facts_and_a_link_that_is_not_there_is_absent(
    person, me
):
    assert queries.area_facts(me, person) == []
    assert browser(me).get(f"/people/{person.key}/links/nothing").status_code == 404
    assert browser(me).get(f"/people/{person.key}/links").status_code == 200
    assert browser(me).get(f"/people/{person.key}/activities").status_code == 200


def test_the_words_of_a_way_leave_out_what_is_not_known(person, me):
    actions.write_way(
        participant=person, place_name="Library", transport=Transport.WALK, minutes=4, with_whom="Tess", by=me
    )
    way = queries.way_to(me, person, "library")
    assert way.how == "On foot. 4 minutes. Tess comes along."
