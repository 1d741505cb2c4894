"""The walk: every address, asked by every role in every standing to a person; the tables say what comes back."""

import pytest

from handrail.access import Role
from handrail.access.permissions import RelationKind
from tests.matrix import expected, tables, walker
from tests.matrix.world import STANDINGS

pytestmark = pytest.mark.once
CLOSED_STANDINGS = ("ended", "not_yet", "revoked")
OWN = {"self", "refused"}  # in which a person still opens their own record
ABOUT = [route for route in tables.routes() if route.about == "person"]
OTHERS = [route for route in tables.routes() if route.about != "person"]
FRAGMENT = {"HX-Request": "true"}


def live(role):
    """Return the standings in which the decisions open anything to a role on ordinary pages."""
    opened = {
        cell.relation for cell, word in expected.decisions().items() if cell.role == role and word == "allow"
    }
    return [
        name
        for name, one in STANDINGS.items()
        if name in opened and not (one.in_emergency or one.by_invitation)
    ]


def walks():
    """
    Yield (role, standings): each standing that opens something alone, those that open nothing together.

    Relations add up, so what many of them do not open, none of them opens.
    """
    for role in Role:
        opened = live(role)
        yield from ((role, (name,)) for name in opened)
        wrong = tuple(kind.value for kind in RelationKind if kind.value not in opened)
        yield from (
            (role, names) for names in (wrong, CLOSED_STANDINGS, ("other_unit",), ("other_organisation",))
        )
        if "refused" not in opened:
            yield role, ("refused",)


def ids_of(walk):
    return "-".join((walk[0], *walk[1])) if len(walk[1]) < 4 else f"{walk[0]}-wrong_kinds"


def targets(world, routes):
    """Return the routes by the person who has everything that they ask for."""
    found = {}
    for route in routes:
        person = world.target(route)
        found.setdefault(person.pk, (person, []))[1].append(route)
    return found.values()


def visits(route):
    yield "GET", {}
    if "GET" in route.methods:
        yield "GET", FRAGMENT
    yield "POST", {}


def mismatches(world, client, route, person, role, standings, label=expected.Label.NORMAL, ids=None):
    """Yield a line for each visit whose answer the tables do not expect."""
    address = walker.address_of(route.name, ids or world.ids(route, person))
    for method, headers in visits(route):
        body = {"about": walker.token(person.key), **world.body(route, person)} if method == "POST" else None
        came = walker.ask(client, method, address, body, **headers).word
        hoped = expected.expected(route, method, role, standings, label)
        if came not in hoped:
            yield f"{method} {route.name} {headers and 'fragment'} {label.name}: {came}, expected {sorted(hoped)}"


@pytest.mark.parametrize("walk", list(walks()), ids=ids_of)
@pytest.mark.asvs("8.2.1", "8.2.2", "8.4.1")
def test_a_page_about_a_person_opens_for_whom_the_tables_say(world, walk):
    role, names = walk
    standings = [STANDINGS[name] for name in names]
    wrong = []
    for person, routes in targets(world, ABOUT):
        user = world.stand(role, standings, person)
        own = person if role == Role.PARTICIPANT and OWN & set(names) else None
        client = world.client(user, own)
        for route in routes:
            wrong += mismatches(world, client, route, person, role, standings)
    assert wrong == []
