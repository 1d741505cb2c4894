from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_POST

from handrail import ui
from handrail.access import Permission, Viewer, requires
from handrail.base.words import _
from handrail.community import actions, queries
from handrail.community.forms import ActivityForm, TakePartForm
from handrail.community.models import Place
from handrail.community.rules import ACTIVITY_KINDS, ActivityStatus, PlaceKind
from handrail.community.views.shared import chosen_goal, load, pressed
from handrail.people.pages import send, status_of, tell
from handrail.practice import queries as practice


@requires(Permission.RECORD_READ)
def activities(request: HttpRequest, person_key: str) -> HttpResponse:
    """Show what a person does among others, where, and how they get there."""
    viewer, participant = load(request, person_key)
    context = {"person": participant, "page": queries.activities_page(viewer, participant)}
    return ui.page(request, "community/activities.html", context)


def _at(viewer: Viewer, key: str) -> tuple[Place | None, dict[str, Any]]:
    """Return the place of ?place=… and what the form shows of it first."""
    if not key:
        return None, {}
    place = queries.place(viewer, key)
    kind = place.kind if place.kind in ACTIVITY_KINDS else PlaceKind.OTHER
    return place, {"title": place.name, "where": place.name, "kind": kind}


@requires(Permission.ROOM_WRITE)
def activity_new(request: HttpRequest, person_key: str) -> HttpResponse:
    """Write down something that a person does among others."""
    viewer, participant = load(request, person_key)
    place, first = _at(viewer, request.GET.get("place", "")[:10])
    form = ActivityForm(request.POST or None, initial=first, steps=practice.open_steps(viewer, participant))
    done = None
    if form.is_valid():
        done = send(
            request,
            form,
            lambda about: actions.add_activity(participant=participant, place=place, by=viewer, **form.facts),
            lambda made: reverse("community:activity", args=[person_key, made.key]),
            person=person_key,
        )
    context = {"person": participant, "form": form, "activity": None}
    return done or ui.page(request, "community/activity_form.html", context, status=status_of(form))


@requires(Permission.ROOM_WRITE)
def activity_change(request: HttpRequest, person_key: str, key: str) -> HttpResponse:
    """Change where, when, with whom and with which support."""
    viewer, participant = load(request, person_key)
    found = queries.activity(viewer, participant, key)
    names = ("title", "kind", "where", "when_words", "with_whom", "support_wanted")
    first = {name: getattr(found, name) for name in names} | {"step": found.step.key if found.step else ""}
    form = ActivityForm(request.POST or None, initial=first, steps=practice.open_steps(viewer, participant))
    done = None
    if form.is_valid():
        done = send(
            request,
            form,
            lambda about: actions.change_activity(
                activity=found, version=about.version, facts=form.facts, by=viewer
            ),
            lambda made: reverse("community:activity", args=[person_key, key]),
            person=person_key,
        )
    context = {"person": participant, "form": form, "activity": found}
    return done or ui.page(request, "community/activity_form.html", context, status=status_of(form))


def _page(request: HttpRequest, person_key: str, key: str, form: TakePartForm) -> HttpResponse:
    viewer, participant = load(request, person_key)
    page = queries.activity_page(viewer, participant, key)
    context = {"person": participant, "page": page, "form": form}
    return ui.page(request, "community/activity.html", context, status=status_of(form))


@requires(Permission.RECORD_READ)
def activity(request: HttpRequest, person_key: str, key: str) -> HttpResponse:
    """Show one activity; the form writes down a day on which the person took part."""
    viewer, participant = load(request, person_key)
    found = queries.activity(viewer, participant, key)
    form = TakePartForm(request.POST or None, initial={"with_whom": found.with_whom})
    done = None
    if form.is_valid():
        done = send(
            request,
            form,
            lambda about: actions.take_part(activity=found, by=viewer, **form.facts),
            lambda _day: tell(request, _("Kept."), reverse("community:activity", args=[person_key, key])),
            person=person_key,
        )
    return done or _page(request, person_key, key, form)


@require_POST
@requires(Permission.ROOM_WRITE)
def activity_status(request: HttpRequest, person_key: str, key: str) -> HttpResponse:
    """Let an activity rest, end it, or take it up again."""
    viewer, participant = load(request, person_key)
    found, to = queries.activity(viewer, participant, key), pressed(request, ActivityStatus)
    form = TakePartForm({})
    done = send(
        request,
        form,
        lambda about: actions.change_activity_status(activity=found, to=to, by=viewer),
        lambda _row: tell(request, _("Kept."), reverse("community:activity", args=[person_key, key])),
        person=person_key,
    )
    return done or _page(request, person_key, key, form)


@require_POST
@requires(Permission.ROOM_WRITE)
def activity_step(request: HttpRequest, person_key: str, key: str) -> HttpResponse:
    """Make an activity a step of the plan."""
    viewer, participant = load(request, person_key)
    page = queries.activity_page(viewer, participant, key)
    form = TakePartForm({})
    done = send(
        request,
        form,
        lambda about: actions.make_activity_a_step(
            activity=page.activity, goal=chosen_goal(request, page.goals), by=viewer
        ),
        lambda made: reverse("plans:step", args=[person_key, made.step.key]),
        person=person_key,
    )
    return done or _page(request, person_key, key, form)
