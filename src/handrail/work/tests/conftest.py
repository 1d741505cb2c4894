import pytest
from django.test import RequestFactory

from handrail.accounts import sign_in
from handrail.accounts.models import User


@pytest.fixture
def sign(client):
    """Return a client that is signed in as a viewer."""

    def as_viewer(viewer):
        request = RequestFactory().get("/")
        request.session = client.session
        sign_in.begin_session(request, User.objects.get(pk=viewer.user_id))
        request.session.save()
        client.cookies["handrail"] = request.session.session_key
        return client

    return as_viewer
