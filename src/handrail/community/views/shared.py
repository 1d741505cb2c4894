from collections.abc import Callable
from enum import StrEnum
from typing import Any, TypeVar

from django.contrib import messages
from django.forms import Form
from django.http import HttpRequest, HttpResponse

from handrail.access import Category, Viewer, once
from handrail.access.once import About
from handrail.base.errors import DomainError, NotAllowed, NotFound
from handrail.base.words import _
from handrail.people import queries as people
from handrail.people.models import Participant
from handrail.plans.models import Goal

State = TypeVar("State", bound=StrEnum)


def load(request: HttpRequest, person_key: str) -> tuple[Viewer, Participant]:
    """Return who asks and about whom, when their relation covers links."""
    viewer: Viewer = request.viewer  # type: ignore[attr-defined]
    return viewer, people.person(viewer, person_key, Category.LINKS)


def send(
    request: HttpRequest,
    form: Form,
    act: Callable[[About], Any],
    then: Callable[[Any], str],
    *,
    person: str = "",
) -> HttpResponse | None:
    """Run the action once; what it refuses becomes a sentence in the form, and None is returned."""
    try:
        return once(request, act, then, person=person)
    except (NotAllowed, NotFound):
        raise
    except DomainError as error:
        form.add_error(None, str(error))
        return None


def tell(request: HttpRequest, words: object, url: str) -> str:
    """Show ``words`` once on the next page, and return where that is."""
    messages.success(request, str(words))
    return url


def status_of(form: Form) -> int:
    """Return 422 for a page that shows errors, else 200."""
    return 422 if form.is_bound and form.errors else 200


def pressed(request: HttpRequest, states: type[State]) -> State:
    """Return the state that the pressed button names; raise DomainError when there is no such button."""
    said = request.POST.get("do", "")
    if said not in set(states):
        raise DomainError(str(_("There is no such button. Open the page again.")))
    return states(said)


def chosen_goal(request: HttpRequest, goals: tuple[Goal, ...]) -> Goal:
    """Return the goal of the pressed button, or raise DomainError."""
    found = next((goal for goal in goals if goal.key == request.POST.get("goal", "")), None)
    if found is None:
        raise DomainError(str(_("Choose a goal of the plan.")))
    return found
