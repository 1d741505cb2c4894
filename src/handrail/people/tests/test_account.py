"""Staff give a person or a relative an account, in person."""

import re
from datetime import UTC, date, datetime

import pytest
from django.test import Client

from handrail.access import Category, RelationKind, Role, about_field
from handrail.accounts.models import Membership, User
from handrail.accounts.tests.browsing import about, browser
from handrail.audit.models import Event
from handrail.base import clock
from handrail.base.errors import DomainError
from handrail.people import actions, queries
from handrail.people.models import Relation
from handrail.people.rules import Relationship
from handrail.people.tests import factories as make

pytestmark = pytest.mark.django_db
PASSWORD = "a rail beside the stairs"


@pytest.fixture(autouse=True)
def _on_the_day():
    with clock.clock_at(datetime(2026, 10, 20, 9, tzinfo=UTC)):
        yield


@pytest.fixture
def elena():
    return make.participant(make.organisation())


@pytest.fixture
def dana(elena):
    return make.staff_for(elena, Role.COORDINATOR, RelationKind.COORDINATOR)


@pytest.fixture
def ravi(elena, dana):
    return actions.add_supporter(
        participant=elena, name="Ravi Nair", relationship=Relationship.PARENT, phone="030 7", by=dana
    )


def account_of(person):
    return f"/people/{person.key}/account"


def page_for(person, supporter):
    return f"{account_of(person)}/{supporter.key}"


def chosen(staff, person, supporter, *opens):
    """Return where the choice of what somebody sees leads: its address says nothing of it."""
    return staff.post(page_for(person, supporter), {"chosen": "yes", "opens": opens}).url


def sent(client, address, **more):
    return {"sign_in_name": "elena", "password": PASSWORD, "about": about(client, address), **more}


def signed_in(name):
    client = Client()
    assert client.post("/sign-in", {"sign_in_name": name, "password": PASSWORD}).status_code == 302
    return client


def give_ravi(dana, ravi, *opens):
    actions.give_account_to_supporter(
        supporter=ravi, sign_in_name="ravi", password=PASSWORD, opens=frozenset(opens), by=dana
    )
    return signed_in("ravi")


# ---------- the person ----------


def test_a_person_gets_an_account_and_signs_in_to_the_own_week(elena, dana):
    staff, address = browser(dana), account_of(elena)
    assert f'href="{address}"' in staff.get(f"/people/{elena.key}/people").content.decode()
    assert "Type it together with them. Tell nobody else." in staff.get(address).content.decode()
    assert staff.post(address, sent(staff, address, sign_in_name="Elena ")).url == address
    assert "Elena has an account." in staff.get(address).content.decode()
    me = signed_in("elena")
    assert me.get("/").url == "/me/page", "asked once how the own pages look"
    assert me.get("/me/week").url == f"/people/{elena.key}/week"
    assert me.get(f"/people/{elena.key}/week").status_code == 200
    assert me.get(address).status_code == 403


def test_an_account_leaves_one_event_about_the_person(elena, dana):
    before = set(Event.objects.values_list("pk", flat=True))
    relation = actions.give_account(participant=elena, sign_in_name="elena", password=PASSWORD, by=dana)
    [event] = Event.objects.exclude(pk__in=before)
    assert (event.kind, event.participant_id, event.user_id) == ("give_account", elena.pk, dana.user_id)
    assert relation.kind == RelationKind.SELF
    membership = Membership.objects.get(user=relation.user)
    assert (membership.role, membership.from_on) == (Role.PARTICIPANT, make.TODAY)
    assert PASSWORD not in relation.user.password


def test_one_form_sent_twice_makes_one_account(elena, dana):
    staff, address = browser(dana), account_of(elena)
    form = sent(staff, address)
    assert [staff.post(address, form).url for _ in range(2)] == [address, address]
    assert Relation.objects.filter(participant=elena, kind=RelationKind.SELF).count() == 1
    assert User.objects.filter(sign_in_name="elena").count() == 1


def test_a_second_account_is_not_made(elena, dana):
    staff, address = browser(dana), account_of(elena)
    late = sent(staff, address, sign_in_name="elena-2")
    make.self_viewer(elena)
    answer = staff.post(address, late)
    assert answer.status_code == 409
    assert "Elena has an account already." in answer.content.decode()
    assert not User.objects.filter(sign_in_name="elena-2").exists()
    assert 'name="password"' not in staff.get(address).content.decode()


def test_a_taken_name_and_a_short_password_get_a_sentence(elena, dana):
    make.member(elena.organisation, Role.SPECIALIST)
    taken = User.objects.exclude(pk=dana.user_id).get().sign_in_name
    staff, address = browser(dana), account_of(elena)
    answer = staff.post(address, sent(staff, address, sign_in_name=taken))
    assert answer.status_code == 422
    assert "is taken. Choose another sign-in name." in answer.content.decode()
    assert PASSWORD not in answer.content.decode()
    short = staff.post(address, sent(staff, address, password="short"))
    assert short.status_code == 422
    assert "Write a password of twelve letters or more." in short.content.decode()
    assert not queries.has_account(dana, elena)


def test_who_does_not_coordinate_gives_no_account(elena, ravi):
    sasha = make.staff_for(elena)
    client = browser(sasha)
    assert account_of(elena) not in client.get(f"/people/{elena.key}/people").content.decode()
    for address in (account_of(elena), page_for(elena, ravi)):
        assert client.get(address).status_code == 403
        assert client.post(address, {"sign_in_name": "x"}).status_code == 403


@pytest.mark.parametrize("kind", [None, RelationKind.CARE_TEAM])
def test_a_coordinator_of_other_people_finds_no_such_page(elena, ravi, kind):
    place = elena.organisation
    other = make.viewer(make.member(place, Role.COORDINATOR), place, Role.COORDINATOR)
    if kind:
        actions.open_relation(
            participant=elena, user=User.objects.get(pk=other.user_id), kind=kind, by=make.operator(place)
        )
    client = browser(other)
    for address in (account_of(elena), page_for(elena, ravi)):
        assert client.get(address).status_code == 404
        assert client.post(address, {"sign_in_name": "x"}).status_code == 404
    assert not queries.may_give_account(other, elena)


def test_a_form_made_for_another_person_is_not_taken(elena, dana):
    staff = browser(dana)
    foreign = re.search('value="([^"]+)"', str(about_field("bbbbbbbbbb")))[1]
    form = {"sign_in_name": "elena", "password": PASSWORD, "about": foreign}
    assert staff.post(account_of(elena), form).status_code == 404
    assert not queries.has_account(dana, elena)


# ---------- family and friends ----------


@pytest.mark.parametrize(
    ("opens", "effect"),
    [
        (
            [],
            "Ravi Nair will see the contact details of Elena. Ravi Nair will not see the steps, week, home, "
            "health events, places and notes of Elena.",
        ),
        (
            ["plan"],
            "Ravi Nair will see the contact details and steps of Elena. Ravi Nair will not see the week, home, "
            "health events, places and notes of Elena.",
        ),
        (
            ["week", "plan"],
            "Ravi Nair will see the contact details, steps and week of Elena. Ravi Nair will not see the home, "
            "health events, places and notes of Elena.",
        ),
    ],
)
def test_the_effect_stands_on_the_page_before_anything_is_saved(elena, dana, ravi, opens, effect):
    staff = browser(dana)
    address = chosen(staff, elena, ravi, *opens)
    assert "plan" not in address.split("?")[1]
    html = staff.get(address).content.decode()
    assert effect in html
    assert re.findall('name="opens" value="(.+?)"', html) == sorted(opens)


def test_the_form_comes_after_the_choice(elena, dana, ravi):
    staff, address = browser(dana), f"{account_of(elena)}/{ravi.key}"
    assert address in staff.get(account_of(elena)).content.decode()
    html = staff.get(address).content.decode()
    assert "steps" in html
    assert 'name="password"' not in html
    assert staff.get(chosen(staff, elena, ravi, "notes")).status_code == 422


def test_family_sees_the_plan_and_neither_week_nor_notes(elena, dana, ravi):
    staff = browser(dana)
    address = chosen(staff, elena, ravi, "plan")
    form = sent(staff, address, sign_in_name="ravi", opens=["plan"])
    beside = f"/people/{elena.key}/people"
    assert [staff.post(address, form).url for _ in range(2)] == [beside, beside]
    ravi.refresh_from_db()
    relation = Relation.objects.get(user=ravi.user)
    assert (relation.kind, relation.part) == (RelationKind.FAMILY, "parent")
    assert relation.scopes == Category.CONTACT.bit | Category.PLAN.bit
    assert (relation.from_on, relation.to_on) == (date(2026, 10, 20), date(2027, 10, 20))
    client = signed_in("ravi")
    seen = {page: client.get(f"/people/{elena.key}/{page}").status_code for page in ("plan", "week", "notes")}
    assert seen == {"plan": 200, "week": 404, "notes": 404}
    assert "Elena" in client.get("/shared").content.decode()
    assert "Sees my steps. Not my notes" in staff.get(beside).content.decode()


def test_family_sees_the_week_when_the_person_chose_it(elena, dana, ravi):
    client = give_ravi(dana, ravi, Category.WEEK)
    assert client.get(f"/people/{elena.key}/week").status_code == 200
    assert client.get(f"/people/{elena.key}/plan").status_code == 404


def test_family_without_a_choice_sees_who_is_beside(elena, dana, ravi):
    client = give_ravi(dana, ravi)
    assert client.get(f"/people/{elena.key}/people").status_code == 200
    for page in ("plan", "week"):
        assert client.get(f"/people/{elena.key}/{page}").status_code == 404


def test_an_account_of_family_leaves_one_event(dana, ravi):
    others = Event.objects.exclude(kind="sign_in")
    before = others.count()
    give_ravi(dana, ravi, Category.PLAN)
    assert others.count() == before + 1
    assert Event.objects.filter(kind="give_account_to_supporter", object_id=ravi.pk).count() == 1


def test_family_gets_no_second_account_and_no_taken_name(elena, dana, ravi):
    staff = browser(dana)
    address = chosen(staff, elena, ravi, "plan")
    make.self_viewer(elena)
    taken = User.objects.get(name="Elena").sign_in_name
    answer = staff.post(address, sent(staff, address, sign_in_name=taken, opens="plan"))
    assert answer.status_code == 422
    assert "is taken." in answer.content.decode()
    late = sent(staff, address, sign_in_name="ravi-2", opens="plan")
    give_ravi(dana, ravi, Category.PLAN)
    answer = staff.post(address, late)
    assert answer.status_code == 409
    assert "Ravi Nair has an account already." in answer.content.decode()
    assert 'name="password"' not in staff.get(address).content.decode()
    assert list(queries.without_account(dana, elena)) == []


def test_notes_are_never_opened_to_family_here(dana, ravi):
    with pytest.raises(DomainError, match="Notes stay between"):
        give_ravi(dana, ravi, Category.NOTES)
    assert not User.objects.filter(sign_in_name="ravi").exists()


def test_somebody_beside_another_person_is_no_such_page(elena, dana, ravi):
    other = make.participant(elena.organisation, "Tomek")
    make_open = {
        "participant": other,
        "kind": RelationKind.COORDINATOR,
        "by": make.operator(elena.organisation),
    }
    actions.open_relation(user=User.objects.get(pk=dana.user_id), **make_open)
    assert browser(dana).get(page_for(other, ravi)).status_code == 404
