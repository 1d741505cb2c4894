"""While somebody is invited to one goal, every other address about that person stays as absent as before."""

import pytest

from handrail.access import Category, RelationKind, Role, clearance_bits
from handrail.people.models import Relation
from handrail.plans.models import Goal, LookBack
from tests.matrix import walker
from tests.matrix.test_lists import filled, named
from tests.matrix.test_walk import ABOUT, OTHERS
from tests.matrix.world import DAY, STANDINGS, TODAY

pytestmark = pytest.mark.once


OWN = {Goal: "/invited/goals/", LookBack: "/invited/look-backs/"}


def asked_of_her(world, elena):
    """Yield the address of each page about her that she has the rows for; one leads relatives to their own, whoever asks."""
    for route in ABOUT:
        if not route.rule.endswith(walker.ALLOW) and all(
            world.rows_of(model, elena).exists() for model in route.models
        ):
            yield walker.address_of(route.name, world.ids(route, elena))


def asked_of_nobody(world, own):
    """Yield the address of each other page, but for the two that show what somebody is invited to."""
    for route in OTHERS:
        address = walker.address_of(route.name, filled(world, route))
        if "GET" in route.methods and address not in ("/shared", own):
            yield address


def invited(world, elena, thing):
    """Return the browser of a relative to whom this one thing is open."""
    user = world.stand(Role.FAMILY, [STANDINGS["none"]], elena)
    Relation.objects.create(
        organisation=world.here, user=user, participant=elena, kind=RelationKind.INVITED, thing=thing.pk,
        scopes=Category.PLAN.bit, clears=clearance_bits(RelationKind.INVITED), from_on=TODAY,
        to_on=TODAY + DAY, source="walks",
    )  # fmt: skip
    return world.client(user)


@pytest.mark.seed("S-055")
@pytest.mark.asvs("8.2.2")
@pytest.mark.parametrize("table", [Goal, LookBack])
def test_an_invitation_opens_its_own_page_and_no_other_address(world, table):
    elena = world.people["elena"]
    thing = table.objects.filter(participant=elena).order_by("pk").first()
    client, own = invited(world, elena, thing), OWN[table] + thing.key
    came = walker.ask(client, "GET", own)
    assert (came.word, came.looks) == (walker.ALLOW, 1)
    assert "Nair" not in came.text
    seen = ((address, walker.ask(client, "GET", address)) for address in asked_of_her(world, elena))
    assert [where for where, came in seen if came.word == walker.ALLOW or "Elena" in came.text] == []
    lists = ((address, walker.ask(client, "GET", address).text) for address in asked_of_nobody(world, own))
    assert [where for where, text in lists if "Elena" in named(world, text)] == []
    rest = [where + row.key for kind, where in OWN.items() for row in kind.objects.exclude(pk=thing.pk)[:20]]
    assert [where for where in rest if walker.ask(client, "GET", where).word == walker.ALLOW] == []
