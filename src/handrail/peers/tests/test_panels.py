from datetime import date, timedelta

import pytest
from django.urls import reverse

from handrail.catalogue.hooks import key_outcome
from handrail.intake.rules import StartState
from handrail.peers import actions, panels, queries
from handrail.peers.hooks import StoryCircle, hooks
from handrail.peers.rules import How, Need, PeerOfferStatus
from handrail.peers.tests import factories as make
from handrail.plans.rules import LifeArea

pytestmark = pytest.mark.django_db
MONDAY = date(2026, 10, 19)


@pytest.fixture
def pairing(person, marcus, tess):
    return make.met(person, marcus, tess)


def answer(person, by, said, day=None):
    return actions.answer_peer_offer(participant=person, answer=said, ask_again_on=day, by=by)


def test_a_mentors_week_names_who_is_due(sign, pairing, tess):
    page = sign(tess).get(reverse("practice:today")).content.decode()
    assert "Marcus" in page
    assert "Check in for this week" in page
    make.say(pairing, tess)
    assert queries.my_people(tess).due == []


def test_a_coordinators_day_shows_peers_only_when_somebody_waits(sign, person, marcus, dana, pairing):
    assert panels.today(dana, make.TODAY) == []
    make.say(pairing, marcus, need=Need.TALK)
    assert "Asks for a call" in sign(dana).get(reverse("practice:today")).content.decode()
    assert panels.today(marcus, make.TODAY) == []


def test_the_persons_week_leads_to_the_check_in_until_it_is_said(sign, person, marcus, dana, pairing):
    week = reverse("practice:week", args=[person.key])
    assert "Check in with Tess" in sign(marcus).get(week).content.decode()
    make.say(pairing, marcus)
    (panel,) = panels.week(marcus, person, MONDAY)
    assert panel.data["href"] == reverse("peers:person", args=[person.key])
    assert panels.week(dana, person, MONDAY) == []


def test_the_persons_week_is_quiet_after_a_not_now(person, marcus):
    assert panels.week(marcus, person, MONDAY) == []
    actions.offer_peer(participant=person, by=make.operator(person.organisation))
    assert panels.week(marcus, person, MONDAY)[0].data["title"] == "A peer for me"
    answer(person, marcus, PeerOfferStatus.NOT_NOW)
    assert panels.week(marcus, person, MONDAY) == []


def test_the_team_sees_how_it_stands_on_the_persons_page(sign, person, marcus, tess, dana):
    assert panels.person(dana, person) == []
    asked = actions.suggest_mentor(participant=person, page=make.card_of(tess), by=dana)
    assert panels.person(dana, person)[0].data["text"] == "Marcus answers next."
    actions.accept_pairing(pairing=asked, by=marcus)
    assert panels.person(dana, person)[0].data["text"] == "Tess answers next."
    actions.accept_pairing(pairing=asked, by=tess)
    page = sign(dana).get(reverse("people:person", args=[person.key])).content.decode()
    assert "No day is set. That is fine." in page


def test_the_glance_says_who_my_peer_is_under_friends(person, marcus, tess, pairing):
    actions.plan_peer_meeting(pairing=pairing, on=make.TODAY + timedelta(days=2), by=marcus)
    (fact,) = panels.area_facts(marcus, person)
    assert queries.my_people(tess).people[0].next == "Thursday 22 October"
    assert (fact.area, fact.text) == (LifeArea.FRIENDS, "Tess, my peer. Thursday 22 October")
    actions.end_pairing(pairing=pairing, by=marcus)
    assert panels.area_facts(marcus, person) == []


@pytest.mark.seed("S-205")
def test_the_third_line_of_getting_started_says_how_it_stands(person, marcus, tess):
    assert panels.start_fact(marcus, person) is None
    actions.offer_peer(participant=person, by=make.operator(person.organisation))
    assert panels.start_fact(marcus, person).state == StartState.ASKED
    answer(person, marcus, PeerOfferStatus.ASK_AGAIN, make.TODAY + timedelta(days=14))
    fact = panels.start_fact(marcus, person)
    assert (fact.state, fact.text) == (StartState.NOT_YET, "Asked again on Tuesday 3 November.")
    answer(person, marcus, PeerOfferStatus.YES)
    assert panels.start_fact(marcus, person).text == "Said yes. Nobody is asked yet."
    make.pair(person, marcus, tess)
    fact = panels.start_fact(marcus, person)
    assert (fact.state, fact.text) == (StartState.DONE, "Tess. Both said yes on 20 October.")


def test_the_programme_page_shows_figures_to_the_team_and_a_door_to_others(
    person, marcus, tess, dana, pairing
):
    make.say(pairing, marcus)
    make.say(pairing, tess, minutes=60)
    (panel,) = panels.programme(dana, "peer")
    figures = panel.data["figures"]
    assert (figures.pairs, figures.first_meetings, figures.checked_in, figures.minutes) == (1, 0, 1, 60)
    assert figures.hours == "1"
    assert (figures.mentors, figures.free, figures.waiting) == (1, 1, 0)
    assert panel.data["href"] == reverse("peers:team")
    (panel,) = panels.programme(marcus, "peer")
    assert (panel.data["figures"], panel.data["href"]) == (None, reverse("peers:match"))
    assert panels.programme(tess, "peer")[0].data["href"] == reverse("peers:mine")
    assert panels.programme(None, "peer") == panels.programme(dana, "social") == []


@pytest.mark.seed("S-125")
def test_the_key_outcome_counts_full_weeks_in_which_both_checked_in(person, marcus, tess, dana):
    began, day = date(2026, 9, 21), make.TODAY - date(2026, 9, 21)
    first = [viewer.on(began) for viewer in (marcus, tess)]
    pairing = make.met(person, *first)
    weeks = [(How.GOOD, How.GOOD), (How.GOOD, None), (How.LEFT_OUT, None), (How.GOOD, How.HARD)]
    for number, said in enumerate(weeks):
        for viewer, how in zip((marcus, tess), said, strict=True):
            if how:
                make.say(pairing, viewer.on(began + timedelta(days=7 * number + 2)), how=how)
    make.say(pairing, marcus)
    make.say(pairing, tess)
    assert day.days == 29
    found = key_outcome(dana, "peer")
    # Four full weeks, one of them left out; the week of today is not over.
    assert (found.n, found.out_of, found.not_counted, found.people) == (2, 3, 2, 1)


def test_story_circles_stand_on_the_page_when_another_package_knows_them(sign, person, marcus):
    circle = StoryCircle(make.TODAY, "18:00", "Story evening", "Mill Road", "/groups")
    hooks.story_circles = lambda viewer, participant: [circle]
    try:
        page = sign(marcus).get(reverse("peers:person", args=[person.key])).content.decode()
    finally:
        hooks.story_circles = lambda viewer, participant: []
    assert "Story evening" in page


def _people(place, peer, number):
    for index in range(number):
        person = make.participant(place, f"Person{index}", "Row")
        pairing = make.met(person, make.self_viewer(person), peer)
        make.say(pairing, peer, minutes=30, words="Said.")


def test_a_mentors_pages_ask_the_same_number_of_statements_for_two_and_for_eight(
    place, django_assert_num_queries
):
    tess = make.mentor(place, "Tess Brown", at_most=10)
    _people(place, tess, 2)
    with django_assert_num_queries(4):
        queries.my_people(tess)
    _people(place, tess, 6)
    with django_assert_num_queries(4):
        assert len(queries.my_people(tess).people) == 8


def test_the_pages_of_the_place_ask_the_same_number_of_statements(place, dana, django_assert_num_queries):
    def rows(number):
        for _index in range(number):
            peer = make.mentor(place, "Joel Mensah")
            person = make.participant(place)
            make.met(person, make.self_viewer(person), peer)
            other = make.participant(place)
            answer(other, make.self_viewer(other), PeerOfferStatus.YES)

    rows(2)
    with django_assert_num_queries(9):
        queries.team(dana)
    with django_assert_num_queries(2):
        queries.find_mentors(dana)
    with django_assert_num_queries(3):
        queries.key_outcome(dana)
    rows(4)
    with django_assert_num_queries(9):
        queries.team(dana)
    with django_assert_num_queries(2):
        assert queries.find_mentors(dana).found == 6
    with django_assert_num_queries(3):
        queries.key_outcome(dana)
