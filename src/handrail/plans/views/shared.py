from collections.abc import Callable
from typing import Any

from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from handrail.access import Category, Viewer, once
from handrail.access.once import About
from handrail.base.errors import DomainError, NotAllowed, NotFound
from handrail.base.words import _
from handrail.people import queries as people
from handrail.people.models import Participant


def load(request: HttpRequest, person_key: str) -> tuple[Viewer, Participant]:
    """Return who asks and about whom, when their relation covers the plan."""
    viewer: Viewer = request.viewer  # type: ignore[attr-defined]
    return viewer, people.person(viewer, person_key, Category.PLAN)


def to_plan(person_key: str, part: str = "") -> str:
    return reverse("plans:plan", args=[person_key]) + part


def send(
    request: HttpRequest,
    form: Form,
    act: Callable[[About], Any],
    then: Callable[[Any], str],
    *,
    person: str,
) -> HttpResponse | None:
    """Run the action once; what it refuses becomes a sentence in the form, and None is returned."""
    try:
        return once(request, act, then, person=person)
    except (NotAllowed, NotFound):
        raise
    except DomainError as error:
        form.add_error(None, str(error))
        return None


def verb(request: HttpRequest, known: dict[str, Callable[..., Any]]) -> Callable[..., Any]:
    """Return what the pressed button asks for; raise DomainError when there is no such button."""
    act = known.get(request.POST.get("do", ""))
    if act is None:
        raise DomainError(str(_("There is no such button. Open the page again.")))
    return act
