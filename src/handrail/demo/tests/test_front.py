"""The front door: everybody of the stories, every heading of the guide, one tap each."""

import pytest
from django.test import Client
from django.urls import set_urlconf

from handrail.access import RelationKind, Role
from handrail.accounts.models import Installation, User
from handrail.accounts.tests import factories as accounts
from handrail.base.errors import NotFound
from handrail.catalogue import queries as catalogue
from handrail.demo import queries
from handrail.people import actions
from handrail.people.tests import factories as make

pytestmark = pytest.mark.django_db


@pytest.fixture
def door():
    Installation.objects.create(is_demo=True)
    return Client()


@pytest.fixture
def mounted():
    """Addresses of the door resolve outside a request, as inside one of a demo."""
    set_urlconf("handrail.web.demo_urls")
    yield
    set_urlconf(None)


@pytest.fixture
def elena():
    place = make.organisation()
    person = make.participant(place)
    user = accounts.member(place, Role.PARTICIPANT, sign_in_name="elena", name="Elena Nair")
    user.memberships.update(from_on="2020-01-01")
    actions.open_relation(
        participant=person, user=user, kind=RelationKind.SELF, by=make.operator(place), from_on=make.TODAY
    )
    return person


def text(client, address="/demo"):
    answer = client.get(address)
    assert answer.status_code == 200
    return answer.content.decode()


def test_everybody_whom_the_stories_name_stands_at_the_door(door):
    html = text(door)
    for name in (
        "Elena", "Daniel, 14", "Rosa", "Marcus, 42", "Aisha", "The Haddad family", "Tomasz", "Jana",
        "Mrs Lind, 74", "Nadia, 38", "Ravi", "Grace", "Sasha", "Lotte", "Dana", "Tess", "Imran", "Leyla", "Bram",
        "Manager", "Funder", "Administrator",
    ):  # fmt: skip
        assert f">{name}</" in html, name


def test_those_who_go_along_stand_beside_each_other_and_those_who_run_the_place_last(mounted):
    around = [one.name for one in queries.around_them("en")]
    assert around[:4] == ["Ravi", "Grace", "Sasha", "Lotte"], "those who go along stand beside each other"
    assert around[-3:] == ["Manager", "Funder", "Administrator"]


def test_each_heading_of_the_guide_has_its_lines(door, mounted):
    html = text(door)
    set_urlconf("handrail.web.demo_urls")
    counts = {found.code: len(found.links) for found in queries.headings("en")}
    assert counts == {
        "programmes": 9, "components": 9, "milestones": 7, "starting": 8, "settings": 7, "metrics": 3,
        "risks": 7, "benefits": 8, "own-rooms": 14, "team-rooms": 6,
    }  # fmt: skip
    for heading in catalogue.headings(None):
        assert str(heading.title.say("en") if not isinstance(heading.title, str) else heading.title) in html
    assert "not yet" in html


def test_a_line_opens_the_right_page_as_the_right_person(elena, mounted):
    lines = {words: address for found in queries.headings("en") for address, words in found.links}
    assert lines["Goal plan for real life"] == "/demo/be/elena?to=%2Fme%2Fplan"
    assert lines["Skills training"] == "/demo/be/tomasz?to=%2Fme%2Flessons"
    assert lines["Peer mentors: hours, and who waits"] == "/demo/be/dana?to=%2Fpeers%2Fteam"
    assert lines["Supported decisions"] == ""


def test_one_tap_makes_me_elena_and_another_somebody_else(door, elena):
    assert door.get("/demo/be/elena").url == "/"
    assert door.get("/").url == "/me/week"
    assert door.get("/me/plan").url == f"/people/{elena.key}/plan"
    fund = accounts.member(elena.organisation, Role.FUNDER, sign_in_name="fund")
    fund.memberships.update(from_on="2020-01-01")
    assert door.get("/demo/be/fund?to=/outcomes").url == "/outcomes"
    assert door.get("/").url == "/outcomes"
    assert door.get("/me/plan").status_code == 403


def test_a_tap_never_leads_away(door, elena):
    for to in ("https://elsewhere.example/", "//elsewhere.example/x"):
        assert door.get("/demo/be/elena", {"to": to}).url == "/"


@pytest.mark.parametrize("key", ["nobody", "alex", "ELENA"])
def test_only_the_invented_people_can_be_somebody(door, elena, key):
    accounts.member(elena.organisation, Role.ADMINISTRATOR, sign_in_name="alex")
    assert door.get(f"/demo/be/{key}").status_code == 404


def test_somebody_who_left_the_demo_is_absent(elena):
    User.objects.filter(sign_in_name="elena").update(is_active=False)
    with pytest.raises(NotFound):
        queries.persona("elena")
