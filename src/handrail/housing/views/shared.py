from typing import Any

from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from handrail import ui
from handrail.access import Category, Viewer
from handrail.people import pages
from handrail.people.models import Participant


def load(request: HttpRequest, person_key: str) -> tuple[Viewer, Participant]:
    """Return who asks and about whom, when their relation covers the home."""
    return pages.load(request, person_key, Category.HOME)


def to_page(person_key: str, part: str = "") -> str:
    return reverse("housing:page", args=[person_key]) + part


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
    return ui.page(request, "housing/form.html", context, status=pages.status_of(form))
