"""People learn when how they sign in was changed, and of tries that look wrong; nobody is frightened by it."""

import re
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from handrail.access import Role
from handrail.accounts import actions, holdings, rules
from handrail.accounts.actions.told import tell_of_tries
from handrail.accounts.models import SignInNews
from handrail.accounts.rules import News
from handrail.accounts.tests import factories as make
from handrail.accounts.tests.browsing import about, browser
from handrail.accounts.tests.entering import code_now, enter, say_card, say_password, set_up
from handrail.audit.models import Event

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at")]
NOON = datetime(2026, 10, 20, 10, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
FRESH = "canal bicycle thunder spoon"
PAGE, LINE = "/account/news", "Something about how you sign in is new."


def signed_in(name="elena", word=make.PASSWORD, **more):
    client = Client(**more)
    say_password(client, name, word)
    return client


def text(client, address="/account"):
    return client.get(address).content.decode()


def kinds():
    return list(SignInNews.objects.order_by("created_at").values_list("kind", flat=True))


@pytest.mark.asvs("6.3.7")
def test_who_changes_the_password_is_not_told_and_the_next_device_is(elena):
    mine = signed_in()
    sent = {"current": make.PASSWORD, "fresh": FRESH, "about": about(mine, "/account/password")}
    mine.post("/account/password", sent)
    assert LINE not in text(mine)
    other = signed_in(word=FRESH)
    assert LINE in text(other) and f'href="{PAGE}"' in text(other)
    page = text(other, PAGE)
    assert "The password was changed" in page and "Was this you?" in page and LINE not in page
    assert "Tuesday 20 October" in page


@pytest.mark.asvs("6.3.7")
def test_each_change_of_a_way_in_is_told(place, sasha, elena, at):
    client, secret = enter()
    at.move_to(NOON + MINUTE)
    sent = {"code": code_now(secret), "do": "codes", "about": about(client, "/account/second-step")}
    client.post("/account/second-step", sent)
    reach = {
        "language": "en",
        "theme": "",
        "email": "s@b.example",
        "phone": "1",
        "about": about(client, "/account"),
    }
    client.post("/account", reach)
    admin = make.viewer(make.member(place, Role.ADMINISTRATOR), Role.ADMINISTRATOR)
    actions.reset_second_step(user=sasha, by=admin)
    actions.give_new_password(user=sasha, fresh=FRESH, by=admin)
    actions.new_card(user=elena, word="Marigold", by=admin)
    me = make.viewer(elena, Role.PARTICIPANT)
    actions.give_up_second_step(user=elena, role=Role.PARTICIPANT, by=me)
    actions.change_password(user=elena, current=make.PASSWORD, fresh=FRESH, but="", by=me)
    told = ["step_on", "codes", "reach", "step_reset", "new_password", "card", "step_off", "password"]
    assert kinds() == told
    assert (
        set(told) | {"tries", "new_device"} == {str(one) for one in News} == {str(one) for one in rules.NEWS}
    )


def test_a_first_card_is_no_news_and_language_is_none(place):
    nobody = make.member(place, Role.PARTICIPANT)
    actions.new_card(user=nobody, word="Marigold", by=make.operator())
    actions.choose_display(user=nobody, language="en", theme="dark", by=make.viewer(nobody, Role.PARTICIPANT))
    assert kinds() == []


@pytest.mark.asvs("6.3.7")
def test_a_session_that_stands_learns_of_it_at_its_next_page(elena):
    tablet = signed_in()
    assert LINE not in text(tablet)
    actions.new_card(user=elena, word="Marigold", by=make.operator())
    assert LINE in text(tablet)


def test_that_was_me_ends_the_question_on_every_device(elena):
    tablet, phone = signed_in(), signed_in()
    actions.new_card(user=elena, word="Marigold", by=make.operator())
    sent = {"do": "mine", "about": about(phone, PAGE)}
    assert [phone.post(PAGE, sent).url for _number in range(2)] == ["/account", "/account"]
    assert LINE not in text(phone) and LINE not in text(tablet) and LINE not in text(signed_in())
    assert "All of this you have seen." in text(tablet, PAGE)
    assert Event.objects.filter(kind="answer_news", user_id=elena.pk).count() == 1


@pytest.mark.asvs("6.3.5", "7.4.3")
def test_that_was_not_me_signs_out_everywhere(elena):
    tablet, phone = signed_in(), signed_in()
    actions.new_card(user=elena, word="Marigold", by=make.operator())
    assert phone.post(PAGE, {"do": "everywhere", "about": about(phone, PAGE)}).url == "/sign-in"
    assert [one.get("/account").status_code for one in (tablet, phone)] == [302, 302]
    assert LINE in text(signed_in()), "it is asked until somebody answers"


@pytest.mark.asvs("6.3.5")
def test_a_new_device_after_tries_that_did_not_fit_is_told_and_one_slip_is_not(elena):
    say_password(Client(), "elena", "wrong")
    assert LINE not in text(signed_in())
    for _number in range(3):
        say_password(Client(), "elena", "wrong")
    page = text(signed_in(), PAGE)
    assert "A new device signed in, after tries that did not fit" in page
    assert kinds() == ["new_device"]
    assert Event.objects.filter(kind="note_new_device").count() == 1


def test_ones_own_device_is_not_new(elena):
    mine = signed_in()
    mine.post("/sign-out")
    mine.cookies.pop("handrail", None)
    for _number in range(3):
        say_password(Client(), "elena", "wrong")
        say_password(mine, "elena", "wrong")
    assert say_password(mine, "elena").url == "/"
    assert kinds() == []


@pytest.mark.asvs("6.3.5")
def test_it_is_told_after_a_card_and_after_a_code_too(elena, sasha, at):
    _made, letters = actions.new_card(user=elena, word="Marigold", by=make.operator())
    SignInNews.objects.all().delete()
    for _number in range(3):
        say_card(Client(), letters, "lantern")
    say_card(Client(), letters)
    secret = enter()[1]
    SignInNews.objects.exclude(kind="new_device").delete()
    for _number in range(3):
        say_password(Client(), "sasha", "wrong")
    at.move_to(NOON + MINUTE)
    client = signed_in("sasha")
    assert kinds() == ["new_device"], "nobody is in before the code"
    client.post("/sign-in/code", {"code": code_now(secret)})
    assert kinds() == ["new_device", "new_device"]


def away(number):
    return Client(REMOTE_ADDR=f"203.0.113.{number}")


@pytest.mark.asvs("6.3.5", "6.3.8")
@pytest.mark.parametrize("way", ["password", "card", "code"])
def test_many_tries_are_told_by_the_clock_once_a_day(elena, sasha, at, way):
    _made, letters = actions.new_card(user=elena, word="Marigold", by=make.operator())
    enter()
    half = signed_in("sasha")
    SignInNews.objects.all().delete()
    tries = {
        "password": lambda number: say_password(away(number), "elena", "wrong"),
        "card": lambda number: say_card(away(number), letters, "lantern"),
        "code": lambda number: half.post("/sign-in/code", {"code": "0"}, REMOTE_ADDR=f"203.0.113.{number}"),
    }
    for number in range(9):
        tries[way](number)
    assert (kinds(), tell_of_tries()) == ([], 0)
    tries[way](9)
    assert kinds() == [], "how long a try takes says nothing of who has an account"
    assert tell_of_tries() == 1
    assert [tell_of_tries(), kinds()] == [0, ["tries"]]
    assert SignInNews.objects.get().user == (sasha if way == "code" else elena)
    at.move_to(NOON + timedelta(hours=2))
    assert tell_of_tries() == 0, "tries count for an hour"


@pytest.mark.asvs("6.3.8")
def test_tries_at_a_name_that_nobody_has_are_told_to_nobody(elena):
    for number in range(12):
        say_password(away(number), "nobody", "wrong")
    elena.memberships.update(to_on=make.TODAY)
    for number in range(12):
        say_password(away(number), "elena", "wrong")
    assert tell_of_tries() == 0


@pytest.mark.hazard("H-14")
def test_what_is_said_frightens_nobody_and_says_nothing_of_the_field(elena):
    said = " ".join(str(words) for words in rules.NEWS.values()).lower()
    for word in ("attack", "hack", "warning", "danger", "breach", "suspicious", "fail", "patient", "diagnos"):
        assert word not in said


def test_the_first_telephone_is_not_asked_about_where_it_was_just_set_up(sasha):
    client = Client()
    say_password(client)
    set_up(client)
    assert LINE not in text(client)


def test_no_page_pays_a_statement_for_it(elena):
    client = browser(make.viewer(elena, Role.PARTICIPANT))
    text(client)

    def asked():
        with CaptureQueriesContext(connection) as found:
            text(client)
        return len(found)

    before = asked()
    actions.new_card(user=elena, word="Marigold", by=make.operator())
    assert asked() == before


def test_it_is_exported_and_erased_with_the_account(elena):
    actions.new_card(user=elena, word="Marigold", by=make.operator())
    assert [one["kind"] for one in holdings.export(elena)["sign_in_news"]] == ["card"]
    holdings.erase(elena, make.TODAY)
    assert not SignInNews.objects.exists()


def test_nothing_new_says_so(elena):
    page = text(signed_in(), PAGE)
    assert "Nothing is new." in page and not re.search("Was this you", page)
