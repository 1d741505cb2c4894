"""Every way in counts tries, is written down and asks for the second step; a new password goes around none of it."""

from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client

from handrail.access import Role
from handrail.accounts import actions
from handrail.accounts.models import Membership, SecondStep, SignIn
from handrail.accounts.rules import How
from handrail.accounts.tests import factories as make
from handrail.accounts.tests.browsing import about, browser
from handrail.accounts.tests.entering import code_now, enter, say_card, say_password, set_up, typed_secret
from handrail.audit.models import Event
from handrail.base.errors import DomainError

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at")]
NOON = datetime(2026, 10, 20, 10, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
FRESH = "canal bicycle thunder spoon"
PAGE = "/people-and-places/password"


@pytest.fixture
def admin(place):
    return browser(make.viewer(make.member(place, Role.ADMINISTRATOR, name="Piotr"), Role.ADMINISTRATOR))


def card_of(user):
    return actions.new_card(user=user, word="Marigold", by=make.operator())[1]


@pytest.mark.asvs("6.3.4", "6.3.1")
def test_each_way_waits_after_five_wrong_tries(elena, sasha):
    letters = card_of(elena)
    half, _secret = Client(), enter()[1]
    say_password(half)
    tries = {
        "password": lambda: say_password(Client(), "elena", "wrong"),
        "card": lambda: say_card(Client(), letters, "lantern"),
        "code": lambda: half.post("/sign-in/code", {"code": "000000"}),
    }
    for name, once in tries.items():
        assert [once().status_code for _number in range(6)] == [422] * 5 + [429], name


@pytest.mark.asvs("6.3.4")
def test_each_way_is_written_down_with_how_it_was(elena, sasha):
    say_password(Client(), "elena")
    say_card(Client(), card_of(elena))
    enter()
    assert sorted(SignIn.objects.values_list("user__sign_in_name", "how")) == [
        ("elena", "card"),
        ("elena", "password"),
        ("sasha", "password"),
    ]
    assert Event.objects.filter(kind="sign_in").count() == 3


@pytest.mark.asvs("6.3.4", "6.3.3")
def test_a_card_goes_around_no_second_step_of_whoever_opens_pages_of_others(elena, place, at):
    letters = card_of(elena)
    Membership.objects.filter(user=elena).update(to_on=make.TODAY)
    place_now = Membership.objects.get(user=elena).organisation
    Membership.objects.create(user=elena, organisation=place_now, role=Role.PEER, from_on=make.TODAY)
    client = Client()
    assert say_card(client, letters).url == "/sign-in/set-up"
    assert client.get("/account").status_code == 302
    secret, _codes = set_up(client)
    assert SignIn.objects.get().how == How.CARD
    at.move_to(NOON + MINUTE)
    again = Client()
    assert say_card(again, letters).url == "/sign-in/code"
    assert again.post("/sign-in/code", {"code": code_now(secret)}).url == "/"


@pytest.mark.asvs("6.3.4")
def test_a_person_who_chose_a_second_step_is_asked_for_it_by_password_and_has_two_things_with_a_card(elena):
    client = Client()
    say_password(client, "elena")
    page = "/account/second-step"
    sent = {"code": code_now(typed_secret(client.get(page).content.decode())), "about": about(client, page)}
    client.post(page, sent)
    assert SecondStep.objects.filter(user=elena).exists()
    assert say_password(Client(), "elena").url == "/sign-in/code"
    assert say_card(Client(), card_of(elena)).url == "/"


@pytest.mark.asvs("6.4.3", "6.3.3", "7.4.3")
def test_a_new_password_from_an_administrator_asks_the_telephone_as_before(admin, sasha, at):
    client, secret = enter()
    sent = {"who": str(sasha.pk), "fresh": FRESH, "about": about(admin, PAGE)}
    assert "face to face only" in admin.post(PAGE, sent).content.decode()
    assert admin.post(PAGE, {**sent, "is_here": "on"}).url == "/people-and-places"
    assert client.get("/account").status_code == 302, "every session ends"
    assert say_password(Client()).status_code == 422, "the old one opens nothing"
    with_it = Client()
    at.move_to(NOON + MINUTE)
    assert say_password(with_it, word=FRESH).url == "/sign-in/code"
    assert with_it.get("/account").status_code == 302, "a new password alone opens nothing"
    assert with_it.get("/sign-in/set-up").url == "/sign-in", "and sets up no other telephone"
    assert with_it.post("/sign-in/code", {"code": code_now(secret)}).url == "/"
    assert Event.objects.filter(kind="give_new_password", object_id=sasha.pk).count() == 1


@pytest.mark.asvs("6.4.3")
def test_a_password_that_somebody_changes_leaves_the_second_step_as_it_is(sasha, at):
    client, secret = enter()
    sent = {"current": make.PASSWORD, "fresh": FRESH, "about": about(client, "/account/password")}
    assert client.post("/account/password", sent).url == "/account"
    at.move_to(NOON + MINUTE)
    other = Client()
    assert say_password(other, word=FRESH).url == "/sign-in/code"
    assert other.post("/sign-in/code", {"code": code_now(secret)}).url == "/"


@pytest.mark.parametrize("fresh", ["short", "password1234", "aaaaaaaaaaaaaaa"])
def test_a_poor_new_password_is_not_given(admin, sasha, fresh):
    sent = {"who": str(sasha.pk), "fresh": fresh, "is_here": "on", "about": about(admin, PAGE)}
    assert admin.post(PAGE, sent).status_code == 422
    assert say_password(Client()).status_code == 302


def test_nobody_gives_themselves_or_a_participant_a_password_here(admin, sasha, elena, place):
    with pytest.raises(DomainError, match="Another administrator"):
        actions.give_new_password(user=sasha, fresh=FRESH, by=make.viewer(sasha))
    page = admin.get(PAGE).content.decode()
    assert str(sasha.pk) in page and str(elena.pk) not in page
    sent = {"who": str(elena.pk), "fresh": FRESH, "is_here": "on", "about": about(admin, PAGE)}
    assert admin.post(PAGE, sent).status_code == 422
    assert browser(make.viewer(sasha)).get(PAGE).status_code == 403
