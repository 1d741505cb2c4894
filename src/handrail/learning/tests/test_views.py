import re

import pytest
from django.test import Client
from django.urls import reverse

from handrail.access import RelationKind, Role
from handrail.learning import actions
from handrail.learning.lessons import lessons
from handrail.learning.models import LessonCompany, LessonProgress, LessonSharing
from handrail.learning.tests import factories as make
from handrail.people.tests import factories as people
from handrail.people.tests.browsing import browser, signed, text
from handrail.plans.models import Step
from handrail.plans.tests import factories as plans
from handrail.practice.models import WeekItem

pytestmark = pytest.mark.django_db
KILOBYTE = 1_000


def about(person, version=0):
    return {"about": signed(person, version)}


def to(name, person, *more):
    return reverse(f"learning:{name}", args=[person.key, *more])


# ---- for everybody ---------------------------------------------------------------------------------------------


def test_anybody_reads_lessons_without_signing_in(client):
    shelf = text(client.get("/learn"))
    assert "Order a coffee" in shelf
    assert "There is no deadline and no score." in shelf
    assert "Card" not in shelf
    assert "The words" in text(client.get("/learn/a-coffee"))
    first = text(client.get("/learn/a-coffee/1"))
    assert "Card 1 of 4" in first
    assert 'href="/learn/a-coffee/2"' in first
    assert "<form" not in re.search(r"<main.*</main>", first, re.S).group()
    last = text(client.get("/learn/a-coffee/4"))
    assert "One thing to do" in last
    assert "Put it in my week" not in last


@pytest.mark.parametrize("address", ["/learn/none", "/learn/sleep/0", "/learn/sleep/9", "/learn/none/all"])
def test_a_lesson_or_card_that_is_not_there_says_so(client, address):
    assert client.get(address).status_code == 404


def test_a_whole_lesson_stands_on_one_page_to_print(client):
    page = text(client.get("/learn/the-bus/all"))
    for card in make.a_lesson("the-bus").cards:
        assert card.title in page
    assert "data-print" in page
    assert make.a_lesson("the-bus").one_thing.title in page


def test_the_button_to_listen_is_hidden_until_the_browser_can(client):
    page = text(client.get("/learn/sleep/1"))
    assert re.search(r'<read-aloud[^>]* data-part="card" hidden>', page)
    assert '<script src="/static/ui/listen.js" type="module">' in page
    assert 'id="card" lang="en"' in page


@pytest.mark.seed("S-123")
def test_a_lesson_in_another_language_says_so(client, settings):
    settings.LANGUAGES = [("en", "English"), ("fr", "Français")]
    client.cookies["django_language"] = "fr"
    page = text(client.get("/learn/sleep/1", headers={"accept-language": "fr"}))
    if 'lang="fr"' in page:
        assert "This lesson is in English." in page


def test_every_page_of_every_lesson_is_light(elena):
    person, me, _sasha = elena
    plans.goal(plans.plan(person, me), me)
    readers = [Client(), browser(me)]
    heavy = {}
    for lesson in lessons("en"):
        cards = [f"/learn/{lesson.slug}/{number}" for number in range(1, lesson.last + 1)]
        for address in ["/learn", f"/learn/{lesson.slug}", f"/learn/{lesson.slug}/all", *cards]:
            for client in readers:
                size = len(client.get(address).content)
                if size > 15 * KILOBYTE:
                    heavy[address] = size
    assert heavy == {}


# ---- my own place ----------------------------------------------------------------------------------------------


@pytest.mark.seed("S-122")
def test_i_stop_at_a_card_and_go_on_from_another_device(elena):
    person, me, _sasha = elena
    phone, library = browser(me), browser(me)
    assert "Begin" in text(phone.get("/learn/sleep"))
    begun = phone.post(to("place", person, "sleep"), {"card": "1", **about(person)})
    assert begun.url == "/learn/sleep/1"
    assert phone.post(to("place", person, "sleep"), {"card": "2", **about(person)}).url == "/learn/sleep/2"
    stop = {"card": "2", "do": "stop", **about(person)}
    stopped = phone.post(to("place", person, "sleep"), stop, follow=True)
    assert "waits at card 2" in text(stopped)
    shelf = text(library.get("/learn"))
    assert "Go on where I stopped" in shelf
    assert "Stopped at card 2 of 4" in shelf
    assert 'href="/learn/sleep/2"' in shelf
    assert "Go on at card 2" in text(library.get("/learn/sleep"))


def test_reading_a_page_keeps_nothing(elena):
    _person, me, _sasha = elena
    client = browser(me)
    for address in ("/learn", "/learn/sleep", "/learn/sleep/2", "/learn/sleep/all"):
        assert client.get(address).status_code == 200
    assert not LessonProgress.objects.exists()


@pytest.mark.parametrize("card", ["", "0", "99", "x", "-1", "١٢٣٤"])
def test_a_card_that_is_not_there_is_answered_with_a_sentence(elena, card):
    person, me, _sasha = elena
    answer = browser(me).post(to("place", person, "sleep"), {"card": card, **about(person)})
    assert answer.status_code in (400, 409, 422)
    assert "no such card" in text(answer)
    assert not LessonProgress.objects.exists()


def test_a_place_sent_twice_is_kept_once_and_another_persons_form_not_at_all(elena):
    person, me, _sasha = elena
    client = browser(me)
    sent = {"card": "2", **about(person)}
    for _time in range(2):
        assert client.post(to("place", person, "sleep"), sent).status_code == 302
    assert LessonProgress.objects.get().version == 2
    other = people.participant(person.organisation, "Daniel")
    assert client.post(to("place", other, "sleep"), {"card": "2", **about(other)}).status_code == 404
    assert client.post(to("place", person, "sleep"), {"card": "2", **about(other)}).status_code == 404
    assert client.post(to("place", person, "none"), {"card": "2", **about(person)}).status_code == 404


def test_staff_cannot_keep_a_place_for_somebody(elena):
    person, _me, sasha = elena
    answer = browser(sasha).post(to("place", person, "sleep"), {"card": "2", **about(person)})
    assert answer.status_code == 403


def test_a_lesson_is_put_away(elena):
    person, me, _sasha = elena
    make.stopped(person, me)
    client = browser(me)
    page = client.post(to("away", person, "sleep"), about(person), follow=True)
    assert "is put away. You can open it again on any day." in text(page)
    assert "Put away" in text(client.get("/learn"))


def test_the_one_thing_becomes_a_step_with_one_of_three_buttons(elena):
    person, me, _sasha = elena
    goal = plans.goal(plans.plan(person, me), me)
    client = browser(me)
    card = text(client.get("/learn/sleep/4"))
    assert f"It will stand under: “{goal.words}”" in card
    sent = {"support": "beside_me", **about(person)}
    page = client.post(to("step", person, "sleep"), sent, follow=True)
    assert "is a step of your plan now." in text(page)
    assert Step.objects.get().support_wanted == "beside_me"
    assert "A step of my plan" in text(client.get("/learn/sleep/4"))


def test_a_button_that_is_not_there_is_answered_with_a_sentence(elena):
    person, me, _sasha = elena
    client = browser(me)
    for name, sent in (
        ("step", {"support": "x"}),
        ("plan_thing", {"day": "never"}),
    ):
        answer = client.post(to(name, person, "sleep"), {**sent, **about(person)})
        assert "There is no such button." in text(answer)
    assert "There is no such button." in text(client.post(to("company", person), about(person)))
    assert not Step.objects.exists()


def test_without_a_goal_the_one_thing_goes_into_the_week(elena):
    person, me, _sasha = elena
    client = browser(me)
    card = text(client.get("/learn/sleep/4"))
    assert "Make it a step" not in card
    sent = {"day": "tomorrow", **about(person)}
    page = client.post(to("plan_thing", person, "sleep"), sent, follow=True)
    assert "stands in your week." in text(page)
    assert WeekItem.objects.get().planned_on.day == 21
    assert "In my week" in text(client.get("/learn/sleep/4"))


# ---- who sees it -----------------------------------------------------------------------------------------------


def test_the_switch_says_its_effect_and_holds(elena):
    person, me, sasha = elena
    make.stopped(person, me)
    client, team = browser(me), browser(sasha)
    page = text(client.get(to("person", person)))
    assert "Only I see which lessons I open" in page
    assert f"If I share them: {sasha.name} sees which lessons" in page
    assert "shares no lessons here" in text(team.get(to("person", person)))
    client.post(to("share", person), {"do": "share", **about(person)})
    assert "A calmer night" in text(team.get(to("person", person)))
    assert "Stop sharing" in text(client.get(to("person", person)))
    client.post(to("share", person), {"do": "keep", **about(person)})
    assert "A calmer night" not in text(team.get(to("person", person)))
    assert LessonSharing.objects.get().is_shared is False


def test_family_peers_and_strangers_find_no_page(elena):
    person, me, _sasha = elena
    make.stopped(person, me)
    actions.share_lessons(participant=person, shared=True, by=me)
    user = people.member(person.organisation, Role.SPECIALIST)
    closed = [
        people.staff_for(person, Role.FAMILY, RelationKind.FAMILY),
        people.staff_for(person, Role.PEER, RelationKind.PEER),
        people.viewer(user, person.organisation, Role.SPECIALIST),
    ]
    for viewer in closed:
        assert browser(viewer).get(to("person", person)).status_code == 404
    assert Client().get(to("person", person)).status_code == 302


def test_my_own_short_address_leads_to_my_lessons(elena):
    person, me, _sasha = elena
    assert browser(me).get("/me/lessons").url == to("person", person)


def test_an_empty_page_is_fine(elena):
    person, me, _sasha = elena
    assert "No lesson yet. That is fine." in text(browser(me).get(to("person", person)))


# ---- together --------------------------------------------------------------------------------------------------


@pytest.mark.seed("S-137")
def test_two_lessons_left_open_lead_to_company_only_on_a_yes(elena):
    person, me, sasha = elena
    make.two_left(person, me)
    client, team = browser(me), browser(sasha)
    week = reverse("practice:week", args=[person.key])
    assert "Would you like to look at one together" in text(client.get(week))
    assert "Would like company" not in text(team.get("/today"))
    page = client.post(to("company", person), {"do": "yes", **about(person)}, follow=True)
    assert "They do not see which lessons." in text(page)
    assert "Would like company with a lesson." in text(team.get("/today"))
    theirs = text(team.get(to("person", person)))
    assert "Elena would like company with a lesson." in theirs
    assert "A calmer night" not in theirs
    assert reverse("practice:session_new", args=[person.key]) in theirs
    manager = browser(people.staff_for(person, Role.MANAGER, RelationKind.SUPERVISOR))
    page = text(manager.get(to("person", person)))
    assert "would like company" in page
    assert "We looked at one" not in page
    wish = LessonCompany.objects.get()
    ended = team.post(to("company_end", person, wish.key), {"do": "met", **about(person, 1)})
    assert ended.url == "/today"
    assert "Would like company" not in text(team.get("/today"))


def test_a_not_now_is_kept_and_nobody_is_told(elena):
    person, me, sasha = elena
    make.two_left(person, me)
    client = browser(me)
    page = client.post(to("company", person), {"do": "no", **about(person)}, follow=True)
    assert "Kept. Nobody is told." in text(page)
    assert "Would you like to look" not in text(page)
    key = LessonCompany.objects.get().key
    answer = browser(sasha).post(to("company_end", person, key), {"do": "met", **about(person)})
    assert answer.status_code == 404


def test_a_wish_is_taken_back_by_the_person_only(elena):
    person, me, sasha = elena
    wish = actions.answer_company(participant=person, wants=True, by=me)
    address = to("company_end", person, wish.key)
    assert browser(sasha).post(address, {"do": "back", **about(person)}).status_code == 403
    assert "no such button" in text(browser(me).post(address, {"do": "x", **about(person)}))
    assert browser(me).post(address, {"do": "back", **about(person)}).url == to("person", person)
    assert LessonCompany.objects.get().status == "taken_back"
