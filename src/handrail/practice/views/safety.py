from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from handrail import ui
from handrail.access import Category, Permission, requires, viewer_of
from handrail.base.words import _
from handrail.people.pages import load, send, tell
from handrail.practice import actions, queries
from handrail.practice.forms import TogetherForm


@requires(Permission.SAFETY_TAKE)
def safety(request: HttpRequest) -> HttpResponse:
    """List the open concerns for safety, oldest first."""
    viewer = viewer_of(request)
    return ui.page(request, "practice/safety.html", {"concerns": queries.safety_list(viewer)})


@require_POST
@requires(Permission.SAFETY_TAKE)
def take(request: HttpRequest, key: str) -> HttpResponse:
    """Take one open concern."""
    viewer = viewer_of(request)
    found = queries.concern(viewer, key)
    done = send(
        request,
        TogetherForm(),
        lambda about: actions.take_safety(note=found, by=viewer),
        lambda _note: tell(request, _("It is yours now. Call first."), reverse("practice:safety")),
        person=found.participant.key,
    )
    return done or redirect("practice:safety")


@requires(Permission.NOTE_WRITE)
def first_help(request: HttpRequest, person_key: str, key: str) -> HttpResponse:
    """Say what to do first when somebody may not be safe: numbers first, forms later."""
    viewer, participant = load(request, person_key, Category.NOTES)
    context = {
        "person": participant,
        "note": queries.note(viewer, participant, key),
        "guide": queries.safety_guide(
            viewer.language, participant.organisation.country, settings.EMERGENCY_NUMBER
        ),
        "coordinator": queries.coordinator_of(participant),
    }
    return ui.page(request, "practice/first_help.html", context)
