import re
from datetime import timedelta

import pytest
from django.contrib.sessions.models import Session
from django.test import RequestFactory

from handrail.access import Role
from handrail.accounts import actions
from handrail.accounts.models import Membership, SignInTry, User
from handrail.accounts.sign_in import recognise
from handrail.accounts.tests import factories as make
from handrail.accounts.tests.browsing import about, browser

pytestmark = pytest.mark.django_db
COLLEAGUE = {
    "name": "Lotte Krause",
    "sign_in_name": "lotte",
    "role": "specialist",
    "job_title": "job_coach",
    "password": "twelve letters or more",
}


@pytest.fixture
def place():
    return make.organisation()


@pytest.fixture
def sasha(place):
    """Return a colleague; in this file the place is invented, so that a password is enough."""
    actions.make_installation(by=make.operator(), is_demo=True)
    user = make.member(place, sign_in_name="sasha", password=make.PASSWORD)
    Membership.objects.filter(user=user).update(from_on=make.TODAY - timedelta(days=900))
    return user


@pytest.fixture
def admin(place):
    user = make.member(place, Role.ADMINISTRATOR, name="Piotr Nowak")
    Membership.objects.filter(user=user).update(from_on=make.TODAY - timedelta(days=900))
    return browser(make.viewer(user, Role.ADMINISTRATOR))


@pytest.fixture
def me(sasha):
    return browser(make.viewer(sasha))


def sign_in(client, name, password, to=""):
    return client.post("/sign-in" + to, {"sign_in_name": name, "password": password})


def test_name_and_password_open_the_first_page(client, sasha):
    assert client.get("/account").url == "/sign-in?next=/account"
    assert sign_in(client, "Sasha ", make.PASSWORD).url == "/"
    assert client.get("/account").status_code == 200


def test_every_wrong_way_in_gets_the_same_answer(client, sasha, place):
    make.member(place, sign_in_name="gone", password=make.PASSWORD)
    Membership.objects.filter(user__sign_in_name="gone").update(
        from_on=make.TODAY - timedelta(days=90), to_on=make.TODAY - timedelta(days=80)
    )
    make.member(place, sign_in_name="closed", password=make.PASSWORD)
    User.objects.filter(sign_in_name="closed").update(is_active=False)
    answers = []
    for name, word in [
        ("sasha", "wrong"),
        ("nobody", make.PASSWORD),
        ("gone", make.PASSWORD),
        ("closed", "x"),
    ]:
        answer = sign_in(client, name, word)
        assert answer.status_code == 422
        answers.append(answer.content.decode().replace(name, "?"))
        SignInTry.objects.all().delete()
    assert "Name and password do not fit" in answers[0]
    assert len({re.sub(r"csrf\S+ value=\S+", "", text) for text in answers}) == 1


@pytest.mark.parametrize(
    ("wanted", "opened"),
    [("/account", "/account"), ("https://elsewhere.example/", "/"), ("//elsewhere.example", "/"), ("", "/")],
)
def test_signing_in_leads_on_to_own_pages_only(client, sasha, wanted, opened):
    assert sign_in(client, "sasha", make.PASSWORD, f"?next={wanted}").url == opened


def test_signing_out_takes_a_tap_on_the_button(me):
    assert me.get("/sign-out").status_code == 405
    assert me.get("/account").status_code == 200
    assert me.post("/sign-out").url == "/"
    assert me.get("/account").status_code == 302


def test_a_new_password_ends_every_other_session(me, sasha):
    assert me.get("/account").status_code == 200
    sasha.set_password("another long password")
    sasha.save()
    assert me.get("/account").status_code == 302


def test_an_ended_membership_ends_the_session(me, sasha):
    Membership.objects.filter(user=sasha).update(to_on=make.TODAY - timedelta(days=1))
    assert me.get("/account").status_code == 302


def test_a_membership_that_is_still_to_come_opens_nothing(me, sasha):
    Membership.objects.filter(user=sasha).update(from_on="2099-01-01")
    assert me.get("/account").status_code == 302


def test_a_closed_account_ends_the_session(me, sasha):
    User.objects.filter(pk=sasha.pk).update(is_active=False)
    assert me.get("/account").status_code == 302


def test_a_session_without_membership_is_nobodys(client):
    session = client.session
    session["membership"] = ""
    session.save()
    assert client.get("/account").status_code == 302


def test_the_viewer_of_a_session_costs_one_query(me, django_assert_num_queries):
    request = RequestFactory().get("/")
    request.session = me.session
    request.session.get("membership")
    with django_assert_num_queries(1):
        assert recognise(request).role == Role.SPECIALIST


def test_language_and_look_are_kept_and_shown(me, sasha):
    sent = {"language": "ar-xb", "theme": "dark", "about": about(me, "/account")}
    assert me.post("/account", sent).url == "/account"
    html = me.get("/account").content.decode()
    assert '<html lang="ar-xb" dir="rtl" data-theme="dark"' in html
    sasha.refresh_from_db()
    assert (sasha.language, sasha.theme) == ("ar-xb", "dark")


def test_a_language_that_is_not_here_is_said(me):
    answer = me.post("/account", {"language": "xx", "theme": "", "about": about(me, "/account")})
    assert "Please choose one of these." in answer.content.decode()


def test_the_administrator_adds_a_colleague_once(admin, client):
    sent = {**COLLEAGUE, "about": about(admin, "/people-and-places")}
    assert [admin.post("/people-and-places", sent).url for _ in range(2)] == ["/people-and-places"] * 2
    html = admin.get("/people-and-places").content.decode()
    assert "Lotte Krause" in html
    assert "Job coach" in html
    assert User.objects.get(sign_in_name="lotte").check_password(COLLEAGUE["password"])


def test_a_taken_name_and_a_short_password_are_said(admin, sasha):
    taken = {**COLLEAGUE, "sign_in_name": "Sasha", "about": about(admin, "/people-and-places")}
    answer = admin.post("/people-and-places", taken)
    assert answer.status_code == 422
    assert "“sasha” is taken" in answer.content.decode()
    short = {**COLLEAGUE, "sign_in_name": "a b", "password": "short"}
    answer = admin.post("/people-and-places", {**short, "about": about(admin, "/people-and-places")})
    html = answer.content.decode()
    assert "three letters or more and no space" in html
    assert User.objects.filter(sign_in_name="lotte").exists() is False


def test_participants_and_family_are_not_made_as_colleagues(admin):
    sent = {**COLLEAGUE, "role": "participant", "about": about(admin, "/people-and-places")}
    assert admin.post("/people-and-places", sent).status_code == 422


def test_the_list_of_colleagues_names_no_person_with_a_plan(admin, place):
    make.member(place, Role.PARTICIPANT, name="Elena Nair")
    make.member(place, Role.FAMILY, name="Ravi Nair")
    html = admin.get("/people-and-places").content.decode()
    assert "Elena" not in html
    assert "Ravi" not in html


def test_nobody_else_opens_people_and_places(me):
    answer = me.get("/people-and-places")
    assert answer.status_code == 403
    assert "Your role does not open this page." in answer.content.decode()


def test_a_session_is_signed_with_the_password_as_django_signs_it(me, sasha):
    assert me.session["_auth_user_hash"] == sasha.get_session_auth_hash()


def test_what_is_read_of_a_session_once_is_not_changed_by_who_reads_it(me):
    session = me.session
    session["asked"] = [1]
    session.save()
    me.session["asked"].append(2)
    assert me.session["asked"] == [1]


def test_a_session_that_was_tampered_with_is_nobodys(me, caplog):
    row = Session.objects.get(session_key=me.session.session_key)
    Session.objects.filter(pk=row.pk).update(session_data=row.session_data[:-1] + "~")
    assert me.get("/account").status_code == 302


def test_a_colleague_says_where_mail_and_calls_reach_them(me, sasha):
    sent = {"language": "en", "theme": "", "email": "sasha@example.org", "phone": "030 1"}
    assert me.post("/account", {**sent, "about": about(me, "/account")}).url == "/account"
    sasha.refresh_from_db()
    assert (sasha.email, sasha.phone) == ("sasha@example.org", "030 1")
    wrong = me.post("/account", {**sent, "email": "sasha", "about": about(me, "/account")})
    assert "Write an address with an @" in wrong.content.decode()
    me.post("/account", {**sent, "email": "", "about": about(me, "/account")})
    sasha.refresh_from_db()
    assert sasha.email is None


def test_a_person_is_asked_for_no_address_here(place):
    user = make.member(place, Role.PARTICIPANT)
    own = browser(make.viewer(user, Role.PARTICIPANT))
    assert 'name="email"' not in own.get("/account").content.decode()
    sent = {"language": "en", "theme": "dark", "email": "x@example.org"}
    own.post("/account", {**sent, "about": about(own, "/account")})
    user.refresh_from_db()
    assert (user.theme, user.email) == ("dark", None)
