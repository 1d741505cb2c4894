"""While an emergency opens somebody's list, every ordinary address about them stays as absent as before."""

import pytest

from handrail.access import Role
from handrail.people.models import Relation
from handrail.safety.actions.emergency import open_in_emergency
from handrail.safety.rules.emergency import EmergencyReason, FoundBy
from tests.matrix import walker
from tests.matrix.test_walk import ABOUT
from tests.matrix.world import STANDINGS, TODAY, operator

pytestmark = pytest.mark.once


@pytest.mark.parametrize("role", [Role.SPECIALIST, Role.CLINICIAN, Role.COORDINATOR])
def test_the_hour_opens_its_own_page_and_no_other_address(world, role):
    elena = world.people["elena"]
    user = world.stand(role, [STANDINGS["none"]], elena)
    by = operator(world.here)
    by = type(by)(
        actor="user", today=TODAY, user_id=user.pk, organisation_id=world.here.pk, role=role, zone=by.zone
    )
    opening = open_in_emergency(
        participant=elena,
        reason=EmergencyReason.DANGER,
        words="Nobody answers.",
        found_by=FoundBy.NAME,
        by=by,
    )
    client = world.client(user)
    own = walker.ask(client, "GET", f"/emergency/{opening.key}")
    assert (own.word, own.looks) == (walker.ALLOW, 1)
    assert "Tea, and the window open." in own.text
    assert "Nair" not in own.text
    assert Relation.objects.filter(user=user, participant=elena, kind="emergency").exists()
    wrong = []
    for route in ABOUT:
        person = world.target(route)
        if person != elena and not all(world.rows_of(model, elena).exists() for model in route.models):
            continue
        came = walker.ask(client, "GET", walker.address_of(route.name, world.ids(route, elena)))
        if came.word == walker.ALLOW or "Nair" in came.text:
            wrong.append(f"{route.name}: {came.word}")
    assert wrong == []
