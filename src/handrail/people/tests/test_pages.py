import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from handrail.access import Category, RelationKind, Role, scope_bits
from handrail.accounts.tests.browsing import about, browser, look_for
from handrail.audit.models import LookPerson
from handrail.base import clock
from handrail.people import actions, queries
from handrail.people.models import OutsideRecord, Participant, Relation, Supporter
from handrail.people.rules import OutsideAnswer, OutsideKind, Relationship
from handrail.people.tests import factories as make
from handrail.people.tests.browsing import signed

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


def text(client, address):
    answer = client.get(address)
    assert answer.status_code == 200, address
    return answer.content.decode()


def known_to(viewer, count):
    place = Participant.objects.first().organisation
    for number in range(count):
        person = make.participant(place, f"Neighbour {number:03}", f"Moss{number:03}")
        Relation.objects.create(
            organisation=place,
            user_id=viewer.user_id,
            participant=person,
            kind=RelationKind.CARE_TEAM,
            scopes=scope_bits(set(Category)),
            clears=1,
            from_on=make.TODAY,
            source="tests",
        )


def outside_goal(person, words="Blood sugar below 7"):
    return OutsideRecord.objects.create(
        organisation=person.organisation,
        participant=person,
        kind=OutsideKind.GOAL,
        source="Hill clinic",
        text=words,
        status="active",
        recorded_on=make.TODAY,
    )


# ---------- the list ----------


def test_the_list_shows_whom_one_works_with_and_notes_the_look(elena, sasha):
    html = text(browser(sasha), "/people")
    assert f"/people/{elena.key}" in html
    assert "Elena Nair" in html
    assert LookPerson.objects.filter(participant_id=elena.pk, page="people:list", category="contact").exists()


def test_a_family_name_that_is_in_the_name_is_said_once(elena):
    lind = make.participant(elena.organisation, "Mrs Lind", "Lind")
    assert [person.listed_name for person in (elena, lind)] == ["Elena Nair", "Mrs Lind"]
    assert Participant(called="Elena").listed_name == "Elena"


def test_an_empty_list_and_a_search_without_a_hit_say_so(elena, sasha):
    nobody = make.viewer(
        make.member(elena.organisation, Role.SPECIALIST), elena.organisation, Role.SPECIALIST
    )
    assert "Nobody yet." in text(browser(nobody), "/people")
    assert "Nobody of that name" in look_for(browser(sasha), "/people", q="zzz")


def test_fifty_stand_on_a_page_and_the_rest_on_the_next(elena, sasha):
    known_to(sasha, 60)
    client = browser(sasha)
    first = text(client, "/people")
    assert first.count('class="door"') == 50
    [more] = re.findall(r'href="(/people\?at=[^"]+)"', first)
    second = text(client, more)
    assert second.count('class="door"') == 11
    assert "More people" not in second


def test_htmx_gets_the_found_part_alone(sasha):
    answer = browser(sasha).post("/people", {"q": "el"}, headers={"HX-Request": "true"})
    html = answer.content.decode()
    assert "Elena" in html
    assert "<h1" not in html
    assert "<html" not in html


def asked(client):
    with CaptureQueriesContext(connection) as found:
        text(client, "/people")
    return len(found)


def test_the_list_asks_the_same_questions_for_ten_and_for_twenty(elena, sasha):
    client = browser(sasha)
    counts = []
    for _ in range(2):
        known_to(sasha, 10)
        asked(client)
        counts.append(asked(client))
    assert counts[0] == counts[1]


@pytest.mark.parametrize("role", [Role.PARTICIPANT, Role.FAMILY, Role.FUNDER, Role.ADMINISTRATOR])
def test_the_list_stays_closed_to_others(elena, role):
    viewer = make.viewer(make.member(elena.organisation, role), elena.organisation, role)
    assert browser(viewer).get("/people").status_code == 403


# ---------- who is beside the person ----------


def test_the_person_sees_who_is_beside_them_and_what_each_sees(elena, me, sasha):
    make.staff_for(elena, Role.FAMILY, RelationKind.FAMILY)
    make.staff_for(elena, Role.PEER, RelationKind.PEER)
    coordinator = make.member(elena.organisation, Role.COORDINATOR, "Dana")
    actions.name_coordinator(participant=elena, user=coordinator, by=make.operator(elena.organisation))
    actions.add_supporter(
        participant=elena, name="Aunt Mira", relationship=Relationship.OTHER_FAMILY, phone="030 12", by=me
    )
    html = text(browser(me), f"/people/{elena.key}/people")
    for words in ("People beside me", "Sees my whole plan", "Sees my steps. Not my notes", "030 12"):
        assert words in html
    assert "Sees what I show them" in html
    assert "Sees nothing here" in html
    assert html.index("Dana") < html.index("Aunt Mira")


def test_the_person_adds_a_friend_once(elena, me):
    client, address = browser(me), f"/people/{elena.key}/people"
    sent = {"name": "Tomek", "relationship": "friend", "phone": "", "about": about(client, address)}
    assert [client.post(address, sent).url for _ in range(2)] == [address, address]
    assert Supporter.objects.get().name == "Tomek"
    assert "Please write a few words. Name" in client.post(address, {**sent, "name": ""}).content.decode()


def test_a_relative_who_sees_contacts_does_not_add_people(elena):
    ravi = make.staff_for(elena, Role.FAMILY, RelationKind.FAMILY)
    Relation.objects.filter(user_id=ravi.user_id).update(scopes=scope_bits(set(Category)))
    client, address = browser(ravi), f"/people/{elena.key}/people"
    assert "Add family or a friend" not in text(client, address)
    assert client.post(address, {"name": "x", "relationship": "friend"}).status_code == 403


# ---------- from elsewhere ----------


def test_the_person_answers_what_comes_from_elsewhere(elena, me):
    goal = outside_goal(elena)
    client, address = browser(me), f"/people/{elena.key}/outside"
    html = text(client, address)
    assert "Blood sugar below 7" in html
    assert "Hill clinic" in html
    sent = {"record": goal.key, "answer": "declined", "reason": "Not now.", "about": about(client, address)}
    assert client.post(address, sent).url == address
    goal.refresh_from_db()
    assert (goal.answer, goal.reason, goal.answered_by_id) == (OutsideAnswer.DECLINED, "Not now.", me.user_id)
    assert "Not for me" in text(client, address)
    absent = {**sent, "record": "bbbbbbbbbb", "about": signed(elena)}
    assert client.post(address, absent).status_code == 404


def test_staff_see_it_and_cannot_answer_for_the_person(elena, sasha):
    goal = outside_goal(elena)
    client, address = browser(sasha), f"/people/{elena.key}/outside"
    html = text(client, address)
    assert "Waits for the person&#39;s answer" in html or "Waits for the person's answer" in html
    answer = client.post(address, {"record": goal.key, "answer": "declined"})
    assert answer.status_code == 403
    assert "Only the person answers this." in answer.content.decode()


def test_nothing_from_elsewhere_is_fine(elena, me):
    assert "Nothing from elsewhere." in text(browser(me), f"/people/{elena.key}/outside")


# ---------- absent and closed look the same ----------


@pytest.mark.parametrize("rest", ["/people", "/outside"])
def test_a_stranger_and_a_made_up_key_get_the_same_answer(elena, rest, django_assert_num_queries):
    place = elena.organisation
    stranger = browser(make.viewer(make.member(place, Role.SPECIALIST), place, Role.SPECIALIST))
    bodies = []
    with clock.clock_at(clock.now()):
        stranger.get(
            f"/people/{elena.key}{rest}"
        )  # what does not open is noted once a minute: it is, from here on
        for key in (elena.key, "bbbbbbbbbb"):
            with django_assert_num_queries(8):
                answer = stranger.get(f"/people/{key}{rest}")
            assert answer.status_code == 404
            bodies.append(answer.content)
    assert bodies[0] == bodies[1]
    assert not LookPerson.objects.filter(participant_id=elena.pk).exists()


def test_commands_see_every_row_of_their_place(elena):
    operator = make.operator(elena.organisation)
    assert queries.person(operator, elena.key) == elena
    assert queries.covered(operator, elena.pk) == frozenset(Category)
    assert list(Participant.objects.visible_to(make.operator())) == [elena]


def test_coordinators_find_people_whom_nobody_coordinates(elena, sasha):
    dana = make.staff_for(elena, Role.COORDINATOR, RelationKind.CARE_TEAM)
    assert list(queries.without_coordinator(dana)) == [elena]
    assert not queries.without_coordinator(sasha).exists()


def test_a_users_own_record_is_found(elena, me, sasha):
    place = elena.organisation.pk
    assert queries.own_record_id(me.user_id, place) == elena.pk
    assert queries.own_record_id(sasha.user_id, place) is None
