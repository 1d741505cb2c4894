"""Before a way in is changed it is asked again who it is: a tablet that lies open is not its owner."""

from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client

from handrail.access import Role
from handrail.accounts import actions
from handrail.accounts.models import SecondStep, SignIn
from handrail.accounts.tests import factories as make
from handrail.accounts.tests.browsing import about, browser
from handrail.accounts.tests.entering import code_now, enter, say_card, say_password, typed_secret
from handrail.audit.models import Event

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at")]
NOON = datetime(2026, 10, 20, 10, tzinfo=UTC)
SIX, AGAIN = timedelta(minutes=6), "/account/again"
STEP, RESET = "/account/second-step", "/people-and-places/second-step"


def say_again(client, **said):
    return client.post(f"{AGAIN}?next=/account", {"about": about(client, AGAIN), **said})


@pytest.mark.asvs("7.5.1")
def test_a_second_step_is_set_up_only_after_saying_again_who_it_is(elena, at):
    client = Client()
    say_password(client, "elena")
    secret = typed_secret(client.get(STEP).content.decode())
    at.move_to(NOON + SIX)
    sent = {"code": code_now(secret), "about": make_about(client)}
    assert client.post(STEP, sent).url == f"{AGAIN}?next={STEP}"
    assert client.get(STEP).url == f"{AGAIN}?next={STEP}"
    assert not SecondStep.objects.exists()
    wrong = say_again(client, password="not mine at all")
    assert wrong.status_code == 422 and "That does not fit." in wrong.content.decode()
    assert client.post(f"{AGAIN}?next={STEP}", {"about": about(client, AGAIN), "password": make.PASSWORD}).url
    assert client.get(STEP).status_code == 200


def make_about(client):
    return about(client, "/account")


@pytest.mark.asvs("7.5.1")
def test_another_mail_address_waits_until_it_is_known_who_writes_it_and_nothing_typed_is_lost(sasha, at):
    client, secret = enter()
    at.move_to(NOON + SIX)
    sent = {
        "language": "en",
        "theme": "",
        "email": "mine@b.example",
        "phone": "030 1",
        "about": make_about(client),
    }
    assert client.post("/account", sent).url == f"{AGAIN}?next=/account"
    sasha.refresh_from_db()
    assert not sasha.email
    assert say_again(client, code=code_now(secret)).url == "/kept"
    page = client.get("/kept").content.decode()
    assert "mine@b.example" in page and "It is you." in page
    assert client.post("/account", sent).url == "/account"
    sasha.refresh_from_db()
    assert sasha.email == "mine@b.example"


def test_language_and_look_are_nobodys_way_in(sasha, at):
    client, _secret = enter()
    at.move_to(NOON + SIX)
    sent = {"language": "en", "theme": "dark", "email": "", "phone": "", "about": make_about(client)}
    assert client.post("/account", sent).url == "/account"


@pytest.mark.asvs("7.5.1", "7.2.4")
def test_who_said_it_again_has_five_minutes_and_a_session_of_another_key(elena, at):
    client = Client()
    say_password(client, "elena")
    at.move_to(NOON + SIX)
    assert client.get(STEP).status_code == 302
    before = client.session.session_key
    assert say_again(client, password=make.PASSWORD).url == "/account"
    assert client.session.session_key != before
    assert SignIn.objects.get().session_key == client.session.session_key
    assert "this one" in client.get("/account/devices").content.decode()
    assert Event.objects.filter(kind="say_again_who", user_id=elena.pk).count() == 1
    old = Client()
    old.cookies["handrail"] = before
    assert old.get("/account").status_code == 302
    at.move_to(NOON + SIX + timedelta(minutes=4))
    assert client.get(STEP).status_code == 200
    at.move_to(NOON + SIX + SIX)
    assert client.get(STEP).status_code == 302


@pytest.mark.asvs("7.5.1")
def test_who_came_by_card_says_the_word_again_without_the_card(elena, at):
    _made, letters = actions.new_card(user=elena, word="Marigold", by=make.operator())
    client = Client()
    say_card(client, letters)
    at.move_to(NOON + SIX)
    assert client.get(STEP).status_code == 302
    page = client.get(AGAIN).content.decode()
    assert 'name="word"' in page and 'name="password"' not in page
    assert "marigold" not in str(dict(client.session.items())).lower()
    assert say_again(client, word="lantern").status_code == 422
    assert say_again(client, word="marigold ").url == "/account"
    assert client.get(STEP).status_code == 200


@pytest.mark.asvs("7.5.1", "6.3.1")
def test_guessing_who_it_is_waits_like_every_guess(elena, at):
    client = Client()
    say_password(client, "elena")
    at.move_to(NOON + SIX)
    for _number in range(5):
        assert "That does not fit." in say_again(client, password="wrong words").content.decode()
    assert "Those were many tries." in say_again(client, password=make.PASSWORD).content.decode()
    assert client.get("/account").status_code == 200


@pytest.mark.asvs("7.5.1", "6.3.3")
def test_whoever_has_codes_says_a_code_not_the_password(sasha, at):
    client, secret = enter()
    used = code_now(secret)
    at.move_to(NOON + SIX)
    assert 'name="password"' not in client.get(AGAIN).content.decode()
    assert say_again(client, password=make.PASSWORD).status_code == 422
    assert say_again(client, code=used).status_code == 422
    assert say_again(client, code=code_now(secret)).status_code == 302


@pytest.mark.asvs("7.5.1", "6.4.4")
def test_an_administrator_says_again_who_they_are_before_a_telephone_is_reset(place, sasha, at):
    enter()
    make.member(place, Role.ADMINISTRATOR, sign_in_name="piotr", name="Piotr", password=make.PASSWORD)
    admin, secret = enter("piotr")
    sent = {"who": str(sasha.pk), "is_here": "on", "about": about(admin, RESET)}
    at.move_to(NOON + SIX)
    assert admin.post(RESET, sent).url == f"{AGAIN}?next={RESET}"
    assert SecondStep.objects.filter(user=sasha).exists()
    assert say_again(admin, code=code_now(secret)).url == "/kept"
    assert admin.post(RESET, sent).url == "/people-and-places"
    assert not SecondStep.objects.filter(user=sasha).exists()


@pytest.mark.asvs("15.3.1")
def test_the_page_of_lost_telephones_names_colleagues_alone(place, sasha, elena):
    for user in (sasha, elena):
        SecondStep.objects.create(user=user, sealed=b"x")
    sasha.name, elena.name = "Sasha Okafor", "Elena Nair"
    sasha.save(), elena.save()
    admin = browser(make.viewer(make.member(place, Role.ADMINISTRATOR, name="Piotr"), Role.ADMINISTRATOR))
    page = admin.get(RESET).content.decode()
    assert "Sasha Okafor" in page and "Elena" not in page
    sent = {"who": str(elena.pk), "is_here": "on", "about": about(admin, RESET)}
    assert admin.post(RESET, sent).status_code == 422
    assert SecondStep.objects.filter(user=elena).exists()


def test_the_way_on_leads_nowhere_else_and_a_form_without_its_field_is_not_taken(elena, at):
    client = Client()
    say_password(client, "elena")
    sent = {"about": about(client, AGAIN), "password": make.PASSWORD}
    assert client.post(f"{AGAIN}?next=https://elsewhere.example", sent).url == "/"
    assert client.post(AGAIN, {"password": make.PASSWORD}).status_code == 409
