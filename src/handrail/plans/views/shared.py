from collections.abc import Callable
from typing import Any

from django.http import HttpRequest
from django.urls import reverse

from handrail.access import Category, Viewer
from handrail.base.errors import DomainError
from handrail.base.words import _
from handrail.people import pages
from handrail.people.models import Participant


def load(request: HttpRequest, person_key: str) -> tuple[Viewer, Participant]:
    """Return who asks and about whom, when their relation covers the plan."""
    return pages.load(request, person_key, Category.PLAN)


def to_plan(person_key: str, part: str = "") -> str:
    return reverse("plans:plan", args=[person_key]) + part


def verb(request: HttpRequest, known: dict[str, Callable[..., Any]]) -> Callable[..., Any]:
    """Return what the pressed button asks for; raise DomainError when there is no such button."""
    act = known.get(request.POST.get("do", ""))
    if act is None:
        raise DomainError(str(_("There is no such button. Open the page again.")))
    return act
