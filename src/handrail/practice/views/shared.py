from collections.abc import Callable
from datetime import date
from typing import Any

from django.contrib import messages
from django.forms import Form
from django.http import HttpRequest, HttpResponse

from handrail.access import Category, Viewer, once
from handrail.access.once import About
from handrail.base.errors import DomainError, NotAllowed, NotFound
from handrail.people import queries as people
from handrail.people.models import Participant


def load(request: HttpRequest, person_key: str, category: Category) -> tuple[Viewer, Participant]:
    """Return who asks and about whom, when their relation covers ``category``."""
    viewer: Viewer = request.viewer  # type: ignore[attr-defined]
    return viewer, people.person(viewer, person_key, category)


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


def tell(request: HttpRequest, words: object, url: str) -> str:
    """Show ``words`` once on the next page, and return where that is."""
    messages.success(request, str(words))
    return url


def day_of(text: str, otherwise: date) -> date:
    """Return the day of an address like ``?day=2026-10-20``; anything else is ``otherwise``."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        return otherwise


def status_of(form: Form) -> int:
    """Return 422 for a page that shows errors, else 200."""
    return 422 if form.is_bound and form.errors else 200
