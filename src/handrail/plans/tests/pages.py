"""A browser on the plan's pages, for tests."""

from django.test import Client
from django.urls import reverse

from handrail.access import RelationKind, Role, about_field
from handrail.accounts.models import User
from handrail.accounts.sign_in import MEMBERSHIP, OWN_RECORD
from handrail.people.models import Participant
from handrail.people.tests import factories as people


def browser(viewer) -> Client:
    """Return a browser in which the viewer is signed in."""
    client = Client()
    user = User.objects.get(pk=viewer.user_id)
    client.force_login(user)
    session = client.session
    session[MEMBERSHIP] = str(user.memberships.get().pk)
    session[OWN_RECORD] = str(viewer.participant_id or "")
    session.save()
    return client


def address(name: str, person: Participant, *keys: str) -> str:
    return reverse(f"plans:{name}", args=[person.key, *keys])


def about(person: Participant, version: int = 1) -> dict[str, str]:
    field = str(about_field(person.key, version))
    return {"about": field.split('value="')[1].split('"')[0]}


def family(person):
    return people.staff_for(person, Role.FAMILY, RelationKind.FAMILY)


def stranger(person):
    user = people.member(person.organisation, Role.SPECIALIST)
    return people.viewer(user, person.organisation, Role.SPECIALIST)


def text(response) -> str:
    return response.content.decode()


STEP = {"title": "Order a coffee", "support_wanted": "with_me"}
GOAL = {
    "words": "Sleep through the night",
    "life_area": "health",
    "environment": "living",
    "picture": "heart",
}
