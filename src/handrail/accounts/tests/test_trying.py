"""Guessing: a wait and never a lock. Own devices and what is open to everybody are never closed by strangers."""

import re
from datetime import UTC, datetime, timedelta

import pytest
from django.contrib.auth.hashers import Argon2PasswordHasher
from django.test import Client

from handrail.access import Role
from handrail.accounts import guessing
from handrail.accounts.models import Membership, SignIn, SignInTry
from handrail.accounts.rules import How
from handrail.accounts.tests import factories as make
from handrail.accounts.tests.browsing import about, browser
from handrail.base import clock

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 10, 20, 10, tzinfo=UTC)
SECOND = timedelta(seconds=1)


@pytest.fixture(autouse=True)
def at(monkeypatch):
    for name, cost in [("time_cost", 1), ("memory_cost", 8), ("parallelism", 1)]:
        monkeypatch.setattr(Argon2PasswordHasher, name, cost)
    with clock.clock_at(NOON) as held:
        yield held


@pytest.fixture
def elena():
    place = make.organisation()
    return make.member(place, Role.PARTICIPANT, sign_in_name="elena", name="Elena", password=make.PASSWORD)


def say(client, word, name="elena", address="203.0.113.7", **more):
    sent = {"sign_in_name": name, "password": word, **more}
    return client.post("/sign-in", sent, REMOTE_ADDR=address)


def guess(times, **more):
    return [say(Client(), "wrong", **more).status_code for _number in range(times)]


@pytest.mark.asvs("6.3.1")
def test_after_five_tries_there_is_a_wait_that_ends(elena, at):
    assert guess(6) == [422] * 5 + [429]
    answer = say(Client(), make.PASSWORD)
    assert answer.status_code == 429, "the right password waits as well"
    assert answer["Retry-After"] == "30"
    assert "Wait 1 minutes" in answer.content.decode()
    at.move_to(NOON + 31 * SECOND)
    assert say(Client(), make.PASSWORD).status_code == 302
    assert not SignInTry.objects.exists()


def test_whoever_waits_does_not_lengthen_the_wait(elena, at):
    guess(20)
    assert SignInTry.objects.count() == 5
    at.move_to(NOON + 31 * SECOND)
    assert say(Client(), "wrong").status_code == 422
    assert say(Client(), "wrong")["Retry-After"] == "60"


@pytest.mark.asvs("6.3.1", "6.3.8")
def test_a_name_that_nobody_has_waits_alike(elena):
    assert guess(6, name="nobody") == [422] * 5 + [429]


@pytest.mark.asvs("6.3.1")
def test_strangers_who_guess_do_not_make_the_owner_wait(elena, at):
    own = Client()
    say(own, make.PASSWORD)
    own.post("/sign-out")
    own.cookies.pop("handrail", None)
    for number in range(25):
        guess(5, address=f"198.51.100.{number}")
    assert say(Client(), make.PASSWORD, address="192.0.2.1").status_code == 429, "a hundred an hour is enough"
    assert say(own, make.PASSWORD, address="192.0.2.1").status_code == 302


def test_another_account_on_a_known_device_is_not_known(elena):
    own = Client()
    say(own, make.PASSWORD)
    account = guessing.account_mark("password", "ravi")
    request = own.get("/sign-in").wsgi_request
    request.COOKIES = {name: one.value for name, one in own.cookies.items()}
    assert guessing._known(request, account) == ""
    assert guessing._known(request, guessing.account_mark("password", "elena")) != ""


def test_one_address_tries_a_thousand_names_an_hour_and_then_waits(elena, monkeypatch):
    monkeypatch.setattr("handrail.accounts.rules.TRIES_AN_ADDRESS", 3)
    answers = [say(Client(), "x", name=f"name{number}").status_code for number in range(5)]
    assert answers == [422, 422, 422, 429, 429]
    assert say(Client(), "x", name="other", address="192.0.2.1").status_code == 422


@pytest.mark.parametrize(
    ("address", "counted"),
    [
        ("203.0.113.7", "203.0.113.7"),
        ("2001:db8::1", "2001:db8::/64"),
        ("2001:db8::2:1", "2001:db8::/64"),
        ("", ""),
    ],
)
def test_an_address_is_counted_as_a_house(rf, address, counted):
    assert guessing.address_of(rf.get("/", REMOTE_ADDR=address)) == counted


@pytest.mark.asvs("6.3.1")
@pytest.mark.hazard("H-16")
def test_the_hard_day_is_never_closed(elena):
    signed_in = browser(make.viewer(elena, Role.PARTICIPANT), how=How.PASSWORD)
    html = ""
    for _number in range(7):
        html = say(Client(), "wrong").content.decode()
    assert 'href="/hard-day"' in html
    assert Client().get("/hard-day", REMOTE_ADDR="203.0.113.7").status_code == 200
    assert signed_in.get("/account").status_code == 200, "a session that stands is not touched"


def test_the_page_of_numbers_asks_the_database_nothing(client, elena, django_assert_num_queries):
    client.get("/hard-day")
    with django_assert_num_queries(0):
        assert "Numbers to call" in client.get("/hard-day").content.decode()


def test_tries_hold_no_name_and_no_address_and_go_after_a_day(elena, at):
    guess(1)
    [row] = SignInTry.objects.all()
    assert all(re.fullmatch(r"[0-9a-f]{64}", said) for said in (row.pair, row.account, row.address))
    at.move_to(NOON + timedelta(hours=25))
    assert guessing.forget_tries() == 1


@pytest.mark.asvs("6.2.6", "6.2.7", "6.2.9")
def test_a_long_password_is_hidden_and_may_come_from_its_manager(elena):
    html = Client().get("/sign-in").content.decode()
    assert 'type="password" name="password"' in html
    assert 'autocomplete="username"' in html
    assert 'autocomplete="current-password"' in html
    assert "onpaste" not in html
    elena.set_password("a long one " * 12)
    elena.save()
    assert say(Client(), "a long one " * 12).status_code == 302


# ---- devices ----


@pytest.mark.asvs("7.5.2", "7.4.3", "8.3.2")
def test_somebody_sees_their_devices_and_signs_out_everywhere(elena):
    phone, tablet = Client(HTTP_USER_AGENT="Firefox Android"), Client(HTTP_USER_AGENT="Safari iPad")
    say(phone, make.PASSWORD)
    say(tablet, make.PASSWORD, is_shared="on")
    html = phone.get("/account/devices").content.decode()
    assert "Firefox · Android" in html
    assert "Safari · iPad" in html
    assert "shared" in html
    assert "Since Tuesday 20 October, 12:00" in html
    there = SignIn.objects.get(device="Safari · iPad").key
    sent = {"there": there, "about": about(phone, "/account/devices")}
    assert phone.post("/account/devices", sent).url == "/account/devices"
    assert tablet.get("/account").status_code == 302
    say(tablet, make.PASSWORD)
    answer = phone.post("/account/devices", {"do": "everywhere", "about": about(phone, "/account/devices")})
    assert answer.url == "/sign-in"
    assert "storage" in answer["Clear-Site-Data"]
    assert phone.get("/account").status_code == 302
    assert tablet.get("/account").status_code == 302


def test_a_form_that_names_no_device_ends_none(elena):
    mine = browser(make.viewer(elena, Role.PARTICIPANT), how=How.PASSWORD)
    sent = {"about": about(mine, "/account/devices")}
    assert mine.post("/account/devices", sent).status_code == 409
    assert mine.get("/account/devices").status_code == 200


def test_nobody_ends_a_session_of_somebody_else(elena):
    other = make.member(
        make.organisation("Harbour"), Role.PARTICIPANT, sign_in_name="omar", password=make.PASSWORD
    )
    theirs = browser(make.viewer(other, Role.PARTICIPANT), how=How.PASSWORD)
    mine = browser(make.viewer(elena, Role.PARTICIPANT), how=How.PASSWORD)
    key = SignIn.objects.get(user=other).key
    answer = mine.post("/account/devices", {"there": key, "about": about(mine, "/account/devices")})
    assert answer.status_code == 409
    assert theirs.get("/account").status_code == 200


@pytest.mark.asvs("6.2.2", "6.2.3", "7.4.3")
def test_a_new_password_ends_every_other_session_at_the_next_request(elena):
    phone, tablet = Client(), Client()
    say(phone, make.PASSWORD)
    say(tablet, make.PASSWORD)
    page = "/account/password"
    sent = {"current": "another", "fresh": "four words without sense"}
    assert phone.post(page, {**sent, "about": about(phone, page)}).status_code == 422
    sent["current"] = make.PASSWORD
    assert phone.post(page, {**sent, "about": about(phone, page)}).url == "/account"
    assert phone.get("/account").status_code == 200
    assert tablet.get("/account").status_code == 302
    assert say(Client(), "four words without sense").status_code == 302


@pytest.mark.asvs("6.2.4")
@pytest.mark.parametrize("common", ["1q2w3e4r5t6y", "Sunflower2026!!", "..mother1234567", "BASKETBALL 1999"])
def test_a_password_that_many_people_use_is_not_taken(elena, common):
    phone = Client()
    say(phone, make.PASSWORD)
    page = "/account/password"
    sent = {"current": make.PASSWORD, "fresh": common}
    answer = phone.post(page, {**sent, "about": about(phone, page)})
    assert answer.status_code == 422
    assert "Many people use that password." in answer.content.decode()
    assert say(Client(), make.PASSWORD).status_code == 302


@pytest.mark.asvs("7.4.2", "8.3.2")
def test_an_ended_membership_ends_a_session_in_the_middle_of_a_form(elena):
    phone = Client()
    say(phone, make.PASSWORD)
    sent = {"language": "en", "theme": "dark", "about": about(phone, "/account")}
    Membership.objects.filter(user=elena).update(from_on=make.TODAY - timedelta(days=9), to_on=make.TODAY)
    assert phone.post("/account", sent).url == "/sign-in"
    elena.refresh_from_db()
    assert elena.theme == ""


@pytest.mark.asvs("7.4.5")
def test_the_administrator_ends_every_session_of_a_colleague_and_of_nobody_elsewhere(elena):
    place = Membership.objects.get(user=elena).organisation
    tess = make.member(place, Role.PEER, name="Tess")
    stranger = make.member(make.organisation("Harbour"), Role.PEER)
    phone, tablet, theirs = [browser(make.viewer(one, Role.PEER)) for one in (tess, tess, stranger)]
    own = browser(make.viewer(elena, Role.PARTICIPANT))
    admin = browser(make.viewer(make.member(place, Role.ADMINISTRATOR, name="Piotr"), Role.ADMINISTRATOR))
    page = "/people-and-places/sign-out"
    assert "Elena" not in admin.get(page).content.decode(), "no list of who has a plan"
    sent = {"about": about(admin, page)}
    for other in (stranger, elena):
        assert admin.post(page, {**sent, "who": str(other.pk)}).status_code == 422
    assert admin.post(page, {**sent, "who": str(tess.pk)}).url == "/people-and-places"
    assert [one.get("/account").status_code for one in (phone, tablet)] == [302, 302], "at the next request"
    assert [one.get("/account").status_code for one in (theirs, own, admin)] == [200, 200, 200]
