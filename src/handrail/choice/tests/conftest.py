from datetime import UTC, datetime, timedelta

import pytest

from handrail.access import RelationKind, Role
from handrail.base import clock
from handrail.catalogue.tests import factories as catalogue
from handrail.intake import actions as intake
from handrail.intake.rules import EnrolmentRank
from handrail.people.tests import factories as make


@pytest.fixture(autouse=True)
def _the_day():
    """Hold every test on the day of the factories."""
    with clock.clock_at(datetime(2026, 10, 20, 9, 0, tzinfo=UTC), tick=timedelta(milliseconds=1)):
        yield


@pytest.fixture
def person():
    return make.participant(make.organisation(), "Marcus", "Adeyemi")


@pytest.fixture
def me(person):
    return make.self_viewer(person)


@pytest.fixture
def dana(person):
    return make.staff_for(person, Role.COORDINATOR, RelationKind.COORDINATOR)


@pytest.fixture
def chosen(person, me):
    """Return the first choice of the person: €4,200 for the whole, and at most €210 of it from the person."""
    offer = catalogue.offer(person.organisation, "VR", capacity=5)
    return intake.choose_offer(participant=person, offer=offer, rank=EnrolmentRank.PRIMARY, by=me)
