from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from handrail.access import Category, Viewer, once
from handrail.access.once import About
from handrail.base.errors import DomainError, NotAllowed, NotFound
from handrail.people import queries as people
from handrail.people.models import Participant
from handrail.work.rules import AskFirst


def load(
    request: HttpRequest, person_key: str, category: Category = Category.WORK
) -> tuple[Viewer, Participant]:
    """Return who asks and about whom, when their relation covers ``category``."""
    viewer: Viewer = request.viewer  # type: ignore[attr-defined]
    return viewer, people.person(viewer, person_key, category)


def send(
    request: HttpRequest,
    form: Any,
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
    except AskFirst as question:
        form.asks_hours = True
        form.add_error(None, str(question))
    except DomainError as error:
        form.add_error(None, str(error))
    return None


def to_work(person_key: str) -> str:
    return reverse("work:page", args=[person_key])


def tell(request: HttpRequest, words: object, url: str) -> str:
    """Show ``words`` once on the next page, and return where that is."""
    messages.success(request, str(words))
    return url


def status_of(form: Form) -> int:
    """Return 422 for a page that shows errors, else 200."""
    return 422 if form.is_bound and form.errors else 200
