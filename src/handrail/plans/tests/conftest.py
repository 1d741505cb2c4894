from datetime import UTC, datetime, timedelta

import pytest

from handrail.base.clock import clock_at
from handrail.plans.tests import factories as make


@pytest.fixture(autouse=True)
def _on_the_day():
    with clock_at(datetime(2026, 10, 20, 8, tzinfo=UTC), timedelta(milliseconds=1)):
        yield


@pytest.fixture
def opened(db):
    """Elena, her viewer, her specialist's viewer, and her goal in an open plan."""
    person, me, sasha = make.elena()
    return person, me, sasha, make.goal(make.plan(person, me), me)
