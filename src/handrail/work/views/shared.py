from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from handrail.access import Category, Viewer
from handrail.access.once import About
from handrail.people import pages
from handrail.people.models import Participant
from handrail.work.rules import AskFirst


def load(
    request: HttpRequest, person_key: str, category: Category = Category.WORK
) -> tuple[Viewer, Participant]:
    """Return who asks and about whom, when their relation covers ``category``."""
    return pages.load(request, person_key, category)


def send(
    request: HttpRequest,
    form: Any,
    act: Callable[[About], Any],
    then: Callable[[Any], str],
    *,
    person: str,
) -> HttpResponse | None:
    """Run the action once as pages do; when it asks first, the form shows where to answer."""

    def asking(about: About) -> Any:
        try:
            return act(about)
        except AskFirst:
            form.asks_hours = True
            raise

    return pages.send(request, form, asking, then, person=person)


def to_work(person_key: str) -> str:
    return reverse("work:page", args=[person_key])
