"""A printed card, made together; and how one's own pages look."""

import re
from datetime import UTC, datetime, timedelta

import pytest
from django.contrib.auth.hashers import Argon2PasswordHasher
from django.test import Client

from handrail.access import RelationKind, Role
from handrail.accounts.models import Card, User
from handrail.accounts.rules import How
from handrail.accounts.tests.browsing import about, browser
from handrail.audit.models import Event
from handrail.base import clock
from handrail.base.errors import NotAllowed
from handrail.people import actions
from handrail.people.models import AccessTask, Relation
from handrail.people.tests import factories as make

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 10, 20, 10, tzinfo=UTC)


@pytest.fixture(autouse=True)
def at(monkeypatch):
    for name, cost in [("time_cost", 1), ("memory_cost", 8), ("parallelism", 1)]:
        monkeypatch.setattr(Argon2PasswordHasher, name, cost)
    with clock.clock_at(NOON) as held:
        yield held


@pytest.fixture
def elena():
    return make.participant(make.organisation())


@pytest.fixture
def sasha(elena):
    return browser(make.staff_for(elena))


def make_card(client, person, word="Marigold"):
    page = f"/people/{person.key}/card"
    # The last form of the page stops a card that is there already; either carries the same mark of the person.
    return client.post(page, {"word": word, "about": about(client, page)})


def letters_on(client, person):
    html = client.get(f"/people/{person.key}/card/print").content.decode()
    return "".join(re.findall(r"<span>([a-z]{4})</span>", html))


def test_whoever_has_nothing_gets_an_account_by_a_card(sasha, elena):
    assert make_card(sasha, elena).url == f"/people/{elena.key}/card/print"
    letters = letters_on(sasha, elena)
    assert len(letters) == 24
    relation = Relation.objects.get(participant=elena, kind=RelationKind.SELF)
    assert not relation.user.has_usable_password()
    assert Event.objects.filter(kind="give_card", participant_id=elena.pk).count() == 1
    tablet = Client()
    assert tablet.post("/card", {"letters": letters, "word": "marigold", "is_shared": "on"}).url == "/"
    assert tablet.get("/me/week").status_code == 302
    assert tablet.get(f"/people/{elena.key}/week").status_code == 200


def test_an_account_that_is_kept_away_gets_no_card_and_whoever_has_the_same_name_does(sasha, elena):
    me = make.self_viewer(elena)
    dana = make.staff_for(elena, Role.COORDINATOR, RelationKind.COORDINATOR)
    actions.block_contact(participant=elena, name=elena.full_name, by=dana)
    assert make_card(sasha, elena).status_code == 302
    actions.block_contact(participant=elena, user=User.objects.get(pk=me.user_id), by=dana)
    assert make_card(sasha, elena).status_code == 404
    assert AccessTask.objects.get().place == "account"
    assert Card.objects.count() == 1


@pytest.mark.asvs("3.3.2", "7.4.4", "14.3.1")
def test_a_shared_tablet_forgets_everything(sasha, elena):
    make_card(sasha, elena)
    tablet = Client()
    answer = tablet.post(
        "/card", {"letters": letters_on(sasha, elena), "word": "marigold", "is_shared": "on"}
    )
    assert answer.cookies["handrail"]["max-age"] == "", "the session ends with the browser"
    assert "handrail_known" not in answer.cookies
    gone = tablet.post("/sign-out")
    assert gone["Clear-Site-Data"] == '"cache", "cookies", "storage"'
    assert gone["Cache-Control"] == "no-store"
    assert tablet.get("/account").status_code == 302


def test_the_card_is_shown_for_ten_minutes_to_whoever_made_it(sasha, elena, at):
    make_card(sasha, elena)
    html = sasha.get(f"/people/{elena.key}/card/print").content.decode()
    assert "<svg" in html
    assert "Nair" not in html.split('class="paper"')[1].split("</section>")[0], "no name on the card"
    colleague = browser(make.staff_for(elena))
    assert colleague.get(f"/people/{elena.key}/card/print").url == f"/people/{elena.key}/card"
    at.move_to(NOON + timedelta(minutes=11))
    assert sasha.get(f"/people/{elena.key}/card/print").url == f"/people/{elena.key}/card"


def test_a_stopped_card_opens_nothing_and_ends_its_sessions(sasha, elena):
    make_card(sasha, elena)
    letters = letters_on(sasha, elena)
    tablet = Client()
    tablet.post("/card", {"letters": letters, "word": "marigold"})
    page = f"/people/{elena.key}/card"
    assert sasha.post(page, {"do": "stop", "about": about(sasha, page)}).url == page
    assert tablet.get("/account").status_code == 302
    assert Client().post("/card", {"letters": letters, "word": "marigold"}).status_code == 422
    assert not Card.objects.filter(ended_at__isnull=True).exists()


def test_a_short_word_is_said_and_no_card_is_made(sasha, elena):
    answer = make_card(sasha, elena, "abc")
    assert answer.status_code == 422
    assert "four letters or more" in answer.content.decode()
    assert not User.objects.filter(sign_in_name__startswith="card-").exists()


def test_nobody_else_makes_a_card(elena):
    stranger = browser(
        make.viewer(make.member(elena.organisation, Role.SPECIALIST), elena.organisation, Role.SPECIALIST)
    )
    page = f"/people/{elena.key}/card"
    assert stranger.get(page).status_code == 404
    assert stranger.get(f"{page}/print").status_code == 404
    assert browser(make.self_viewer(elena)).get(page).status_code == 403


# ---- how my pages look ----


def choose(client, person, **more):
    page = f"/people/{person.key}/page"
    sent = {"shows_leave": "end", "list_name": "Blue notes", "tab_title": "Notes", **more}
    return client.post(page, {**sent, "about": about(client, page)})


def test_a_person_is_asked_once_on_the_first_visit(elena):
    viewer = make.self_viewer(elena)
    mine = browser(viewer)
    assert mine.get("/").url == "/me/page"
    assert "We ask once" in mine.get(f"/people/{elena.key}/page").content.decode()
    assert choose(mine, elena).url == "/"
    assert mine.get("/").url == "/me/week"
    assert browser(viewer).get("/").url == "/me/week"


def test_later_is_an_answer_too_and_changes_nothing(elena):
    mine = browser(make.self_viewer(elena))
    assert choose(mine, elena, do="later").url == "/"
    assert mine.get("/").url == "/me/week"
    elena.refresh_from_db()
    assert (elena.shows_leave, elena.list_name, elena.tab_title) == (True, "", "")


def test_the_pages_look_as_the_person_wishes_on_every_device_at_once(elena):
    viewer = make.self_viewer(elena)
    mine, other = browser(viewer), browser(viewer)
    before = other.get("/account").content.decode()
    assert "btn--leave" in before
    assert "<title>My settings · Handrail</title>" in before
    choose(mine, elena)
    for client in (mine, other):
        html = client.get("/account").content.decode()
        assert "<title>Notes</title>" in html
        assert "Blue notes" in html
        assert "My list" not in html.split('<nav class="tabs"')[1]
        assert "btn--leave" not in html
        assert html.count("data-leave") == 1, "small, at the end"
    assert Event.objects.filter(kind="choose_page", participant_id=elena.pk).count() == 1


def test_only_the_person_chooses(elena):
    page = f"/people/{elena.key}/page"
    assert browser(make.staff_for(elena)).get(page).status_code == 403
    other = make.participant(elena.organisation, "Omar", "Aziz")
    assert browser(make.self_viewer(other)).get(page).status_code == 404


def test_a_limited_session_says_so_to_a_page_of_ones_own(elena):
    mine = browser(make.self_viewer(elena), how=How.PASSWORD)
    assert 'data-idle="900"' in mine.get("/account").content.decode()


@pytest.mark.asvs("7.5.1")
def test_a_card_is_made_only_by_who_says_again_who_they_are_and_stopped_at_once(elena, at):
    client = browser(make.staff_for(elena), how=How.PASSWORD)
    make_card(client, elena)
    page = f"/people/{elena.key}/card"
    sent = {"word": "Lantern", "about": about(client, page)}
    at.move_to(NOON + timedelta(minutes=6))
    html = client.get(page).content.decode()
    assert 'name="word"' not in html and f"/account/again?next={page}" in html
    assert client.post(page, sent).url == f"/account/again?next={page}"
    before = Card.objects.get()
    assert before.ended_at is None
    assert client.post(page, {"do": "stop", "about": about(client, page)}).status_code == 302
    assert Card.objects.exclude(ended_at=None).count() == 1


def test_nobody_chooses_in_the_name_of_the_person(elena):
    with pytest.raises(NotAllowed, match="The person chooses this"):
        actions.choose_page(
            participant=elena, shows_leave=False, list_name="", tab_title="", by=make.staff_for(elena)
        )
    elena.refresh_from_db()
    assert elena.shows_leave is True
