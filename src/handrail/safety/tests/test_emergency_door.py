"""The reason, the code and the search: every way in which nothing opens."""

from datetime import date, timedelta

import pytest
from django.contrib.sessions.models import Session

from handrail.access import Role
from handrail.accounts import actions as accounts
from handrail.accounts.models import SignInTry, User
from handrail.audit.models import Event, Look
from handrail.base import clock
from handrail.people import actions as people_actions
from handrail.people.holdings import erase
from handrail.people.models import AccessTask
from handrail.people.tests import factories as people
from handrail.people.tests.browsing import browser, signed, text
from handrail.safety import actions
from handrail.safety.actions import emergency
from handrail.safety.models import EmergencyOpening
from handrail.safety.tests import factories as make

pytestmark = pytest.mark.django_db
NOTHING = "No list opens with that."
FOUND = "/emergency/found"


@pytest.fixture(autouse=True)
def at():
    with clock.clock_at(make.NOON) as held:
        yield held


@pytest.fixture
def place():
    return people.organisation()


@pytest.fixture
def elena(place):
    person = make.somebody(place)
    make.listed(person)
    return person


@pytest.fixture
def imran(place):
    return make.with_code(make.colleague(place, Role.CLINICIAN, "Imran Siddiqui"))


def searches():
    return list(Event.objects.filter(kind="search_in_emergency").order_by("at"))


# ---- who may, and with what ----


@pytest.mark.parametrize("role", sorted({*Role} - {Role.SPECIALIST, Role.CLINICIAN, Role.COORDINATOR}))
def test_only_who_meets_people_stands_at_this_door(place, role):
    client = browser(make.colleague(place, role))
    for address in ("", "/search", "/found", "/bcdfghjkmn"):
        assert client.get(f"/emergency{address}").status_code == 403
        assert client.post(f"/emergency{address}", {"about": signed()}).status_code == 403


def test_a_reason_and_a_code_come_before_any_search(elena, imran):
    client = browser(imran)
    for address in ("/emergency/search", FOUND):
        assert client.get(address).url == "/emergency"
        assert client.post(address, {"about": signed()}).url == "/emergency"
    assert searches() == []
    page = text(client.get("/emergency"))
    assert "In danger, call the emergency number first." in page
    for missing in ({"reason": ""}, {"words": " "}):
        assert make.say_why(client, make.code(), **missing).status_code == 422
    assert client.get("/emergency/search").url == "/emergency"
    assert make.say_why(client, make.code()).url == "/emergency/search"
    assert client.get("/emergency/search").status_code == 200
    assert Event.objects.filter(kind="take_code", user_id=imran.user_id).count() == 1


def test_a_wrong_code_opens_no_search_and_counts(elena, imran):
    client = browser(imran)
    wrong = make.say_why(client, "000000")
    assert wrong.status_code == 422
    assert "That code does not fit" in text(wrong)
    assert make.WORDS in text(wrong), "what was typed stays"
    assert client.get("/emergency/search").url == "/emergency"
    assert SignInTry.objects.count() == 1
    for _number in range(4):
        make.say_why(client, "000000")
    assert "Those were many tries." in text(make.say_why(client, make.code()))


def test_a_code_works_once(elena, imran):
    used = make.code()
    assert make.say_why(browser(imran), used).url == "/emergency/search"
    other = browser(imran)
    assert make.say_why(other, used).status_code == 422
    assert other.get("/emergency/search").url == "/emergency"


def test_a_form_sent_twice_lets_nobody_else_in(elena, imran):
    sent = {"about": signed(), "reason": "danger", "words": make.WORDS, "code": make.code()}
    assert browser(imran).post("/emergency", sent).status_code == 302
    again = browser(imran)
    assert again.post("/emergency", sent).url == "/emergency/search"
    assert again.get("/emergency/search").url == "/emergency", "the code was not taken a second time"


def test_who_has_no_code_sets_one_up_first(place, elena):
    client = browser(make.colleague(place))
    assert "Set it up first" in text(client.get("/emergency"))
    assert make.say_why(client).status_code == 403
    assert client.get("/emergency/search").url == "/emergency"


def test_a_made_up_person_of_a_demo_goes_on_without_a_code(place, elena):
    accounts.make_installation(by=people.operator(), is_demo=True, demo_seed=1, demo_today=people.TODAY)
    client = browser(make.colleague(place))
    assert "This is a demo with made-up people." in text(client.get("/emergency"))
    assert make.say_why(client).url == "/emergency/search"


def test_the_door_closes_after_fifteen_minutes(at, elena, imran):
    client = make.let_in(imran)
    at.move_to(clock.now() + timedelta(minutes=15))
    assert client.get("/emergency/search").url == "/emergency"
    assert make.seek(client).url == "/emergency"
    assert searches() == []


def test_what_the_session_remembers_is_sealed_and_is_nobody_elses(place, elena, imran):
    client = make.let_in(imran)
    assert make.seek(client).url == FOUND
    held = {key: value for row in Session.objects.all() for key, value in row.get_decoded().items()}
    assert make.WORDS not in str(held)
    assert str(elena.pk) not in str(held)
    other = browser(make.colleague(place))
    session = other.session
    session["emergency"] = held["emergency"]
    session.save()
    assert other.get(FOUND).url == "/emergency"


# ---- the search ----


@pytest.mark.hazard("H-11")
def test_full_name_and_birth_date_lead_to_one_list_without_saying_whose(elena, imran):
    client = make.let_in(imran)
    assert make.seek(client, "  nair ELENA ").url == FOUND
    page = text(client.get(FOUND))
    assert "One list fits" in page
    assert "Nair" not in page
    assert elena.key not in page
    [event] = searches()
    assert (event.user_id, event.participant_id) == (imran.user_id, elena.pk)


@pytest.mark.parametrize(
    ("name", "born"),
    [
        ("Elena", make.BORN),
        ("Elena Nai", make.BORN),
        ("Elena Nair Lopez", make.BORN),
        ("Elena Nair", date(1994, 3, 9)),
        ("Ele Na", make.BORN),
    ],
)
def test_what_does_not_fit_exactly_leads_to_nothing(elena, imran, name, born):
    client = make.let_in(imran)
    assert make.seek(client, name, born).url == "/emergency/search"
    assert NOTHING in text(client.get("/emergency/search"))
    assert client.get(FOUND).url == "/emergency/search"
    assert [event.participant_id for event in searches()] == [None]


def _twin(elena, imran):
    make.somebody(elena.organisation)  # keeps no list, and still counts


def _elsewhere(elena, imran):
    elena.organisation = people.organisation("Hilltop")
    elena.save(update_fields=["organisation"])


def _erased(elena, imran):
    erase(elena, people.TODAY)


def _closed(elena, imran):
    me = people.viewer(
        User.objects.get(relations__participant=elena, relations__kind="self"),
        elena.organisation,
        Role.PARTICIPANT,
        participant_id=elena.pk,
    )
    actions.settle_list(
        participant=elena, name="", is_shared=True, shares_checks=False, opens_in_emergency=False, by=me
    )


def _empty(elena, imran):
    elena.listlines.update(put_away_on=people.TODAY)


def _blocked(elena, imran):
    people_actions.block_contact(
        participant=elena,
        user=User.objects.get(pk=imran.user_id),
        by=people.operator(elena.organisation),
    )


@pytest.mark.parametrize("change", [_twin, _elsewhere, _erased, _closed, _empty, _blocked])
def test_none_many_closed_and_kept_away_are_one_sentence(elena, imran, change):
    change(elena, imran)
    client = make.let_in(imran)
    assert make.seek(client).url == "/emergency/search"
    assert NOTHING in text(client.get("/emergency/search"))
    assert client.get(FOUND).url == "/emergency/search"
    assert [event.participant_id for event in searches()] == [None]
    blocked = AccessTask.objects.filter(participant=elena, kind="blocked").count()
    assert blocked == (change is _blocked), "whoever coordinates learns of it"


def test_the_letters_of_a_card_lead_there_too(elena, imran):
    user = User.objects.get(relations__participant=elena, relations__kind="self")
    card, letters = accounts.new_card(user=user, word="marigold", by=people.operator(elena.organisation))
    client = make.let_in(imran)
    typed = f"{letters[:4].upper()} {letters[4:10]}"
    assert make.seek(client, "", None, card=typed).url == FOUND
    assert make.seek(client, "", None, card=letters).url == FOUND
    accounts.end_card(user=user)
    assert make.seek(client, "", None, card=letters).url == "/emergency/search"
    assert client.get(FOUND).url == "/emergency/search", "the former answer is forgotten"


@pytest.mark.parametrize(
    ("sent", "words"),
    [
        ({"full_name": "Elena Nair", "birth_on": None}, "Write the full name and the birth date"),
        ({"full_name": "", "birth_on": None}, "Write the full name and the birth date"),
        ({"full_name": "", "birth_on": None, "card": "abc"}, "Type all ten letters."),
        ({"birth_on": date(94, 3, 8)}, "Write the year with four digits."),
    ],
)
def test_a_half_search_is_no_search(elena, imran, sent, words):
    client = make.let_in(imran)
    page = make.seek(client, **sent)
    assert page.status_code == 422
    assert words in text(page)
    assert searches() == []


def test_after_five_searches_in_an_hour_the_sixth_waits(at, elena, imran):
    client = make.let_in(imran)
    for _number in range(5):
        assert make.seek(client, "Somebody Else").status_code == 302
    sixth = make.seek(client)
    assert sixth.status_code == 422
    assert "Wait 60 minutes" in text(sixth)
    assert len(searches()) == 5
    assert client.get(FOUND).url == "/emergency/search"
    with pytest.raises(Exception, match="many tries"):
        emergency.search_in_emergency(sought=emergency.Sought(card="bcdfghjkmn"), by=imran)
    at.move_to(clock.now() + timedelta(hours=1))
    assert make.seek(make.let_in(imran)).url == FOUND


def test_a_search_shows_nobody(elena, imran):
    client = make.let_in(imran)
    make.seek(client)
    client.get(FOUND)
    assert not Look.objects.exists()


def test_what_was_closed_after_the_search_does_not_open(elena, imran):
    client = make.let_in(imran)
    make.seek(client)
    _closed(elena, imran)
    assert client.post(FOUND, {"about": signed()}).url == "/emergency/search"
    with pytest.raises(Exception, match="does not open now"):
        make.opened(elena, imran)
    assert not EmergencyOpening.objects.exists()


def test_who_is_kept_away_after_the_search_meets_what_is_absent(elena, imran):
    client = make.let_in(imran)
    make.seek(client)
    _blocked(elena, imran)
    assert client.post(FOUND, {"about": signed()}).status_code == 404
    assert not EmergencyOpening.objects.exists()
    assert AccessTask.objects.filter(participant=elena, kind="blocked").count() == 1
