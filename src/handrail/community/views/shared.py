from enum import StrEnum
from typing import TypeVar

from django.http import HttpRequest

from handrail.access import Category, Viewer
from handrail.base.errors import DomainError
from handrail.base.words import _
from handrail.people import pages
from handrail.people.models import Participant
from handrail.plans.models import Goal

State = TypeVar("State", bound=StrEnum)


def load(request: HttpRequest, person_key: str) -> tuple[Viewer, Participant]:
    """Return who asks and about whom, when their relation covers links."""
    return pages.load(request, person_key, Category.LINKS)


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
