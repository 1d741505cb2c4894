"""What is hidden is as if it were not there: lists, searches and counts answer the same with it and without it."""

import re

import pytest
from django.core import mail

from handrail.access import RelationKind, Role
from handrail.accounts.models import Membership
from handrail.intake.models import Referral
from handrail.people.actions import let_in
from handrail.people.tests import factories
from handrail.practice.models import GroupPlace
from tests.contracts.filling import Filling
from tests.matrix import tables, walker
from tests.matrix.test_lists import filled
from tests.matrix.test_same_face import CHANGING
from tests.matrix.test_walk import ABOUT
from tests.matrix.world import STANDINGS, operator

pytestmark = pytest.mark.once
STANDS = {
    Role.PARTICIPANT: "self",
    Role.FAMILY: "family_plan_week",
    Role.PEER: "peer_pairing",
    Role.SPECIALIST: "care_team",
    Role.CLINICIAN: "care_team",
    Role.COORDINATOR: "coordinator",
    Role.MANAGER: "supervisor",
    Role.FUNDER: "none",
    Role.ADMINISTRATOR: "none",
}
# Totals of the whole place, with small numbers hidden: somebody more is somebody more.
TOTALS = {"outcomes:page", "web:overview"}
FRESH = {"accounts:second_step"}  # shows another secret each time


class FillingRows(Filling):
    """Rows about a person with a telling word in each text; accounts keep their names."""

    def _put_account(self):
        return None

    def _facts(self, model):
        facts = super()._facts(model)
        if model is GroupPlace:  # given up: how many places a group has left counts everybody who holds one
            facts["left_on"] = facts["joined_on"]
        return facts


def hidden_person(world, called, before=None):
    """Make somebody with a row in every table, whom Dana coordinates, and return the words of their rows."""
    person = factories.participant(world.here, called, "Hidden")
    dana = Membership.objects.get(user__sign_in_name="dana").user
    user = before.user if before else factories.member(world.here, Role.PARTICIPANT, "Somebody")
    filling = FillingRows(person, user, mark=called)
    if before:
        of_nobody = {
            model: row
            for model, row in before.made.items()
            if not hasattr(model, "category") and model is not type(user)
        }
        filling.made |= of_nobody
    filling.fill()
    let_in(
        participant=person, user=dana, kind=RelationKind.COORDINATOR, source="walks", by=operator(world.here)
    )
    Referral.objects.filter(participant=person).update(status="withdrawn")
    return filling


def addresses(world, role, person, client):
    """Yield (name, address) of everything that a role can look at while it stands to one person."""
    for route in tables.routes():
        if "GET" not in route.methods or route.name in TOTALS | FRESH:
            continue
        if route in ABOUT:
            if all(world.rows_of(model, person).exists() for model in route.models):
                yield route.name, walker.address_of(route.name, world.ids(route, person))
        else:
            yield route.name, walker.address_of(route.name, filled(world, route))
    yield from walker.searches(client, "hid")


def seen(world, role, client):
    person = world.order[0]
    return {
        name: CHANGING.sub("", walker.ask(client, "GET", address).text)
        for name, address in addresses(world, role, person, client)
    }


@pytest.mark.parametrize("role", list(STANDS))
def test_every_page_answers_as_if_hidden_rows_did_not_exist(world, role, caplog):
    first = hidden_person(
        world, "Zaza"
    )  # places, employers and groups that rows hang on are there from now on
    user = world.stand(role, [STANDINGS[STANDS[role]]], world.order[0])
    client = world.client(user, world.order[0] if role == Role.PARTICIPANT else None)
    before = seen(world, role, client)
    second = hidden_person(world, "Hidda", first)
    after = seen(world, role, client)
    assert [name for name in before if before[name] != after[name]] == []
    words = {str(word) for filling in (first, second) for word in filling.words.values()}
    words |= {"Hidda", second.person.key}
    told = [*after.values(), caplog.text, *(str(one.message()) for one in mail.outbox)]
    assert {word for word in words for text in told if word in text} == set()


@pytest.mark.parametrize("role", [Role.PARTICIPANT, Role.FAMILY, Role.SPECIALIST, Role.COORDINATOR])
def test_a_response_that_names_a_person_leaves_its_look(world, role):
    person = world.order[0]
    user = world.stand(role, [STANDINGS[STANDS[role]]], person)
    client = world.client(user, person if role == Role.PARTICIPANT else None)
    silent = []
    for name, address in addresses(world, role, person, client):
        came = walker.ask(client, "GET", address)
        if (
            re.search(rf"\b{person.full_name}\b|{person.key}", came.text)
            and came.status == 200
            and not came.looks
        ):
            silent.append(name)
    assert silent == []


@pytest.mark.parametrize("role", list(STANDS))
def test_no_address_and_no_title_says_a_name(world, role):
    person = world.order[0]
    user = world.stand(role, [STANDINGS[STANDS[role]]], person)
    client = world.client(user, person if role == Role.PARTICIPANT else None)
    wrong = []
    for name, address in addresses(world, role, person, client):
        text = walker.ask(client, "GET", address).text
        title = re.search(r"<title>(.*?)</title>", text, re.S)
        links = re.findall(r'(?:href|action|src)="([^"]*)"', text)
        if (title and person.family_name in title[1]) or any(
            person.family_name.lower() in one.lower() for one in links
        ):
            wrong.append(f"{name}: {title and title[1]}")
    assert wrong == []
