from datetime import UTC, datetime, timedelta

import pytest

from handrail.base.clock import clock_at
from handrail.measures.tests import factories
from handrail.notices import jobs


@pytest.fixture(autouse=True)
def _on_the_day():
    with clock_at(datetime(2026, 10, 20, 8, tzinfo=UTC), timedelta(milliseconds=1)):
        yield


@pytest.fixture
def elena(db):
    """Elena, her own viewer, and Sasha beside her, who reads her answers."""
    return factories.elena()


@pytest.fixture
def sent_by_loop():
    """Send what waits in the outbox, as the work loop does."""
    return jobs.send_due
