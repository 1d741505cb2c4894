from datetime import date

import pytest
from django.urls import reverse

from handrail.housing import actions
from handrail.housing.models import Home, HomeApplication, HomeRoutine, HomeTrouble, HomeWish, HouseholdMember
from handrail.housing.tests import factories as make
from handrail.people.tests import factories as people
from handrail.people.tests.browsing import about, browser, family, stranger, text
from handrail.plans.tests import factories as plans

DAY = {"since_on_day": "1", "since_on_month": "5", "since_on_year": "2020"}
HOME = {"kind": "with_family", "support": "none", "address": "Garden Street", **DAY}


def url(name, person, *keys):
    return reverse(f"housing:{name}", args=[person.key, *keys])


def post(viewer, page, person, *keys, version=0, **sent):
    return browser(viewer).post(url(page, person, *keys), {**about(person, version), **sent})


def test_my_home_is_empty_kindly_and_then_shows_what_i_wrote(elena):
    person, me, sasha = elena
    assert "That is fine." in text(browser(me).get(url("page", person)))
    assert post(me, "move", person, **HOME).status_code == 302
    page = text(browser(me).get(url("page", person)))
    assert "My home" in page
    assert "Garden Street" in page
    assert "Home of Elena" in text(browser(sasha).get(url("page", person)))


def test_a_second_home_is_answered_with_a_sentence_and_a_box_to_tick(elena):
    person, me, _sasha = elena
    make.home(person, me, address="Garden Street")
    second = {**HOME, "kind": "own", "since_on_year": "2026"}
    refused = post(me, "move", person, **second)
    assert refused.status_code == 422
    assert "Tick that it has ended" in text(refused)
    assert Home.objects.count() == 1
    assert post(me, "move", person, **second, ends_current="on").status_code == 302
    assert Home.objects.filter(until_on=None).count() == 1


def test_hours_that_do_not_fit_a_week_are_told_at_the_field(elena):
    person, me, _sasha = elena
    answer = post(me, "move", person, **HOME, support_hours="200")
    assert answer.status_code == 422
    assert "A week has 168 hours." in text(answer)


def test_a_home_is_put_right_and_ended(elena):
    person, me, _sasha = elena
    home = make.home(person, me)
    assert post(me, "change", person, home.key, version=1, **HOME).status_code == 302
    assert post(me, "change", person, home.key, version=1, **HOME).status_code == 422
    ended = {"until_on_day": "1", "until_on_month": "10", "until_on_year": "2026"}
    assert post(me, "end", person, home.key, **{**ended, "until_on_year": "2019"}).status_code == 422
    assert post(me, "end", person, home.key, **ended).status_code == 302
    assert "Where I lived before" in text(browser(me).get(url("page", person)))


def test_my_answer_is_kept_in_my_words(elena):
    person, me, sasha = elena
    home = make.home(person, me)
    assert post(me, "answer", person, home.key, words="x").status_code == 422
    assert (
        post(me, "answer", person, home.key, answer="yes", words="My table by the window.").status_code == 302
    )
    assert "My table by the window." in text(browser(sasha).get(url("page", person)))


def test_a_wish_stands_under_a_goal_of_my_plan(elena):
    person, me, _sasha = elena
    assert post(me, "wish", person, matters=" ").status_code == 422
    goal = plans.goal(plans.plan(person, me), me)
    assert "Make it a new goal" in text(browser(me).get(url("wish", person)))
    assert post(me, "wish", person, matters="Light, and a cat.", goal=goal.key).status_code == 302
    assert HomeWish.objects.get().goal == goal
    assert goal.words in text(browser(me).get(url("page", person)))


def test_a_place_is_added_visited_and_taken(elena):
    person, me, _sasha = elena
    assert post(me, "application_new", person, place="").status_code == 422
    assert post(me, "application_new", person, place="Mill Road 8", rent="420").status_code == 302
    row = HomeApplication.objects.get()
    assert (row.rent_minor, row.currency) == (42000, "EUR")
    assert post(me, "application", person, row.key, to="viewing").status_code == 422
    visit = {
        "viewing_on_day": "22",
        "viewing_on_month": "10",
        "viewing_on_year": "2026",
        "viewing_at": "15:00",
    }
    assert post(me, "application", person, row.key, to="viewing", **visit).status_code == 302
    assert "Thursday 22 October" in text(browser(me).get(url("application", person, row.key)))
    post(me, "application", person, row.key, to="offered")
    taken = post(me, "application", person, row.key, to="taken")
    assert taken.headers["Location"] == url("move", person)
    assert post(me, "application", person, row.key, to="nowhere").status_code == 409


def test_a_notice_is_written_seen_to_and_settled(elena):
    person, me, sasha = elena
    assert post(me, "trouble_new", person, kind="rent", words="").status_code == 422
    assert post(me, "trouble_new", person, kind="rent", words="Twice late.").status_code == 302
    row = HomeTrouble.objects.get()
    day = {"look_on_day": "23", "look_on_month": "10", "look_on_year": "2026"}
    owner = str(sasha.user_id)
    assert post(sasha, "see_to", person, row.key, owner="nobody", **day).status_code == 422
    assert post(sasha, "see_to", person, row.key, owner=owner, words="I call.", **day).status_code == 302
    assert "I call." in text(browser(me).get(url("trouble", person, row.key)))
    assert post(sasha, "settle", person, row.key, words="A rent plan.").status_code == 302
    assert post(sasha, "settle", person, row.key, words="Again.").status_code == 422
    assert "Settled" in text(browser(me).get(url("trouble", person, row.key)))


def test_a_household_with_names_and_routines(elena):
    person, me, sasha = elena
    assert post(me, "household_new", person, called=" ").status_code == 422
    assert post(me, "member_new", person, name="Ravi").status_code == 422
    assert post(me, "household_new", person, called="The Nairs").status_code == 302
    assert post(me, "member_new", person, name="Ravi", who="my father").status_code == 302
    routine = {"title": "Dinner", "who": "Ravi", "weekdays": ["1", "5"], "at": "19:00"}
    assert post(me, "routine_new", person, **{**routine, "weekdays": []}).status_code == 422
    assert post(me, "routine_new", person, **routine).status_code == 302
    page = text(browser(sasha).get(url("page", person)))
    assert "my father" in page
    assert "Monday, Friday" in page
    assert post(me, "shown", person, shown=["shows_name"]).status_code == 302
    assert post(me, "shown", person, shown=["everything"]).status_code == 422
    assert post(me, "routine_end", person, HomeRoutine.objects.get().key).status_code == 302
    ravi = HouseholdMember.objects.get(name="Ravi")
    assert post(me, "member_leave", person, ravi.key).status_code == 302
    assert post(me, "member_leave", person, ravi.key).status_code == 404


def test_a_colleague_of_both_puts_two_people_into_one_household(elena):
    person, _me, sasha = elena
    other = people.participant(person.organisation, "Karim", "Haddad")
    beside = actions.start_household(participant=other, called="The Haddads", by=people.self_viewer(other))
    assert post(sasha, "household_join", person, beside=beside.key).status_code == 422
    assert "They live together" in text(browser(sasha).get(url("household_join", person)))


@pytest.mark.parametrize(
    "name",
    ["page", "move", "wish", "application_new", "trouble_new", "household_new", "member_new", "routine_new"],
)
def test_a_stranger_finds_no_such_page(elena, name):
    person, *_ = elena
    assert browser(stranger(person)).get(url(name, person)).status_code == 404


def test_family_cannot_write_here(elena):
    person, me, _sasha = elena
    home = make.home(person, me, since_on=date(2024, 1, 1))
    client = browser(family(person))
    for name, keys in (
        ("move", []),
        ("wish", []),
        ("end", [home.key]),
        ("answer", [home.key]),
        ("shown", []),
    ):
        assert client.get(url(name, person, *keys)).status_code == 403


def test_rows_of_somebody_else_are_not_there(elena):
    person, me, _sasha = elena
    other = people.participant(person.organisation, "Rosa")
    rosa = people.self_viewer(other)
    keys = {
        "change": make.home(other, rosa).key,
        "application": make.application(other, rosa).key,
        "trouble": make.trouble(other, rosa).key,
    }
    for name, key in keys.items():
        assert browser(me).get(url(name, person, key)).status_code == 404
