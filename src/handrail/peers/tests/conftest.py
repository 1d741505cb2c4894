import pytest
from django.test import RequestFactory

from handrail.accounts import sign_in
from handrail.accounts.models import User
from handrail.accounts.rules import How
from handrail.peers.tests import factories as make


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


@pytest.fixture
def place():
    return make.organisation()


@pytest.fixture
def person(place):
    return make.participant(place, "Marcus", "Adeyemi")


@pytest.fixture
def marcus(person):
    return make.self_viewer(person)


@pytest.fixture
def tess(place):
    """A mentor with a page and room for two people."""
    return make.mentor(place, "Tess Brown", at_most=2)


@pytest.fixture
def dana(person):
    return make.coordinator_of(person)
