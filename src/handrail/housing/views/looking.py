from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from handrail import ui
from handrail.access import Permission, requires
from handrail.base.errors import DomainError
from handrail.base.words import _
from handrail.housing import actions, queries
from handrail.housing.forms import NEW_GOAL, ApplicationForm, MoveApplicationForm, WishForm
from handrail.housing.rules import (
    APPLICATION_STATUSES,
    APPLICATION_TRANSITIONS,
    HomeApplicationStatus,
    HomeKind,
)
from handrail.housing.views.shared import form_page, load, to_page
from handrail.people.pages import send


@requires(Permission.ROOM_WRITE)
def wish(request: HttpRequest, person_key: str) -> HttpResponse:
    """Say which home the person wants, and under which goal of the plan it stands."""
    viewer, participant = load(request, person_key)
    goals = queries.goals_of(viewer, participant)
    plan = queries.newest_plan(viewer, participant)
    now = queries.home_wish(viewer, participant)
    chosen = next((key for key, goal in goals.items() if now and goal.pk == now.goal_id), "")
    initial: dict[str, Any] = {"goal": chosen}
    if now:
        initial |= {"matters": now.matters, "kind": now.kind, "where": now.where}
    form = WishForm(request.POST or None, goals=goals, has_plan=plan is not None, initial=initial)
    if form.is_valid():
        data = form.cleaned_data
        answer = send(
            request,
            form,
            lambda about: actions.say_home_wish(
                participant=participant,
                matters=data["matters"],
                kind=HomeKind(data["kind"]) if data["kind"] else None,
                where=data["where"],
                goal=goals.get(data.get("goal", "")),
                becomes_goal_of=plan if data.get("goal") == NEW_GOAL else None,
                by=viewer,
            ),
            to_page(person_key, "#wish"),
            person=person_key,
        )
        if answer:
            return answer
    return form_page(
        request, participant, form, _("The home I want"), lead=_("Nothing has to be ready first.")
    )


@requires(Permission.ROOM_WRITE)
def application_new(request: HttpRequest, person_key: str) -> HttpResponse:
    """Note a place that the person looks at."""
    viewer, participant = load(request, person_key)
    form = ApplicationForm(request.POST or None)
    if form.is_valid():
        answer = send(
            request,
            form,
            lambda about: actions.add_application(participant=participant, facts=form.facts, by=viewer),
            to_page(person_key, "#looking"),
            person=person_key,
        )
        if answer:
            return answer
    return form_page(request, participant, form, _("A place to look at"))


def _status(request: HttpRequest) -> HomeApplicationStatus:
    try:
        return HomeApplicationStatus(request.POST.get("to", ""))
    except ValueError as error:
        raise DomainError(str(_("There is no such button. Open the page again."))) from error


@requires(Permission.ROOM_WRITE)
def application(request: HttpRequest, person_key: str, key: str) -> HttpResponse:
    """Show one place, and move it along: asked for, visit, offered, taken or not."""
    viewer, participant = load(request, person_key)
    row = queries.application(viewer, participant, key)
    form = MoveApplicationForm(request.POST or None)
    if form.is_valid():
        to = _status(request)
        there = reverse("housing:move", args=[person_key]) if to is HomeApplicationStatus.TAKEN else ""
        answer = send(
            request,
            form,
            lambda about: actions.change_application_status(
                application=row, to=to, by=viewer, **form.cleaned_data
            ),
            there or reverse("housing:application", args=[person_key, key]),
            person=person_key,
        )
        if answer:
            return answer
    now = HomeApplicationStatus(row.status)
    context = {
        "participant": participant,
        "row": row,
        "status": APPLICATION_STATUSES[now],
        "ways": [
            (one.value, APPLICATION_STATUSES[one])
            for one in HomeApplicationStatus
            if one in APPLICATION_TRANSITIONS[now]
        ],
        "form": form,
    }
    return ui.page(request, "housing/application.html", context, status=422 if form.errors else 200)
