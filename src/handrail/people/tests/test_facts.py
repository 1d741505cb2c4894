"""Name, languages, interpreter: the person changes them, or their team."""

from datetime import UTC, date, datetime, timedelta

import pytest

from handrail.access import RelationKind, Role
from handrail.accounts.tests.browsing import about, browser
from handrail.audit.models import Event
from handrail.base import clock
from handrail.people import actions
from handrail.people.country import is_minor
from handrail.people.tests import factories as make

pytestmark = pytest.mark.django_db
BIRTH = {"birth_on_day": "4", "birth_on_month": "3", "birth_on_year": "1991"}


@pytest.fixture(autouse=True)
def _the_day():
    with clock.clock_at(datetime(2026, 10, 20, 9, tzinfo=UTC), tick=timedelta(milliseconds=1)):
        yield


@pytest.fixture
def elena():
    return make.participant(make.organisation())


def sent(client, person, **more):
    address = f"/people/{person.key}/facts"
    facts = {"called": "Lena", "given_name": "Elena", "family_name": "Nair", "speaks": "Hindi, English"}
    return client.post(address, {**facts, "about": about(client, address), **more}, follow=True)


def test_the_person_says_what_to_call_them_and_which_language_with_an_interpreter(elena):
    client = browser(make.self_viewer(elena))
    assert sent(client, elena, needs_interpreter="on", **BIRTH).status_code == 200
    elena.refresh_from_db()
    assert (elena.called, elena.speaks, elena.needs_interpreter) == ("Lena", "Hindi, English", True)
    assert elena.birth_on == date(1991, 3, 4)
    assert Event.objects.filter(kind="change_contact", participant_id=elena.pk).count() == 1


def test_the_team_writes_it_down_with_them_and_it_is_found_under_the_new_name(elena):
    client = browser(make.staff_for(elena))
    sent(client, elena)
    assert type(elena).objects.named_like("Lena", elena.organisation_id).get() == elena


def test_no_name_and_a_birth_that_is_still_to_come_are_not_kept(elena):
    client = browser(make.staff_for(elena))
    html = sent(client, elena, called="", **{**BIRTH, "birth_on_year": "2031"}).content.decode()
    assert "Write the name that the person likes to be called." in html
    assert "Write the day of birth." in html
    elena.refresh_from_db()
    assert (elena.called, elena.birth_on) == ("Elena", None)


def test_what_somebody_else_changed_meanwhile_is_not_overwritten(elena):
    viewer = make.staff_for(elena)
    client, address = browser(viewer), f"/people/{elena.key}/facts"
    form = {"about": about(client, address)}
    actions.change_contact(participant=elena, version=1, by=viewer, phone="030 1")
    answer = client.post(address, {"called": "Lena", **form})
    assert "Somebody changed this" in answer.content.decode()
    elena.refresh_from_db()
    assert (elena.called, elena.phone) == ("Elena", "030 1")


def test_a_stranger_finds_nothing_and_family_may_not(elena):
    stranger = make.viewer(
        make.member(elena.organisation, Role.SPECIALIST), elena.organisation, Role.SPECIALIST
    )
    assert browser(stranger).get(f"/people/{elena.key}/facts").status_code == 404
    user = make.member(elena.organisation, Role.FAMILY)
    actions.open_relation(
        participant=elena, user=user, kind=RelationKind.FAMILY, by=make.operator(elena.organisation)
    )
    relative = make.viewer(user, elena.organisation, Role.FAMILY)
    assert browser(relative).get(f"/people/{elena.key}/facts").status_code == 403


@pytest.mark.parametrize(("born", "minor"), [("2008-10-21", True), ("2008-10-20", False)])
def test_a_birthday_decides_who_is_of_age(elena, born, minor):
    elena.birth_on = date.fromisoformat(born)
    elena.save()
    assert is_minor(elena, make.TODAY) is minor
    html = browser(make.staff_for(elena)).get(f"/people/{elena.key}/facts").content.decode()
    assert ("not of age yet" in html) is minor
    assert not is_minor(make.participant(elena.organisation), make.TODAY)
