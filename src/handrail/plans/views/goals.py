from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_POST

from handrail import ui
from handrail.access import Permission, once, requires
from handrail.people.pages import send
from handrail.plans import actions, queries
from handrail.plans.forms import GoalForm
from handrail.plans.rules import Environment, LifeArea, Picture
from handrail.plans.views.shared import load, to_plan, verb


def _typed(data: dict[str, Any]) -> dict[str, Any]:
    kinds = {"life_area": LifeArea, "environment": Environment, "picture": Picture}
    return {**data, **{name: kind(data[name]) for name, kind in kinds.items()}}


@requires(Permission.STEP_REPORT)
def goal_new(request: HttpRequest, person_key: str) -> HttpResponse:
    """Write down a goal in the person's words."""
    viewer, participant = load(request, person_key)
    plan = queries.current_plan(viewer, participant)
    form = GoalForm(request.POST or None)
    if form.is_valid():
        answer = send(
            request,
            form,
            lambda about: actions.add_goal(plan=plan, by=viewer, **_typed(form.cleaned_data)),
            lambda done: to_plan(person_key, f"#goal-{done.key}"),
            person=person_key,
        )
        if answer:
            return answer
    context = {"participant": participant, "goal": None, "form": form, "version": 0}
    context |= {
        "can": queries.can(viewer, participant),
        "speaker": queries.speaker(viewer, participant),
    }
    return ui.page(request, "plans/goal.html", context)


@requires(Permission.STEP_REPORT)
def goal(request: HttpRequest, person_key: str, key: str) -> HttpResponse:
    """Say a goal anew, or say that it is reached or set aside."""
    viewer, participant = load(request, person_key)
    found = queries.goal(viewer, participant, key)
    names = ("words", "life_area", "environment", "picture", "target_on")
    form = GoalForm(request.POST or None, initial={name: getattr(found, name) for name in names})
    if form.is_valid():
        answer = send(
            request,
            form,
            lambda about: actions.reword_goal(
                goal=found, version=about.version, by=viewer, **_typed(form.cleaned_data)
            ),
            lambda done: to_plan(person_key, f"#goal-{key}"),
            person=person_key,
        )
        if answer:
            return answer
    context = {"participant": participant, "goal": found, "form": form, "version": found.version}
    context |= {
        "invitations": queries.invited_to(viewer, participant, found),
        "invite_url": reverse("plans:goal_invite", args=[person_key, key]),
        "can": queries.can(viewer, participant),
        "speaker": queries.speaker(viewer, participant),
    }
    return ui.page(request, "plans/goal.html", context)


GOAL_VERBS = {
    "reach": actions.reach_goal,
    "set_aside": actions.set_aside_goal,
    "resume": actions.resume_goal,
}


@requires(Permission.PLAN_ANSWER)
@require_POST
def goal_status(request: HttpRequest, person_key: str, key: str) -> HttpResponse:
    """Reach a goal, set it aside or take it up again."""
    viewer, participant = load(request, person_key)
    found = queries.goal(viewer, participant, key)
    act = verb(request, GOAL_VERBS)
    return once(
        request,
        lambda about: act(goal=found, by=viewer),
        lambda done: to_plan(person_key),
        person=person_key,
    )
