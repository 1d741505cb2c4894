"""Opening pages as somebody and sending their forms, for the tests of every package that has pages about a person."""

from django.http import HttpResponse

from handrail.access import RelationKind, Role, Viewer, about_field
from handrail.accounts.tests.browsing import browser, look_for
from handrail.people.models import Participant
from handrail.people.tests import factories as people

__all__ = ["about", "browser", "family", "look_for", "signed", "stranger", "text"]


def signed(person: Participant | None = None, version: int = 0) -> str:
    """Return what the hidden field of a form carries."""
    return str(about_field(person.key if person else "", version)).split('value="')[1].split('"')[0]


def about(person: Participant, version: int = 1) -> dict[str, str]:
    """Return the hidden field as a browser sends it."""
    return {"about": signed(person, version)}


def family(person: Participant) -> Viewer:
    return people.staff_for(person, Role.FAMILY, RelationKind.FAMILY)


def stranger(person: Participant) -> Viewer:
    user = people.member(person.organisation, Role.SPECIALIST)
    return people.viewer(user, person.organisation, Role.SPECIALIST)


def text(response: HttpResponse) -> str:
    return response.content.decode()
