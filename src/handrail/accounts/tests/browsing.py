"""Opening pages as somebody: signed in as the product does it, with a session that begins now."""

from django.test import Client, RequestFactory

from handrail.access import Viewer
from handrail.accounts import sign_in
from handrail.accounts.models import User


def browser(viewer: Viewer, **how: bool) -> Client:
    """Return a browser in which the viewer is signed in."""
    client = Client(**how)
    request = RequestFactory().get("/")
    request.session = client.session
    sign_in.begin_session(request, User.objects.get(pk=viewer.user_id))
    request.session.save()
    client.cookies["handrail"] = request.session.session_key
    return client


def about(client: Client, address: str) -> str:
    """Return the hidden field of the last form on a page."""
    html = client.get(address).content.decode()
    return html.rsplit('name="about" value="', 1)[1].split('"', 1)[0]
