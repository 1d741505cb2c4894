from datetime import UTC, datetime, timedelta

import pytest

from handrail.base import clock
from handrail.intake.tests import factories as intake
from handrail.people.tests import factories as make


@pytest.fixture(autouse=True)
def _the_day():
    """Hold every test on the day of the factories."""
    with clock.clock_at(datetime(2026, 10, 20, 9, 0, tzinfo=UTC), tick=timedelta(milliseconds=1)):
        yield


@pytest.fixture
def person():
    return make.participant(make.organisation())


@pytest.fixture
def me(person):
    return make.self_viewer(person)


@pytest.fixture
def sasha(person):
    return make.staff_for(person)


@pytest.fixture
def held(person, sasha):
    return intake.conversation(person, sasha)


@pytest.fixture
def home(person):
    return f"/people/{person.key}/intake"
