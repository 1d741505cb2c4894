"""Addresses about nobody in particular: who may open them, and that they name nobody whose record is closed."""

import re

import pytest
from django.test import Client

from handrail.access import Role
from tests.matrix import expected, tables, walker
from tests.matrix.test_walk import OTHERS, live, visits
from tests.matrix.world import STANDINGS

pytestmark = pytest.mark.once
# What these roles may see of people whose record is not open to them, and why.
NAMES_KNOWN = {"gallery": "shows its components with made-up people"}
# Their ids are rows of lists, open to whom the row says; a walk stands in no relation, so an absent answer is right.
OF_LISTS = {"allow", "404"}


def filled(world, route):
    """Return the ids of a route about nobody: of the first rows of the organisation, whosoever."""
    found = {}
    for person in world.order:
        try:
            found = world.ids(route, person)
        except AttributeError:
            continue
        break
    if route.name == "practice:group_leave":
        found["person_key"] = world.order[0].key
    return found


@pytest.mark.parametrize("role", list(Role))
@pytest.mark.asvs("8.2.1")
def test_an_address_about_nobody_opens_for_whom_its_permission_says(world, role):
    client = world.client(world.stand(role, [STANDINGS["none"]], world.order[0]))
    wrong = []
    for route in OTHERS:
        address = walker.address_of(route.name, filled(world, route))
        for method, headers in visits(route):
            if (route.name, method) == ("accounts:sign_out", "POST"):
                continue  # ends the walk
            came = walker.ask(
                client, method, address, {"about": walker.token()} if method == "POST" else None, **headers
            )
            hoped = expected.expected(route, method, role, [])
            if route.ids and "allow" in hoped:
                hoped = hoped | OF_LISTS
            if came.word not in hoped:
                wrong.append(f"{method} {route.name}: {came.word}, expected {sorted(hoped)}")
    assert wrong == []


def named(world, text):
    """Return whose full name or key stands in a page."""
    return {
        person.called
        for person in world.people.values()
        if person.key in text or re.search(rf"\b{re.escape(person.full_name)}\b", text)
    }


@pytest.mark.parametrize("role", list(Role))
def test_no_list_names_somebody_whose_record_is_closed(world, role):
    client = world.client(world.stand(role, [STANDINGS["none"]], world.order[0]))
    wrong = []
    for route in OTHERS:
        if "GET" not in route.methods:
            continue
        came = walker.ask(client, "GET", walker.address_of(route.name, filled(world, route)))
        found = named(world, came.text)
        if found and route.name not in NAMES_KNOWN:
            wrong.append(f"{route.name} names {sorted(found)}")
    assert wrong == []


@pytest.mark.asvs("8.3.1")
def test_nobody_signed_in_is_led_to_the_sign_in(world):
    wrong = []
    for route in tables.routes():
        person = world.target(route) if route.about == "person" else None
        address = walker.address_of(route.name, world.ids(route, person) if person else filled(world, route))
        for method in ("GET", "POST"):
            came = walker.ask(Client(), method, address)
            led = route.permission == "public" or came.status in (302, 405)
            if not led or (named(world, came.text) and route.name not in NAMES_KNOWN):
                wrong.append(f"{method} {route.name}: {came.status} {named(world, came.text)}")
    assert wrong == []


def test_every_role_but_two_has_a_standing_that_opens_something():
    assert {role for role in Role if not live(role)} == {Role.FUNDER, Role.ADMINISTRATOR}
