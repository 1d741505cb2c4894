"""The hour itself, who is told, and who looks at it afterwards."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from handrail.access import Label, RelationKind, Role
from handrail.accounts.models import User
from handrail.audit.models import Event, Look
from handrail.base import clock
from handrail.base.errors import DomainError, InvalidTransition, NotAllowed
from handrail.notices.models import Message
from handrail.notices.rules import BODY, SUBJECT
from handrail.people import actions as people_actions
from handrail.people.looked import looked_page
from handrail.people.models import Relation
from handrail.people.tests import factories as people
from handrail.people.tests.browsing import about, browser, signed, text
from handrail.safety import actions
from handrail.safety.actions import emergency
from handrail.safety.holdings import HOLDINGS
from handrail.safety.jobs import end_openings
from handrail.safety.models import EmergencyOpening, EmergencyOpeningStatusChange, HardDayList
from handrail.safety.queries import emergency as reads
from handrail.safety.tests import factories as make

pytestmark = pytest.mark.django_db
TEA = "Tea, and the window open."
MINUTE = timedelta(minutes=1)
REVIEWS = "/emergency/reviews"


@pytest.fixture(autouse=True)
def at():
    with clock.clock_at(make.NOON) as held:
        yield held


@pytest.fixture
def elena():
    return make.somebody(people.organisation())


@pytest.fixture
def me(elena):
    return make.listed(elena)


@pytest.fixture
def dana(elena):
    return people.staff_for(elena, Role.COORDINATOR, RelationKind.COORDINATOR)


@pytest.fixture
def margit(elena):
    return make.colleague(elena.organisation, Role.MANAGER, "Margit Falk")


@pytest.fixture
def imran(elena):
    return make.colleague(elena.organisation, Role.CLINICIAN, "Imran Siddiqui")


def address(opening):
    return f"/emergency/{opening.key}"


def user_of(viewer):
    return User.objects.get(pk=viewer.user_id)


# ---- the hour ----


def test_from_the_reason_to_the_list_in_three_forms(elena, me, dana, imran):
    client = make.let_in(make.with_code(imran))
    make.seek(client)
    came = client.post("/emergency/found", {"about": signed()})
    [opening] = EmergencyOpening.objects.all()
    assert came.url == address(opening)
    page = text(client.get(came.url))
    assert TEA in page, "private, and that is what it is for"
    assert "Open in an emergency, to read only. Minutes left: 60." in page
    assert "Elena will read that you opened it. Coordinator" in page
    assert "Nair" not in page.split("</title>")[0]
    assert elena.key not in page
    assert (opening.words, opening.reason, opening.found_by) == (make.WORDS, "danger", "name")
    assert client.get("/emergency/search").url == "/emergency", "the next list needs its own reason and code"
    assert "A list is still open to you." in text(client.get("/emergency"))


def test_it_is_one_event_one_relation_and_each_look_says_why(elena, me, imran):
    opening = make.opened(elena, imran)
    browser(imran).get(address(opening))
    assert Event.objects.filter(kind="open_in_emergency", participant_id=elena.pk).count() == 1
    relation = Relation.objects.get(participant=elena, kind=RelationKind.EMERGENCY)
    assert (opening.relation, opening.label) == (relation, Label.RESTRICTED)
    looks = Look.objects.filter(user_id=imran.user_id).values_list("category", "relation", "page")
    assert list(looks) == [("safety", "emergency", "safety:emergency_list")]
    [line] = looked_page(me, elena.key).unusual
    assert (line.who, line.why) == ("Imran Siddiqui", "opened in an emergency")
    assert "Is not on my team now" in line.unusual


def test_after_sixty_minutes_it_is_closed_to_the_second(at, elena, me, imran):
    opening, client = make.opened(elena, imran), browser(imran)
    at.move_to(make.NOON + 60 * MINUTE - timedelta(seconds=1))
    assert "Minutes left: 1." in text(client.get(address(opening)))
    at.move_to(make.NOON + 60 * MINUTE)
    over = client.get(address(opening))
    assert over.status_code == 404
    assert "the hour is over" in text(over)
    assert TEA not in text(over)
    assert "Elena" not in text(over)
    assert Relation.objects.get(pk=opening.relation_id).to_on > people.TODAY, "without the work loop"


def test_the_work_loop_ends_the_relation_once(at, elena, me, imran):
    opening = make.opened(elena, imran)
    assert end_openings() == 0
    at.move_to(make.NOON + 60 * MINUTE)
    assert (end_openings(), end_openings()) == (1, 0)
    assert Relation.objects.get(pk=opening.relation_id).to_on == people.TODAY
    [event] = Event.objects.filter(kind="end_emergency")
    assert event.actor == "system:emergency openings"


def test_who_opened_it_closes_it_earlier_and_nobody_else(elena, me, imran):
    opening, client = make.opened(elena, imran), browser(imran)
    other = make.colleague(elena.organisation)
    with pytest.raises(NotAllowed):
        emergency.end_emergency(opening=opening, by=other)
    assert client.post(address(opening), {"about": signed()}).url == "/emergency"
    assert client.get(address(opening)).status_code == 404
    assert Event.objects.filter(kind="end_emergency").count() == 1
    assert end_openings() == 0


def test_nobody_else_reads_it_by_its_address(elena, me, dana, margit, imran):
    opening = make.opened(elena, imran)
    for other in (make.colleague(elena.organisation), dana):
        assert browser(other).get(address(opening)).status_code == 404
    assert browser(margit).get(address(opening)).status_code == 403
    there = make.colleague(people.organisation("Hilltop"))
    assert browser(there).get(address(opening)).status_code == 404


def test_who_leaves_reads_nothing_any_more(elena, me, imran):
    opening, client = make.opened(elena, imran), browser(imran)
    people_actions.let_go(
        user=user_of(imran), organisation=elena.organisation, by=people.operator(elena.organisation)
    )
    assert client.get(address(opening)).url == f"/sign-in?next={address(opening)}"
    assert not reads.emergency_page(imran, opening).sections


def test_the_persons_no_closes_it_at_the_next_request(elena, me, imran):
    opening, client = make.opened(elena, imran), browser(imran)
    assert TEA in text(client.get(address(opening)))
    said = {"name": "", **about(elena)}
    assert (
        browser(me).post(f"/people/{elena.key}/my-list/settle", {**said, "about": signed(elena)}).status_code
        == 302
    )
    page = text(client.get(address(opening)))
    assert TEA not in page
    assert "The person keeps this list closed now." in page


def test_the_setting_is_yes_until_the_person_says_no_and_says_its_effect(elena, me):
    client = browser(me)
    page = text(client.get(f"/people/{elena.key}/my-list/settle"))
    assert "In an emergency, the list may be opened" in page
    assert "Without this it stays closed, even then." in page
    assert "An emergency opens it" in text(client.get(f"/people/{elena.key}/my-list"))
    client.post(f"/people/{elena.key}/my-list/settle", {"name": "", "about": signed(elena)})
    assert "Closed in an emergency too" in text(client.get(f"/people/{elena.key}/my-list"))
    assert not HardDayList.objects.get().opens_in_emergency
    actions.settle_list(participant=elena, name="", is_shared=True, shares_checks=False, by=me)
    assert not HardDayList.objects.get().opens_in_emergency, "what is not said stays"


def test_the_hour_opens_nothing_else_and_no_list_of_people(elena, me, imran):
    make.opened(elena, imran)
    client = browser(imran)
    for rest in ("", "/plan", "/notes", "/my-list", "/check-in", "/people", "/access", "/week"):
        assert client.get(f"/people/{elena.key}{rest}").status_code == 404, rest
    assert "Nair" not in text(client.get("/people"))
    assert "Imran" not in text(browser(me).get(f"/people/{elena.key}/people")), (
        "an hour is no part in the team"
    )


def test_an_opening_ends_later_than_it_begins(elena, me, imran):
    opening = make.opened(elena, imran)
    for wrong in ({"ends_at": make.NOON}, {"answer": "It was needed."}):
        with pytest.raises(IntegrityError), transaction.atomic():
            EmergencyOpening.objects.filter(pk=opening.pk).update(**wrong)


# ---- who is told ----


def told():
    return {message.recipient.name for message in Message.objects.filter(kind="opened")}


def test_two_others_are_told_at_once_and_the_mail_says_nothing(elena, me, dana, margit, imran):
    make.opened(elena, imran)
    assert told() == {"Margit Falk", user_of(dana).name}
    assert all(message.due_at == make.NOON for message in Message.objects.all())
    assert "emergency" not in f"{SUBJECT} {BODY}".lower()


def test_when_nobody_coordinates_others_who_do_are_told(elena, me, margit, imran):
    make.colleague(elena.organisation, Role.COORDINATOR, "Piotr Nowak")
    make.opened(elena, imran)
    assert told() == {"Margit Falk", "Piotr Nowak"}


def test_who_opened_it_is_not_told_of_it(elena, me, dana, margit):
    make.opened(elena, dana)
    assert told() == {"Margit Falk"}


def test_the_person_reads_of_it_until_they_say_so(elena, me, dana, imran):
    client = browser(me)
    week = f"/people/{elena.key}/week"
    assert "opened your list" not in text(client.get(week))
    make.opened(elena, imran)
    assert "Imran Siddiqui opened your list in an emergency" in text(client.get(week))
    here = f"/people/{elena.key}/my-list/opened"
    page = text(client.get(here))
    assert make.WORDS in page
    assert "Somebody may be in danger now" in page
    assert browser(dana).post(here, {"about": signed(elena)}).status_code == 403
    assert make.WORDS in text(browser(dana).get(here))
    assert client.post(here, {"about": signed(elena)}).status_code == 302
    assert "opened your list" not in text(client.get(week))
    assert Event.objects.filter(kind="read_of_emergencies").count() == 1
    with pytest.raises(NotAllowed):
        emergency.read_of_emergencies(participant=elena, by=dana)


def test_team_family_and_strangers_do_not_read_who_opened_it(elena, me, imran):
    make.opened(elena, imran)
    for role, kind in ((Role.SPECIALIST, RelationKind.CARE_TEAM), (Role.FAMILY, RelationKind.FAMILY)):
        assert (
            browser(people.staff_for(elena, role, kind))
            .get(f"/people/{elena.key}/my-list/opened")
            .status_code
            == 404
        )


def test_the_line_stands_on_every_page_of_a_person(elena, imran):
    line = "in an emergency the list for hard days can be opened. The person is told."
    sasha = people.staff_for(elena)
    manager = people.staff_for(elena, Role.MANAGER, RelationKind.SUPERVISOR)
    page = text(browser(sasha).get(f"/people/{elena.key}"))
    assert line in page
    assert 'href="/emergency"' in page
    theirs = text(browser(manager).get(f"/people/{elena.key}"))
    assert line in theirs
    assert 'href="/emergency"' not in theirs


def test_pages_ask_no_more_than_before(elena, me, imran):
    def asked(client, page):
        client.get(page)
        with CaptureQueriesContext(connection) as found:
            assert client.get(page).status_code == 200
        return len(found)

    team, own = browser(people.staff_for(elena)), browser(me)
    pages = [(team, f"/people/{elena.key}"), (own, f"/people/{elena.key}/my-list")]
    before = [asked(client, page) for client, page in pages]
    for _number in range(3):
        make.opened(elena, imran)
    assert [asked(client, page) for client, page in pages] == before
    few = asked(own, f"/people/{elena.key}/my-list/opened")
    for _number in range(7):
        make.opened(elena, imran)
    assert asked(own, f"/people/{elena.key}/my-list/opened") == few


# ---- afterwards ----


def look_at(viewer, opening, answer="It was needed."):
    return browser(viewer).post(REVIEWS, {"about": signed(), "opening": opening.key, "answer": answer})


def test_who_coordinates_looks_at_it_and_the_person_reads_what_was_found(elena, me, dana, imran):
    opening = make.opened(elena, imran)
    assert "1 to look at." in text(browser(dana).get("/today"))
    page = text(browser(dana).get(REVIEWS))
    assert "Elena Nair" in page
    assert make.WORDS in page
    assert look_at(dana, opening, " ").status_code == 422
    assert look_at(dana, opening).status_code == 302
    assert "Nothing waits for you here." in text(browser(dana).get(REVIEWS))
    assert "It was needed." in text(browser(me).get(f"/people/{elena.key}/my-list/opened"))
    [change] = EmergencyOpeningStatusChange.objects.all()
    assert (change.from_status, change.to_status, change.changed_by_id) == ("waits", "reviewed", dana.user_id)
    assert Event.objects.filter(kind="review_emergency").count() == 1
    with pytest.raises(InvalidTransition):
        emergency.review_emergency(opening=opening, answer="Again", by=dana)


def test_nobody_looks_at_their_own(elena, me, dana, margit):
    opening = make.opened(elena, dana)
    assert reads.reviews(dana) == []
    assert look_at(dana, opening).status_code == 404
    with pytest.raises(NotAllowed, match="Somebody else"):
        emergency.review_emergency(opening=opening, answer="It was needed.", by=dana)
    assert look_at(margit, opening).status_code == 302


def test_a_manager_sees_that_its_day_has_passed_and_not_whose_list_it_was(at, elena, me, dana, margit, imran):
    opening = make.opened(elena, imran)
    client = browser(margit)
    assert "has passed" not in text(client.get("/overview"))
    at.move_to(make.NOON + timedelta(days=3))
    for page in ("/overview", "/today"):
        assert "The day of 1 has passed." in text(client.get(page))
    page = text(client.get(REVIEWS))
    assert "Its day has passed" in page
    assert "Somebody whose record you do not see" in page
    assert "Imran Siddiqui" in page
    assert "Nair" not in page
    assert look_at(margit, opening).status_code == 302
    assert reads.waiting(margit.on(people.TODAY + timedelta(days=3))) == reads.Waiting(0, 0)


def test_a_manager_of_the_person_reads_the_name(elena, me, dana, imran):
    manager = people.staff_for(elena, Role.MANAGER, RelationKind.SUPERVISOR)
    make.opened(elena, imran)
    assert [one.whose for one in reads.reviews(manager)] == ["Elena Nair"]


def test_of_a_person_whom_nobody_coordinates_every_coordinator_looks(elena, me, imran):
    other = make.colleague(elena.organisation, Role.COORDINATOR)
    opening = make.opened(elena, imran)
    assert [one.opening for one in reads.reviews(other)] == [opening]
    people.staff_for(elena, Role.COORDINATOR, RelationKind.COORDINATOR)
    assert reads.reviews(other) == []
    assert look_at(other, opening).status_code == 404


def test_another_place_sees_none_of_it(elena, me, imran):
    make.opened(elena, imran)
    there = people.organisation("Hilltop")
    for role in (Role.MANAGER, Role.COORDINATOR):
        viewer = make.colleague(there, role)
        assert (reads.reviews(viewer), reads.waiting(viewer), reads.often(viewer)) == (
            [],
            reads.Waiting(0, 0),
            [],
        )


def test_who_opens_more_than_three_in_thirty_days_is_shown_to_managers(at, elena, me, dana, margit, imran):
    for _number in range(3):
        make.opened(elena, imran)
    assert reads.often(margit) == []
    make.opened(elena, imran)
    assert reads.often(margit) == [reads.Opener("Imran Siddiqui", 4)]
    assert reads.often(dana) == []
    assert "More than three in thirty days" in text(browser(margit).get(REVIEWS))
    at.move_to(make.NOON + timedelta(days=31))
    assert reads.often(margit) == []


def test_the_reviews_are_not_for_who_does_not_coordinate(elena, me, imran):
    assert browser(imran).get(REVIEWS).status_code == 403
    assert reads.waiting(imran) == reads.Waiting(0, 0)


def test_of_two_records_that_become_one_either_no_holds(elena, me):
    other = make.somebody(elena.organisation, "Elena", "Nair-Lopez")
    also_me = make.listed(other)
    actions.settle_list(
        participant=elena, name="", is_shared=False, shares_checks=False, opens_in_emergency=False, by=me
    )
    assert also_me.participant_id == other.pk
    HOLDINGS.move(elena, other, people.TODAY)
    assert not HardDayList.objects.get(participant=other).opens_in_emergency


def test_words_are_needed_to_open(elena, me, imran):
    with pytest.raises(DomainError, match="few words"):
        make.opened(elena, imran, words=" ")
    assert not Relation.objects.filter(kind=RelationKind.EMERGENCY).exists()
