"""Gathered pages, homes by role, and what happens when something is not right."""

from datetime import timedelta

import pytest
from django.conf import settings
from django.db import OperationalError
from django.http import Http404
from django.test import Client, RequestFactory

from handrail.access import Category, RelationKind, Role, scope_bits
from handrail.accounts.models import Installation
from handrail.accounts.tests.browsing import browser
from handrail.audit.models import LookPerson
from handrail.base import clock
from handrail.people.models import OutsideRecord, Relation
from handrail.people.rooms import rooms_of
from handrail.people.tests import factories as make
from handrail.web import overview, views
from handrail.web.later import later_rooms

pytestmark = pytest.mark.django_db


@pytest.fixture
def elena():
    return make.participant(make.organisation())


@pytest.fixture
def sasha(elena):
    return make.staff_for(elena)


@pytest.fixture
def me(elena):
    return make.self_viewer(elena)


def of(role, place):
    return browser(make.viewer(make.member(place, role), place, role))


def relative(person, *categories, kind=RelationKind.FAMILY, role=Role.FAMILY):
    viewer = make.staff_for(person, role, kind)
    if categories:
        Relation.objects.filter(user_id=viewer.user_id).update(scopes=scope_bits(set(categories)))
    return viewer


def text(client, address, status=200):
    answer = client.get(address)
    assert answer.status_code == status, address
    return answer.content.decode()


# ---------- homes ----------


@pytest.mark.parametrize("role", list(Role))
def test_each_role_has_a_home_of_its_own_that_opens(elena, role):
    viewer = make.self_viewer(elena) if role == Role.PARTICIPANT else None
    type(elena).objects.update(asked_at=clock.now())  # how their pages look: asked at the first visit
    client = browser(viewer) if viewer else of(role, elena.organisation)
    assert client.get("/").url == views.HOMES[role]
    opened = client.get(views.HOMES[role], follow=True)
    assert opened.status_code == 200


def test_a_visitor_is_welcomed_and_in_a_demo_stands_at_the_front_door(client):
    html = text(client, "/")
    assert "Ask for support" in html
    assert 'href="/sign-in"' in html
    Installation.objects.create(is_demo=True)
    assert Client().get("/").url == "/demo"


# ---------- /me ----------


def test_me_is_the_own_record_with_its_question_kept(elena, me):
    client = browser(me)
    assert client.get("/me/plan?view=list").url == f"/people/{elena.key}/plan?view=list"
    assert client.get("/me/what-i-see").url == "/shared"
    assert client.get("/me/my-list").url.endswith("/my-list")


def test_me_is_the_one_person_who_shares_with_family(elena):
    ravi = relative(elena)
    assert browser(ravi).get("/me/plan").url == f"/people/{elena.key}/plan"
    rosa = make.participant(elena.organisation, "Rosa")
    Relation.objects.create(
        organisation=elena.organisation,
        user_id=ravi.user_id,
        participant=rosa,
        kind=RelationKind.FAMILY,
        scopes=scope_bits({Category.PLAN}),
        clears=1,
        from_on=make.TODAY,
        source="tests",
    )
    assert browser(ravi).get("/me/plan").status_code == 404


def test_me_is_nothing_for_staff(sasha):
    assert browser(sasha).get("/me/plan").status_code == 404


# ---------- one person ----------


def test_the_team_sees_the_person_with_all_panels(elena, sasha):
    OutsideRecord.objects.create(
        organisation=elena.organisation,
        participant=elena,
        kind="goal",
        source="Hill",
        text="x",
        status="active",
    )
    html = text(browser(sasha), f"/people/{elena.key}")
    for words in ("Elena Nair", "No coordinator is named yet.", "Three simple numbers", "Write a note"):
        assert words in html
    for rest in ("plan", "week", "notes", "intake", "start", "people", "outside"):
        assert f'href="/people/{elena.key}/{rest}"' in html
    assert LookPerson.objects.filter(participant_id=elena.pk, page="people:person").exists()


def test_a_manager_of_the_unit_sees_no_door_that_stays_closed(elena):
    margit = make.staff_for(elena, Role.MANAGER, RelationKind.SUPERVISOR)
    client = browser(margit)
    html = text(client, f"/people/{elena.key}")
    assert "Write a note" not in html
    assert f'href="/people/{elena.key}/intake"' not in html
    for address in (door.href for door in rooms_of(margit, elena)):
        text(client, address)


def test_the_person_is_led_to_the_week_and_family_to_what_is_shared(elena, me):
    assert browser(me).get(f"/people/{elena.key}").url == f"/people/{elena.key}/week"
    assert browser(relative(elena)).get(f"/people/{elena.key}").url == "/shared"


@pytest.mark.parametrize("role", [Role.FUNDER, Role.ADMINISTRATOR])
def test_no_page_about_a_person_opens_for_who_sees_totals_or_places(elena, role):
    client = of(role, elena.organisation)
    for rest in ("", "/plan", "/week", "/notes", "/people"):
        assert "This is not open to you" in text(client, f"/people/{elena.key}{rest}", 403)


def test_a_stranger_and_a_made_up_key_get_the_same_answer(elena, django_assert_num_queries):
    stranger = of(Role.SPECIALIST, elena.organisation)
    stranger.get("/account")
    answers = []
    now = clock.now()
    for minute, key in enumerate((elena.key, "bbbbbbbbbb")):  # what did not open is noted once a minute
        with clock.clock_at(now + timedelta(minutes=minute)), django_assert_num_queries(10):
            answers.append(stranger.get(f"/people/{key}"))
    first, second = answers
    assert (first.status_code, first.content) == (second.status_code, second.content)
    assert first.status_code == 404
    assert not LookPerson.objects.filter(participant_id=elena.pk).exists()


# ---------- gathered pages ----------


def test_family_sees_whose_record_is_shared_and_what_of_it(elena):
    html = text(browser(relative(elena)), "/shared")
    assert "You see their steps. Nothing else." in html
    assert f"/people/{elena.key}/week" not in html
    html = text(browser(relative(elena, Category.WEEK, kind=RelationKind.PEER, role=Role.PEER)), "/shared")
    assert "You see their week. Nothing else." in html
    assert f"/people/{elena.key}/plan" not in html
    assert "You see the name. Nothing else." in text(browser(relative(elena, Category.CONTACT)), "/shared")
    assert "Nothing is shared with you right now." in text(of(Role.FAMILY, elena.organisation), "/shared")


def test_family_that_is_refused_everything_does_not_even_read_the_name(elena):
    ravi = relative(elena)
    Relation.objects.filter(user_id=ravi.user_id).update(scopes=0)
    html = text(browser(ravi), "/shared")
    assert "Nothing is shared with you right now." in html
    assert elena.called not in html


def test_shared_is_not_for_staff(sasha):
    text(browser(sasha), "/shared", 403)


def test_the_overview_counts_for_those_who_coordinate(elena, sasha):
    html = text(of(Role.MANAGER, elena.organisation), "/overview")
    assert "People without a coordinator" in html
    assert 'href="/programmes"' in html
    assert 'href="/more"' in html
    text(browser(sasha), "/overview", 403)


@pytest.mark.parametrize(
    ("role", "address", "has_door"),
    [
        (Role.MANAGER, "/overview", True), (Role.MANAGER, "/more", True), (Role.ADMINISTRATOR, "/more", True),
        (Role.COORDINATOR, "/more", False), (Role.COORDINATOR, "/overview", False), (Role.SPECIALIST, "/more", False),
    ],
)  # fmt: skip
def test_who_may_change_the_words_of_the_place_finds_their_door(elena, role, address, has_door):
    html = text(of(role, elena.organisation), address)
    assert ('href="/words"' in html.split("<main", 1)[1].split("</main>", 1)[0]) == has_door


@pytest.mark.parametrize("role", [Role.SPECIALIST, Role.PEER, Role.COORDINATOR, Role.MANAGER])
def test_more_lists_rooms_that_open(elena, role):
    viewer = make.viewer(make.member(elena.organisation, role), elena.organisation, role)
    client = browser(viewer)
    html = text(client, "/more")
    for address, title, _line, _icon in overview.more_rooms(viewer):
        assert title in html
        text(client, address)


@pytest.mark.parametrize("role", [Role.COORDINATOR, Role.SPECIALIST])
def test_today_leads_to_every_other_room_where_the_bar_has_no_more(elena, role):
    html = text(of(role, elena.organisation), "/today")
    doors = [
        f'href="{one}"' in html.split("<main", 1)[1].split("</main>", 1)[0]
        for one in ("/more", "/groups", "/peers/team")
    ]
    assert doors == [role == Role.COORDINATOR] * 3


def test_help_and_not_happy_open_for_everybody_signed_in(me, client):
    for address in ("/help", "/not-happy"):
        assert "not watched day and night" in text(browser(me), address)
        assert client.get(address).status_code == 302


def test_every_later_room_says_so_and_what_to_do_meanwhile(client, me):
    for slug in later_rooms():
        html = text(client, f"/{slug}")
        assert "This room is not built yet." in html
        assert "Meanwhile:" in html
    assert "Learn" in text(browser(me), "/learn")


def test_a_later_room_asked_for_under_me_is_found_and_no_other_is(me):
    mine = browser(me)
    for slug in later_rooms().keys() - {"costs"}:
        assert mine.get(f"/me/{slug}").url == f"/{slug}"
    assert mine.get("/me/costs").url.startswith("/people/")  # mine are there; those of the place come later
    with pytest.raises(Http404):
        views.later(RequestFactory().get("/nowhere"), "nowhere")


def test_leaving_ends_on_a_page_of_no_meaning(client):
    assert client.get("/leave").url == settings.LEAVE_URL


# ---------- when something is not right ----------


def broken(monkeypatch, error):
    def raise_it(viewer):
        raise error

    monkeypatch.setattr(overview, "shared_with", raise_it)


def test_a_mistake_of_ours_is_a_kind_page_without_a_trace(elena, monkeypatch):
    broken(monkeypatch, ValueError("secret words"))
    client = browser(relative(elena))
    client.raise_request_exception = False
    html = text(client, "/shared", 500)
    assert "Something broke on our side" in html
    assert "secret words" not in html
    assert "Traceback" not in html


def test_a_busy_database_asks_for_patience(elena, monkeypatch):
    broken(monkeypatch, OperationalError("database is locked"))
    assert "One moment" in text(browser(relative(elena)), "/shared", 503)


@pytest.mark.hazard("H-22")
def test_no_page_leaves_when_its_look_cannot_be_written(elena, sasha, monkeypatch):
    def refuse(*_facts):
        raise OperationalError("database is locked")

    monkeypatch.setattr("handrail.web.middleware.write_looks", refuse)
    html = text(browser(sasha), f"/people/{elena.key}", 503)
    assert "Nair" not in html


def test_a_form_whose_token_is_gone_is_explained(me):
    client = browser(me, enforce_csrf_checks=True)
    answer = client.post("/account", {"language": "en", "theme": ""})
    assert answer.status_code == 403
    assert "stood open for a long time" in answer.content.decode()


def test_an_incomplete_form_is_a_sentence(me):
    answer = browser(me).post("/account", {"language": "en", "theme": ""})
    assert answer.status_code == 409
    assert "This form is not complete." in answer.content.decode()


def test_what_is_too_large_is_refused_kindly(client):
    body = b"sign_in_name=" + b"x" * (10 * 1024 * 1024 + 1)
    answer = client.post("/sign-in", body, content_type="application/x-www-form-urlencoded")
    assert answer.status_code == 400
    assert "too large" in answer.content.decode()


def test_htmx_is_led_to_sign_in_as_a_whole_page(client):
    answer = client.get("/people", headers={"HX-Request": "true"})
    assert answer.headers["HX-Redirect"] == "/sign-in?next=/people"


def test_every_answer_is_strict_and_kept_by_nobody(elena, sasha, client, monkeypatch):
    broken(monkeypatch, ValueError)
    staff, family = browser(sasha), browser(relative(elena))
    family.raise_request_exception = False
    answers = [
        client.get("/sign-in"),
        client.get("/people"),
        client.get("/nowhere"),
        staff.get("/people"),
        staff.get("/people-and-places"),
        staff.get("/people/bbbbbbbbbb"),
        staff.post("/account", {"language": "en"}),
        family.get("/shared"),
        browser(sasha, enforce_csrf_checks=True).post("/account"),
        client.post("/sign-in", {"sign_in_name": "x", "password": "y"}),
    ]
    assert [one.status_code for one in answers] == [200, 302, 404, 200, 403, 404, 409, 500, 403, 422]
    for one in answers:
        assert "default-src 'none'" in one.headers["Content-Security-Policy"]
        assert "unsafe" not in one.headers["Content-Security-Policy"]
        assert "no-store" in one.headers["Cache-Control"]
        assert one.headers["X-Frame-Options"] == "DENY"
        assert one.headers["X-Content-Type-Options"] == "nosniff"
        assert one.headers["Content-Language"] == "en"
