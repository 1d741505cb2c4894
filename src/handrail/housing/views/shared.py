from collections.abc import Callable
from typing import Any

from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from handrail import ui
from handrail.access import Category, Viewer, once
from handrail.access.once import About
from handrail.base.errors import DomainError, NotAllowed, NotFound
from handrail.people import queries as people
from handrail.people.models import Participant


def load(request: HttpRequest, person_key: str) -> tuple[Viewer, Participant]:
    """Return who asks and about whom, when their relation covers the home."""
    viewer: Viewer = request.viewer  # type: ignore[attr-defined]
    return viewer, people.person(viewer, person_key, Category.HOME)


def to_page(person_key: str, part: str = "") -> str:
    return reverse("housing:page", args=[person_key]) + part


def send(
    request: HttpRequest, form: Form, act: Callable[[About], Any], then: str, *, person: str
) -> HttpResponse | None:
    """Run the action once; what it does not take becomes a sentence in the form, and None is returned."""
    try:
        return once(request, act, lambda done: then, person=person)
    except (NotAllowed, NotFound):
        raise
    except DomainError as error:
        form.add_error(None, str(error))
        return None


def form_page(
    request: HttpRequest, participant: Participant, form: Form, title: object, **more: Any
) -> HttpResponse:
    """Show one form with its heading; 422 when something in it needs another look."""
    context = {
        "participant": participant,
        "form": form,
        "title": title,
        "version": 0,
        "lead": "",
        "also": None,
        **more,
    }
    wrong = form.is_bound and form.errors
    return ui.page(request, "housing/form.html", context, status=422 if wrong else 200)
