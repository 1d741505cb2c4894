"""Opening pages as somebody, signed in the way the product does it."""

from django.http import HttpResponse

from handrail.access import Role, Viewer, about_field
from handrail.accounts.tests.browsing import browser
from handrail.people.models import Participant
from handrail.people.tests import factories as people

__all__ = ["about", "browser", "stranger", "text"]


def about(person: Participant, version: int = 1) -> dict[str, str]:
    field = str(about_field(person.key, version))
    return {"about": field.split('value="')[1].split('"')[0]}


def stranger(person: Participant) -> Viewer:
    user = people.member(person.organisation, Role.SPECIALIST)
    return people.viewer(user, person.organisation, Role.SPECIALIST)


def text(response: HttpResponse) -> str:
    return response.content.decode()
