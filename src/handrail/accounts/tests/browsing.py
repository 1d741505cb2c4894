"""Opening pages as somebody: signed in as the product does it, with a session that begins now."""

from django.test import Client, RequestFactory

from handrail.access import Viewer
from handrail.accounts import sign_in
from handrail.accounts.models import User
from handrail.accounts.rules import How


def browser(viewer: Viewer, *, how: How = How.DEMO, **more: bool) -> Client:
    """Return a browser in which the viewer is signed in, without limits of time unless ``how`` asks for them."""
    client = Client(**more)
    request = RequestFactory().get("/")
    request.session = client.session
    sign_in.begin_session(request, User.objects.get(pk=viewer.user_id), how=how)
    request.session.save()
    client.cookies["handrail"] = request.session.session_key
    return client


def look_for(client: Client, address: str, **fields: object) -> str:
    """Send a search as a browser does, and return the page to which it leads."""
    return client.post(address, fields, follow=True).content.decode()


def about(client: Client, address: str) -> str:
    """Return the hidden field of the last form on a page."""
    html = client.get(address).content.decode()
    return html.rsplit('name="about" value="', 1)[1].split('"', 1)[0]
