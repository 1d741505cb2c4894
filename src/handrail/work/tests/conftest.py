from datetime import UTC, datetime, timedelta

import pytest
from django.test import RequestFactory

from handrail.accounts import sign_in
from handrail.accounts.models import User
from handrail.accounts.rules import How
from handrail.base import clock


@pytest.fixture
def sign(client):
    """Return a client that is signed in as a viewer."""

    def as_viewer(viewer):
        request = RequestFactory().get("/")
        request.session = client.session
        sign_in.begin_session(request, User.objects.get(pk=viewer.user_id), how=How.DEMO)
        request.session.save()
        client.cookies["handrail"] = request.session.session_key
        return client

    return as_viewer


@pytest.fixture(autouse=True)
def morning():
    """Hold the clock on the tests' day; it ticks, so that order is kept."""
    with clock.clock_at(datetime(2026, 10, 20, 8, 5, tzinfo=UTC), timedelta(milliseconds=1)):
        yield
