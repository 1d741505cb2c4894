from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_POST

from handrail import ui
from handrail.access import Category, Permission, Viewer, requires
from handrail.access.once import About
from handrail.base.errors import DomainError
from handrail.base.words import _
from handrail.people.models import Participant
from handrail.people.pages import load, send, status_of, tell
from handrail.plans.models import Goal
from handrail.practice import actions, queries
from handrail.practice.forms.groups import AnswerForm
from handrail.practice.rules.groups import CONTEXTS, HOME_PRACTICE_ANSWERS
from handrail.practice.views.shared import day_of


def _page(request: HttpRequest, person_key: str, form: ui.Form | None = None) -> HttpResponse:
    viewer, participant = load(request, person_key, Category.GROUPS)
    context = {
        "page": queries.my_groups_page(viewer, participant),
        "person": participant,
        "problem": form,
        "answers": list(HOME_PRACTICE_ANSWERS.items()),
        "contexts": list(CONTEXTS.items()),
        "may_write": viewer.may(Permission.ROOM_WRITE),
    }
    return ui.page(request, "practice/my_groups.html", context, status=status_of(form) if form else 200)


@requires(Permission.RECORD_READ)
def my_groups(request: HttpRequest, person_key: str) -> HttpResponse:
    """Show a person's groups, when they meet next, and what they agreed to try."""
    return _page(request, person_key)


def _done(
    request: HttpRequest,
    person_key: str,
    act: Callable[[About], Any],
    words: object,
) -> HttpResponse:
    """Do it once and go back to the person's groups; what is refused becomes a sentence there."""
    form = ui.Form({})
    here = reverse("practice:my_groups", args=[person_key])
    done = send(request, form, act, lambda _row: tell(request, words, here), person=person_key)
    return done or _page(request, person_key, form)


@require_POST
@requires(Permission.ROOM_WRITE)
def join(request: HttpRequest, person_key: str, key: str) -> HttpResponse:
    """Join a group, without a reason."""
    viewer, participant = load(request, person_key, Category.GROUPS)
    found = queries.open_group(viewer, key)
    return _done(
        request,
        person_key,
        lambda about: actions.join_group(group=found, participant=participant, by=viewer),
        _("Joined. The meetings stand in the week."),
    )


@require_POST
@requires(Permission.ROOM_WRITE)
def leave(request: HttpRequest, person_key: str, key: str) -> HttpResponse:
    """Leave a group, without a reason."""
    viewer, participant = load(request, person_key, Category.GROUPS)
    place = queries.group_place(viewer, queries.open_group(viewer, key), participant)
    return _done(
        request,
        person_key,
        lambda about: actions.leave_group(place=place, by=viewer),
        _("Left. Nobody asks why, and the way back is open."),
    )


@require_POST
@requires(Permission.ROOM_WRITE)
def answer(request: HttpRequest, person_key: str, key: str) -> HttpResponse:
    """Say how home practice went."""
    viewer, participant = load(request, person_key, Category.GROUPS)
    found, form = queries.practice(viewer, participant, key), AnswerForm(request.POST)
    if not form.is_valid():
        return _page(request, person_key, form)
    return _done(
        request,
        person_key,
        lambda about: actions.answer_home_practice(
            practice=found, version=about.version, by=viewer, **form.facts
        ),
        _("Kept."),
    )


def _goal(request: HttpRequest, viewer: Viewer, participant: Participant) -> Goal:
    goals = queries.my_groups_page(viewer, participant).goals
    found = next((goal for goal in goals if goal.key == request.POST.get("goal", "")), None)
    if found is None:
        raise DomainError(str(_("Choose a goal of the plan.")))
    return found


@require_POST
@requires(Permission.ROOM_WRITE)
def to_step(request: HttpRequest, person_key: str, key: str) -> HttpResponse:
    """Make home practice a step of the plan."""
    viewer, participant = load(request, person_key, Category.GROUPS)
    found = queries.practice(viewer, participant, key)
    return _done(
        request,
        person_key,
        lambda about: actions.make_home_practice_a_step(
            practice=found, goal=_goal(request, viewer, participant), by=viewer
        ),
        _("It stands in the plan now."),
    )


@require_POST
@requires(Permission.ROOM_WRITE)
def to_week(request: HttpRequest, person_key: str, key: str) -> HttpResponse:
    """Let home practice stand on a day of the week."""
    viewer, participant = load(request, person_key, Category.GROUPS)
    found = queries.practice(viewer, participant, key)
    on = day_of(request.POST.get("day", ""), viewer.today)
    return _done(
        request,
        person_key,
        lambda about: actions.put_home_practice_in_week(practice=found, on=on, by=viewer),
        _("It stands in the week now."),
    )
