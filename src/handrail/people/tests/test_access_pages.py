"""The pages of who sees what: the effect first, then the choice; strangers find nothing."""

from datetime import UTC, date, datetime

import pytest

from handrail.access import Category, RelationKind, Role
from handrail.accounts.models import User
from handrail.base import clock
from handrail.people import actions, panels
from handrail.people.models import AccessTask, BlockedContact, Consent, GuardianGrant, Relation
from handrail.people.queries import access as reads
from handrail.people.queries import covered
from handrail.people.rules import Relationship
from handrail.people.rules.consent import Voice, Way
from handrail.people.tests import factories as make
from handrail.people.tests.browsing import about, browser, family, signed, stranger, text

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _place(tmp_path, settings):
    settings.HANDRAIL_HOME = tmp_path
    with clock.clock_at(datetime(2026, 10, 20, 9, tzinfo=UTC)):
        yield


@pytest.fixture
def elena():
    return make.participant(make.organisation())


@pytest.fixture
def me(elena):
    return make.self_viewer(elena)


@pytest.fixture
def dana(elena):
    return make.staff_for(elena, Role.COORDINATOR, RelationKind.COORDINATOR)


@pytest.fixture
def ravi(elena, me):
    user = make.member(elena.organisation, Role.FAMILY, "Ravi Nair")
    actions.add_supporter(
        participant=elena,
        name="Ravi Nair",
        called="Dad",
        relationship=Relationship.PARENT,
        user=user,
        by=me,
    )
    terms = actions.Terms(opens=frozenset({Category.PLAN, Category.WEEK}), yeses={Voice.PERSON: Way.HERE})
    actions.give_consent(participant=elena, recipient=actions.Recipient(user=user), terms=terms, by=me)
    return user


def page(person, rest="access"):
    return f"/people/{person.key}/{rest}"


def of(person, user, rest=""):
    return page(person, f"access/{reads.recipient_key(person.pk, user.pk)}{rest}")


def sees(person, user, role=Role.FAMILY):
    return covered(make.viewer(user, person.organisation, role), person.pk)


PAGES = ("access", "access/new", "blocked", "guardians", "another-worker", "access/bcdfghjkmn")


def test_strangers_and_family_find_none_of_these_pages(elena, me, dana, ravi):
    for viewer in (stranger(elena), family(elena), make.staff_for(elena)):
        client = browser(viewer)
        assert {client.get(page(elena, rest)).status_code for rest in PAGES} <= {403, 404}


def test_the_person_sees_who_sees_what_in_words(elena, me, dana, ravi):
    html = text(browser(me).get(page(elena)))
    assert "Dad" in html
    assert "contact details, steps and week" in html
    assert "20 October 2027" in html
    assert "Parts of a record can be closed" in html
    assert "Elena decides who knows" in text(browser(dana).get(page(elena)))


def test_the_effect_comes_before_it_is_saved(elena, me, ravi):
    client, address = browser(me), of(elena, ravi)
    form = {"opens": ["plan"], "purpose": "support", **about(elena, 0)}
    looked = client.post(address, {**form, "look": "1"})
    assert "Dad will see your contact details and steps." in text(looked)
    assert "Dad will not see your week," in text(looked)
    assert Category.WEEK in sees(elena, ravi)
    assert client.post(address, {**form, "save": "1"}).url == page(elena)
    assert sees(elena, ravi) == {Category.CONTACT, Category.PLAN}
    assert client.post(address, {**form, "opens": ["notes"], "save": "1"}).status_code == 422


def test_two_taps_close_everything_and_the_next_request_finds_nothing(elena, me, ravi):
    his = browser(make.viewer(ravi, elena.organisation, Role.FAMILY))
    assert his.get(page(elena, "plan")).status_code == 200
    client, address = browser(me), of(elena, ravi, "/close")
    assert address in text(client.get(page(elena)))
    assert "Dad will see nothing of yours." in text(client.get(address))
    assert client.post(address, about(elena, 0)).url == page(elena)
    assert his.get(page(elena, "plan")).status_code == 404


def test_a_switch_off_for_a_colleague_is_a_no_and_on_again_lifts_it(elena, me):
    sasha = make.staff_for(elena)
    user = User.objects.get(pk=sasha.user_id)
    client, address = browser(me), of(elena, user)
    given = [one.value for one in covered(sasha, elena.pk)]
    less = [one for one in given if one != "health"]
    client.post(address, {"opens": less, "save": "1", **about(elena, 0)})
    assert Category.HEALTH not in covered(sasha, elena.pk)
    assert "Closed by a no" in text(client.get(page(elena)))
    client.post(address, {"opens": given, "save": "1", **about(elena, 0)})
    assert Category.HEALTH in covered(sasha, elena.pk)
    client.post(of(elena, user, "/close"), about(elena, 0))
    assert covered(sasha, elena.pk) == frozenset()


def test_view_as_explains_and_changes_nothing(elena, me, ravi):
    html = text(browser(me).get(of(elena, ravi, "/view")))
    assert "What opens for Dad" in html
    assert "Looks as if it were not there" in html


def test_a_yes_to_an_organisation_is_kept_shown_and_taken_back(elena, dana):
    client = browser(dana)
    form = {"opens": ["home"], "purpose": "home", "recipient": "Housing office", "way": "spoken"}
    assert client.post(page(elena, "access/new"), {**form, **about(elena, 0)}).status_code == 422
    client.post(page(elena, "access/new"), {**form, "present": "Elena, Dana", **about(elena, 0)})
    row = Consent.objects.get()
    html = text(client.get(page(elena, f"consents/{row.key}")))
    assert "Housing office" in html
    assert "not confirmed for this country" in html
    client.post(page(elena, f"consents/{row.key}"), {"withdraw": "1", **about(elena, 0)})
    assert "was taken back" in text(client.get(page(elena, f"consents/{row.key}")))


def test_the_guardians_yes_is_added_by_the_coordinator(elena, me, dana):
    elena.birth_on = date(2012, 5, 17)
    elena.save()
    ravi = make.member(elena.organisation, Role.FAMILY, "Ravi Nair")
    terms = actions.Terms(opens=frozenset({Category.PLAN}), yeses={Voice.PERSON: Way.HERE})
    row = actions.give_consent(participant=elena, recipient=actions.Recipient(user=ravi), terms=terms, by=me)
    address = page(elena, f"consents/{row.key}")
    assert "It waits for a second yes." in text(browser(me).get(address))
    browser(dana).post(address, {"add": "1", "way": "written", **about(elena, 0)})
    assert sees(elena, ravi) == {Category.CONTACT, Category.PLAN}


def test_a_guardian_is_granted_and_ended_on_the_page(elena, dana, ravi):
    client, address = browser(dana), page(elena, "guardians")
    form = {
        "who": str(ravi.pk),
        "basis": "chosen",
        "areas": ["week"],
        "document": "Letter",
        **about(elena, 0),
    }
    answer = client.post(address, form)
    assert answer.status_code == 422
    assert "alone first" in text(answer)
    assert client.post(address, {**form, "is_free": "on"}).url == address
    assert "Letter" in text(client.get(address))
    client.post(address, {"end": GuardianGrant.objects.get().key, **about(elena, 0)})
    assert GuardianGrant.objects.get().to_on == date(2026, 10, 20)


def test_somebody_is_kept_away_and_let_back_on_the_page(elena, me):
    client, address = browser(me), page(elena, "blocked")
    assert client.post(address, about(elena, 0)).status_code == 422
    client.post(address, {"name": "Karl Weiss", **about(elena, 0)})
    assert "Karl Weiss" in text(client.get(address))
    client.post(address, {"end": BlockedContact.objects.get().key, **about(elena, 0)})
    assert "Nobody is kept away." in text(client.get(address))


def test_another_worker_is_asked_for_handed_over_and_settled(elena, me, dana):
    sasha = make.staff_for(elena)
    lotte = make.member(elena.organisation, Role.SPECIALIST, "Lotte Krause")
    relation = Relation.objects.get(user_id=sasha.user_id)
    address = page(elena, "another-worker")
    browser(me).post(address, {"who": str(relation.pk), "words": "", **about(elena, 0)})
    staff = browser(dana)
    assert "Asks for another worker" in text(staff.get("/access-tasks"))
    form = {"relation": str(relation.pk), "to": str(lotte.pk), "words": "Agreed.", **about(elena, 0)}
    assert staff.post(page(elena, "hand-over"), form).url == page(elena, "people")
    assert AccessTask.objects.get().status == "settled"
    assert "Nothing waits for you here." in text(staff.get("/access-tasks"))


def test_a_wish_is_taken_back_and_a_task_settled_in_words(elena, me, dana):
    sasha = make.staff_for(elena)
    relation = Relation.objects.get(user_id=sasha.user_id)
    client, address = browser(me), page(elena, "another-worker")
    for _time in range(2):
        client.post(address, {"who": str(relation.pk), "words": "Calmer.", **about(elena, 0)})
    task = AccessTask.objects.get()
    staff = browser(dana)
    said = {"task": task.key, "answer": "We talked.", **about(elena, 0)}
    assert staff.post("/access-tasks", said).url == "/access-tasks"
    client.post(address, {"who": str(relation.pk), "words": "Again.", **about(elena, 0)})
    client.post(address, {"back": AccessTask.objects.get(status="open").key, **about(elena, 0)})
    assert not AccessTask.objects.filter(status="open").exists()


def test_the_administrator_lets_a_colleague_go_and_sees_no_name_of_a_person(elena, dana):
    admin = make.viewer(
        make.member(elena.organisation, Role.ADMINISTRATOR), elena.organisation, Role.ADMINISTRATOR
    )
    client = browser(admin)
    answer = client.post("/leavers", {"who": str(dana.user_id), "about": signed()})
    assert answer.url == "/leavers"
    html = text(client.get("/leavers"))
    assert "1 people need somebody new" in html
    assert "Elena" not in html
    assert browser(make.staff_for(elena)).get("/leavers").status_code == 403


def test_the_list_costs_the_same_with_ten_and_with_twenty(elena, me, dana, django_assert_max_num_queries):
    client = browser(me)
    for number in range(20):
        make.staff_for(elena)
        if number in (9, 19):
            with django_assert_max_num_queries(22):
                client.get(page(elena))


def test_panels_come_when_there_is_something_to_ask(elena, me, dana, ravi):
    assert panels.today(dana, dana.today) == []
    Consent.objects.update(to_on=date(2026, 11, 1))
    (panel,) = panels.today(dana, dana.today)
    assert "Elena" in str([row.participant.called for row in panel.data["again"]])
    assert panels.week(dana, elena, dana.today) == []
    assert len(panels.week(me, elena, me.today)) == 1
    assert panels.today(me, me.today) == []
