"""Signing in outside the demo, with the clock held: codes, cards, time-outs, tries."""

import re
from datetime import UTC, datetime, timedelta

import pytest
from django.contrib.auth.hashers import Argon2PasswordHasher
from django.contrib.sessions.models import Session
from django.test import Client

from handrail.access import Role
from handrail.accounts import actions
from handrail.accounts.models import Card, Membership, RecoveryCode, SecondStep, SignIn, SignInTry, User
from handrail.accounts.rules import How
from handrail.accounts.tests import factories as make
from handrail.accounts.tests.browsing import about, browser
from handrail.accounts.tests.entering import code_now, say_card, say_password, set_up, typed_secret
from handrail.accounts.urls import urlpatterns
from handrail.audit.models import Event
from handrail.base import clock
from handrail.base.errors import DomainError

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 10, 20, 10, tzinfo=UTC)
MINUTE = timedelta(minutes=1)


@pytest.fixture(autouse=True)
def light_hashes(monkeypatch):
    """Let a hash cost little here: what is compared is the same."""
    for name, cost in [("time_cost", 1), ("memory_cost", 8), ("parallelism", 1)]:
        monkeypatch.setattr(Argon2PasswordHasher, name, cost)


@pytest.fixture
def at():
    with clock.clock_at(NOON) as held:
        yield held


@pytest.fixture
def place(at):
    return make.organisation()


@pytest.fixture
def sasha(place):
    return make.member(place, sign_in_name="sasha", password=make.PASSWORD)


@pytest.fixture
def elena(place):
    return make.member(
        place, Role.PARTICIPANT, sign_in_name="elena", name="Elena Nair", password=make.PASSWORD
    )


# ---- sign-up ----


@pytest.mark.parametrize(
    "address",
    ["/signup", "/sign-up", "/register", "/accounts/signup/", "/accounts/signup/passkey/", "/account/new"],
)
def test_nobody_signs_up_alone(client, place, address):
    before = User.objects.count()
    sent = {
        "username": "eve",
        "email": "eve@example.org",
        "password1": make.PASSWORD,
        "password2": make.PASSWORD,
    }
    assert client.post(address, sent).status_code == 404
    assert client.get(address).status_code == 404
    assert User.objects.count() == before


def test_every_way_in_is_known():
    public = {one.name for one in urlpatterns if one.callback.required_permission is None}
    assert public == {"sign_in", "code", "set_up", "card", "card_of", "sign_out"}
    assert {one.name for one in urlpatterns} - public == {
        "again", "kept", "still_here", "settings", "devices", "password", "second_step", "members", "new_password",
        "news", "reset_second_step", "sign_somebody_out",
    }  # fmt: skip


# ---- the second step ----


@pytest.mark.asvs("6.3.3", "6.5.6")
def test_a_colleague_sets_up_the_telephone_at_the_first_sign_in(client, sasha):
    assert say_password(client, to="?next=/account").url == "/sign-in/set-up"
    assert client.get("/account").status_code == 302, "a password alone opens nothing"
    _secret, codes = set_up(client)
    assert len(codes) == 10
    assert client.get("/account").status_code == 200
    stored = [row.hashed for row in RecoveryCode.objects.all()]
    assert all(hashed.startswith("argon2") for hashed in stored)
    assert Event.objects.filter(kind="set_up_second_step", user_id=sasha.pk).count() == 1


@pytest.mark.asvs("6.5.1", "6.3.3")
def test_the_next_sign_in_asks_for_a_code_and_takes_each_once(client, sasha, at):
    say_password(client)
    secret, _codes = set_up(client)
    used = code_now(secret)
    other = Client()
    assert say_password(other).url == "/sign-in/code"
    assert other.get("/account").status_code == 302
    again = other.post("/sign-in/code", {"code": used})
    assert again.status_code == 422
    assert "or was used" in again.content.decode()
    at.move_to(NOON + MINUTE)
    assert other.post("/sign-in/code", {"code": code_now(secret)}).url == "/"
    assert other.get("/account").status_code == 200


@pytest.mark.asvs("6.5.1", "6.5.2")
def test_a_recovery_code_opens_once(client, sasha):
    say_password(client)
    _secret, codes = set_up(client)
    for code, status in [(codes[2], 302), (codes[2], 422), (codes[9].replace(" ", "-").upper(), 302)]:
        other = Client()
        say_password(other)
        assert other.post("/sign-in/code", {"code": code}).status_code == status
    assert RecoveryCode.objects.filter(used_at__isnull=False).count() == 2


def test_who_waits_longer_than_ten_minutes_between_password_and_code_begins_again(client, sasha, at):
    say_password(client)
    at.move_to(NOON + 11 * MINUTE)
    assert client.get("/sign-in/set-up").url == "/sign-in"
    assert client.get("/sign-in/code").url == "/sign-in"


def test_nobody_comes_to_the_code_without_a_password(client, sasha):
    assert client.get("/sign-in/code").url == "/sign-in"
    assert client.post("/sign-in/set-up", {"code": "123456"}).url == "/sign-in"


def test_a_person_with_a_plan_needs_a_password_only_and_may_choose_more(client, elena, at):
    assert say_password(client, "elena").url == "/"
    html = client.get("/account/second-step").content.decode()
    secret = typed_secret(html)
    sent = {"about": about(client, "/account/second-step"), "code": code_now(secret)}
    assert "Your list of codes" in client.post("/account/second-step", sent).content.decode()
    assert SecondStep.objects.filter(user=elena).exists()
    at.move_to(NOON + MINUTE)
    sent = {"about": about(client, "/account/second-step"), "code": code_now(secret), "do": "give_up"}
    assert client.post("/account/second-step", sent).url == "/account/second-step"
    assert not SecondStep.objects.filter(user=elena).exists()


def test_a_colleague_does_not_give_the_second_step_up(client, sasha, at):
    say_password(client)
    secret, _codes = set_up(client)
    at.move_to(NOON + MINUTE)
    sent = {"about": about(client, "/account/second-step"), "code": code_now(secret), "do": "give_up"}
    answer = client.post("/account/second-step", sent)
    assert answer.status_code == 422
    assert SecondStep.objects.filter(user=sasha).exists()


def test_a_new_list_ends_the_old_one(client, sasha, at):
    say_password(client)
    secret, old = set_up(client)
    at.move_to(NOON + MINUTE)
    sent = {"about": about(client, "/account/second-step"), "code": code_now(secret), "do": "codes"}
    assert "Your list of codes" in client.post("/account/second-step", sent).content.decode()
    other = Client()
    say_password(other)
    assert other.post("/sign-in/code", {"code": old[0]}).status_code == 422


@pytest.mark.asvs("6.4.4", "7.4.3", "8.3.2")
def test_the_administrator_resets_it_face_to_face_and_every_session_ends(client, sasha, place):
    say_password(client)
    set_up(client)
    admin = browser(make.viewer(make.member(place, Role.ADMINISTRATOR, name="Piotr"), Role.ADMINISTRATOR))
    page = "/people-and-places/second-step"
    away = {"who": str(sasha.pk), "about": about(admin, page)}
    assert "face to face only" in admin.post(page, away).content.decode()
    assert client.get("/account").status_code == 200
    assert admin.post(page, {**away, "is_here": "on"}).url == "/people-and-places"
    assert client.get("/account").status_code == 302, "effective at the next request"
    assert say_password(Client()).url == "/sign-in/set-up"
    assert RecoveryCode.objects.count() == 0


def test_nobody_resets_their_own_and_nobody_of_another_place(sasha, place):
    viewer = make.viewer(sasha)
    with pytest.raises(DomainError, match="Another administrator"):
        actions.reset_second_step(user=sasha, by=viewer)
    stranger = make.member(make.organisation("Harbour"))
    SecondStep.objects.create(user=stranger, sealed=b"x")
    admin = browser(make.viewer(make.member(place, Role.ADMINISTRATOR, name="Piotr"), Role.ADMINISTRATOR))
    page = "/people-and-places/second-step"
    sent = {"who": str(stranger.pk), "is_here": "on", "about": about(admin, page)}
    assert admin.post(page, sent).status_code == 422
    assert SecondStep.objects.filter(user=stranger).exists()


# ---- cards ----


@pytest.fixture
def card(elena):
    made, letters = actions.new_card(user=elena, word="Marigold", by=make.operator())
    return letters


@pytest.mark.asvs("6.4.1", "11.4.2")
def test_a_card_and_a_word_open_the_pages_of_whoever_has_no_telephone(client, card, elena):
    scanned = client.get(f"/card/{card}")
    assert card not in scanned.url
    html = client.get(scanned.url).content.decode()
    assert "Your card was read" in html
    assert "Elena" not in html
    spaced = " ".join(card[i : i + 4] for i in range(0, 24, 4)).upper()
    assert say_card(client, spaced, "MARIGOLD ").url == "/"
    assert client.get("/account").status_code == 200
    row = Card.objects.get()
    assert row.hashed.startswith("argon2")
    assert card[10:] not in row.hashed
    assert SignIn.objects.get().how == How.CARD


@pytest.mark.asvs("6.3.8")
def test_expired_replaced_and_forged_cards_get_the_same_sentence(card, elena, place, at):
    def answer(letters, word="marigold"):
        SignInTry.objects.all().delete()
        found = say_card(Client(), letters, word)
        assert found.status_code == 422
        html = found.content.decode()
        assert "Elena" not in html
        return re.sub(r'csrf\S+ value="[^"]+"|value="[^"]*"', "", html)

    answers = {answer(card, "another"), answer("b" * 24), answer("short"), answer(card[:10] + "c" * 14)}
    _new, fresh = actions.new_card(user=elena, word="Lantern", by=make.operator())
    answers |= {answer(card), answer(fresh)}
    Membership.objects.filter(user=elena).update(from_on=make.TODAY - timedelta(days=9), to_on=make.TODAY)
    answers.add(answer(fresh, "lantern"))
    Membership.objects.filter(user=elena).update(to_on=None)
    at.move_to(NOON + timedelta(days=365))
    answers.add(answer(fresh, "lantern"))
    assert len(answers) == 1
    assert "ask your team for a new card" in answers.pop()


@pytest.mark.asvs("7.4.3", "8.3.2")
def test_a_renewed_card_ends_what_the_old_one_opened_at_the_next_request(client, card, elena):
    say_card(client, card)
    by_password = Client()
    say_password(by_password, "elena")
    assert client.get("/account").status_code == 200
    actions.new_card(user=elena, word="Lantern", by=make.operator())
    assert client.get("/account").status_code == 302
    assert by_password.get("/account").status_code == 200
    assert Card.objects.filter(ended_at__isnull=True).count() == 1


@pytest.mark.asvs("3.5.1", "7.2.4", "7.4.1")
def test_a_form_sent_again_from_the_history_after_signing_out_opens_nothing(card):
    client = Client(enforce_csrf_checks=True)
    html = client.get("/card").content.decode()
    token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', html)[1]
    sent = {"letters": card, "word": "marigold", "csrfmiddlewaretoken": token}
    assert client.post("/card", sent).status_code == 302
    leave = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', client.get("/account").content.decode())[
        1
    ]
    assert client.post("/sign-out", {"csrfmiddlewaretoken": leave}).status_code == 302
    assert client.post("/card", sent).status_code == 403
    assert client.get("/account").status_code == 302


# ---- time ----


@pytest.mark.asvs("7.3.1")
def test_a_page_that_lies_still_closes_and_one_that_is_used_does_not(client, elena, at):
    say_password(client, "elena")
    for minutes in (10, 20, 34):
        at.move_to(NOON + minutes * MINUTE)
        assert client.get("/account").status_code == 200
    at.move_to(NOON + 50 * MINUTE)
    answer = client.get("/account")
    assert answer.url == "/sign-in?next=/account"
    assert "You were away for a while" in client.get(answer.url).content.decode()


@pytest.mark.asvs("7.3.2")
def test_after_twelve_hours_everybody_says_again_who_they_are(client, elena, at):
    say_password(client, "elena")
    for minutes in range(10, 12 * 60, 10):
        at.move_to(NOON + minutes * MINUTE)
        assert client.get("/still-here").status_code == 204
    at.move_to(NOON + timedelta(hours=12))
    assert client.get("/still-here").status_code == 302


def test_a_time_written_by_hand_is_not_believed(client, elena, at):
    say_password(client, "elena")
    client.get("/account")
    at.move_to(NOON + 40 * MINUTE)
    minute = int(clock.now().timestamp() // 60)
    _old, seal = client.cookies["handrail_seen"].value.split(".")
    client.cookies["handrail_seen"] = f"{minute}.{seal}"
    assert client.get("/account").status_code == 302


def test_the_time_of_one_session_does_not_lengthen_another(client, elena, at):
    say_password(client, "elena")
    at.move_to(NOON + 16 * MINUTE)
    other = Client()
    say_password(other, "elena")
    other.get("/account")
    client.cookies["handrail_seen"] = other.cookies["handrail_seen"].value
    assert client.get("/account").status_code == 302


def test_what_was_typed_too_late_comes_back_to_its_author_after_signing_in(client, elena, at):
    say_password(client, "elena")
    client.get("/account")
    at.move_to(NOON + 20 * MINUTE)
    typed = {"language": "en", "theme": "dark", "about": "mark", "words": "My line\nand <more>"}
    assert client.post("/account?part=look", typed).url == "/sign-in"
    assert "<more>" not in str(Session.objects.get(pk=client.session.session_key).get_decoded()), "sealed"
    assert say_password(client, "elena").url == "/kept"
    html = client.get("/kept").content.decode()
    assert "My line\nand &lt;more&gt;" in html
    assert 'action="/account?part=look"' in html
    assert '<textarea name="about" hidden aria-hidden="true" tabindex="-1">\nmark</textarea>' in html
    assert client.post("/kept", {"do": "away"}).url == "/"
    assert client.get("/kept").url == "/"


def test_it_does_not_come_back_to_anybody_else(client, elena, place, at):
    make.member(place, Role.FAMILY, sign_in_name="ravi", name="Ravi", password=make.PASSWORD)
    say_password(client, "elena")
    at.move_to(NOON + 20 * MINUTE)
    client.post("/account", {"words": "for me alone"})
    assert say_password(client, "ravi").url == "/"
    assert client.get("/kept").url == "/"


def test_a_password_is_never_kept(client, elena, at):
    say_password(client, "elena")
    at.move_to(NOON + 20 * MINUTE)
    client.post("/account/password", {"current": "x", "password": "secret words"})
    assert say_password(client, "elena").url == "/"


def test_the_page_says_to_its_script_when_it_closes(client, elena, at):
    say_password(client, "elena")
    at.move_to(NOON + 10 * MINUTE)
    html = client.get("/account").content.decode()
    assert f'data-idle="900" data-left="{12 * 3600 - 600}"' in html
    assert '<dialog class="still' in html
    assert "Are you still here?" in html


def test_the_demo_never_closes(place, sasha, at):
    client = browser(make.viewer(sasha))
    at.move_to(NOON + timedelta(hours=20))
    html = client.get("/account").content.decode()
    assert "data-idle" not in html
