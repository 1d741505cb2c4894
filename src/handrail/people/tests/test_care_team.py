"""The care team's card: the places around a person, and how an empty one is asked for in one tap."""

import pytest

from handrail.access import RelationKind, Role
from handrail.base.errors import DomainError
from handrail.people import actions
from handrail.people.care_team import care_team
from handrail.people.models import AccessTask
from handrail.people.queries import access as reads
from handrail.people.rules import Relationship
from handrail.people.rules.tasks import AccessTaskStatus, TaskKind
from handrail.people.tests import factories as make
from handrail.people.tests.browsing import about, browser, family, stranger, text

pytestmark = pytest.mark.django_db


@pytest.fixture
def elena():
    return make.participant(make.organisation())


@pytest.fixture
def dana(elena):
    return make.staff_for(elena, Role.COORDINATOR, RelationKind.COORDINATOR)


@pytest.fixture
def me(elena):
    return make.self_viewer(elena)


@pytest.fixture
def page(elena):
    return f"/people/{elena.key}/people"


def places(viewer, person):
    return {str(one.title): one.names for one in care_team(viewer, person)}


@pytest.mark.seed("S-059")
def test_the_small_team_is_named_and_its_gaps_are_shown(elena, me, page):
    assert [str(one.title) for one in care_team(me, elena)] == [
        "Me",
        "Somebody of my family, or a friend",
        "Clinician",
        "Family doctor",
        "Peer",
        "Coordinator",
        "Others",
    ]
    html = text(browser(me).get(page))
    for gap in ("Nobody yet: a peer you trust.", "Nobody yet: a clinician who knows you."):
        assert gap in html
    actions.add_supporter(participant=elena, name="Ravi", relationship=Relationship.PARENT, by=me)
    make.staff_for(elena, Role.CLINICIAN)
    make.staff_for(elena, Role.PEER, RelationKind.PEER)
    make.staff_for(elena, Role.COORDINATOR, RelationKind.COORDINATOR)
    full = places(me, elena)
    assert full["Somebody of my family, or a friend"] == ["Ravi"]
    for title in ("Clinician", "Peer", "Coordinator"):
        assert len(full[title]) == 1
    assert "Nobody yet: a peer you trust." not in text(browser(me).get(page))


@pytest.mark.seed("S-259")
def test_the_family_doctor_has_a_place_of_their_own_among_the_contacts(elena, me, page):
    client = browser(me)
    sent = {"name": "Dr Weiss", "relationship": "doctor", "phone": "030 1234", **about(elena, 0)}
    assert client.post(page, sent).status_code == 302
    assert places(me, elena)["Family doctor"] == ["Dr Weiss"]
    assert places(me, elena)["Somebody of my family, or a friend"] == []
    assert 'href="tel:0301234"' in text(client.get(page))


@pytest.mark.seed("S-059")
@pytest.mark.parametrize(("kind", "words"), [("team_peer", "Peer"), ("team_clinician", "Clinician")])
def test_an_empty_place_is_asked_for_in_one_tap_and_the_coordinator_reads_it(
    elena, me, dana, page, kind, words
):
    client = browser(me)
    assert f'aria-label="Ask: {words}"' in text(client.get(page))
    answer = client.post(f"{page}/ask", {"ask": kind, **about(elena, 0)})
    assert answer.url == page
    assert [task.kind for task in reads.access_tasks(dana)] == [kind]
    html = text(client.get(page))
    assert "Asked on" in html and f'aria-label="Take it back: {words}"' in html
    client.post(f"{page}/ask", {"ask": kind, **about(elena, 0)})
    task = AccessTask.objects.get()
    client.post(f"{page}/ask", {"back": task.key, **about(elena, 0)})
    task.refresh_from_db()
    assert task.status == AccessTaskStatus.TAKEN_BACK
    assert f'aria-label="Ask: {words}"' in text(client.get(page))


def test_the_coordinator_says_what_became_of_it(elena, me, dana, page):
    task = actions.ask_for_team(participant=elena, kind=TaskKind.TEAM_PEER, by=me)
    listed = text(browser(dana).get("/access-tasks"))
    assert "Asks for a peer in the care team" in listed
    actions.settle_task(task=task, answer="Tess rings on Monday.", by=dana)
    assert reads.team_asks(me, elena) == {}


def test_a_colleague_asks_for_the_person_too(elena, me, dana, page):
    sasha = make.staff_for(elena)
    browser(sasha).post(f"{page}/ask", {"ask": "team_peer", **about(elena, 0)})
    assert set(reads.team_asks(me, elena)) == {"team_peer"}
    assert reads.team_asks(sasha, elena) == {}


def test_what_is_no_place_of_the_team_is_not_asked_for(elena, me, dana, page):
    client = browser(me)
    for wrong in ("other_worker", "blocked", "", "nobody"):
        assert client.post(f"{page}/ask", {"ask": wrong, **about(elena, 0)}).status_code == 404
    with pytest.raises(DomainError, match="not asked for here"):
        actions.ask_for_team(participant=elena, kind=TaskKind.BLOCKED, by=me)
    assert not AccessTask.objects.exists()


def test_relatives_and_strangers_do_not_ask(elena, page):
    for viewer in (family(elena), stranger(elena)):
        assert browser(viewer).post(f"{page}/ask", {"ask": "team_peer"}).status_code in (403, 404)
    assert browser(family(elena)).get(f"{page}/ask").status_code == 405
    assert "Ask: Peer" not in text(browser(family(elena)).get(page))
    assert not AccessTask.objects.exists()
