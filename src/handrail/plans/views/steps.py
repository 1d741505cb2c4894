from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_POST

from handrail import ui
from handrail.access import Permission, once, requires
from handrail.people.pages import send
from handrail.plans import actions, queries
from handrail.plans.forms import AgainForm, ArrangeForm, ReasonForm, SmallerForm, StepForm
from handrail.plans.rules import STEP_FIELDS, LifeArea, StepFacts, SupportLevel
from handrail.plans.starters import starter, starters
from handrail.plans.views.shared import load, to_plan, verb


def _to_step(person_key: str, key: str) -> str:
    return reverse("plans:step", args=[person_key, key])


@requires(Permission.RECORD_READ)
def step(request: HttpRequest, person_key: str, key: str) -> HttpResponse:
    """Show one step with its history, and what can be done with it now."""
    viewer, participant = load(request, person_key)
    page = queries.step_page(viewer, participant, key)
    context = {
        "page": page,
        "participant": participant,
        "reason": ReasonForm(),
        "again": AgainForm(initial={"support_wanted": page.step.support_wanted}),
    }
    return ui.page(request, "plans/step.html", context)


@requires(Permission.STEP_REPORT)
def step_new(request: HttpRequest, person_key: str, goal_key: str) -> HttpResponse:
    """Add a step as the person, or suggest one as a colleague."""
    viewer, participant = load(request, person_key)
    goal = queries.goal(viewer, participant, goal_key)
    can = queries.can(viewer, participant)
    idea = starter(request.GET.get("idea", ""), viewer.language)
    first = {"title": idea.title, "fallback": idea.fallback} if idea else {}
    form = StepForm(request.POST or None, initial=first)
    act = actions.add_step if can.decide else actions.propose_step
    if form.is_valid():
        answer = send(
            request,
            form,
            lambda about: act(goal=goal, facts=form.facts, by=viewer),
            lambda done: to_plan(person_key),
            person=person_key,
        )
        if answer:
            return answer
    context = {"participant": participant, "goal": goal, "form": form, "can": can}
    context["ideas"] = starters(viewer.language, LifeArea(goal.life_area))
    return ui.page(request, "plans/step_new.html", context)


@requires(Permission.STEP_REPORT)
def step_change(request: HttpRequest, person_key: str, key: str) -> HttpResponse:
    """Change a step: the person all of it, a colleague with whom, where and when."""
    viewer, participant = load(request, person_key)
    found = queries.step(viewer, participant, key)
    can = queries.can(viewer, participant)
    is_own_suggestion = found.status == "proposed" and found.proposed_by_id == viewer.user_id
    kind = StepForm if can.decide or is_own_suggestion else ArrangeForm
    form = kind(request.POST or None, initial={name: getattr(found, name) for name in STEP_FIELDS})
    if form.is_valid():
        answer = send(
            request,
            form,
            lambda about: actions.change_step(
                step=found, version=about.version, changes=form.cleaned_data, by=viewer
            ),
            lambda done: _to_step(person_key, key),
            person=person_key,
        )
        if answer:
            return answer
    context = {"participant": participant, "step": found, "form": form, "can": can}
    return ui.page(request, "plans/step_change.html", context)


@requires(Permission.STEP_REPORT)
def step_smaller(request: HttpRequest, person_key: str, key: str) -> HttpResponse:
    """Put a smaller step in its place; a colleague suggests it."""
    viewer, participant = load(request, person_key)
    found = queries.step(viewer, participant, key)
    can = queries.can(viewer, participant)
    form = SmallerForm(request.POST or None, initial={"support_wanted": found.support_wanted})
    if form.is_valid():
        taken_over = {name: getattr(found, name) for name in STEP_FIELDS}
        facts = StepFacts(**{**taken_over, **form.cleaned_data})
        answer = send(
            request,
            form,
            lambda about: (
                actions.make_smaller(step=found, title=facts.title, facts=facts, by=viewer)
                if can.decide
                else actions.propose_step(goal=found.goal, facts=facts, smaller_than=found, by=viewer)
            ),
            lambda done: to_plan(person_key),
            person=person_key,
        )
        if answer:
            return answer
    context = {"participant": participant, "step": found, "form": form, "can": can}
    return ui.page(request, "plans/smaller.html", context)


STEP_VERBS = {
    "begin": lambda step, by, reason: actions.begin_step(step=step, by=by),
    "rest": actions.rest_step,
    "resume": lambda step, by, reason: actions.resume_step(step=step, by=by),
    "set_aside": actions.set_aside_step,
    "bring_back": lambda step, by, reason: actions.bring_back_step(step=step, by=by),
    "earlier": lambda step, by, reason: actions.move_step(step=step, earlier=True, by=by),
    "later": lambda step, by, reason: actions.move_step(step=step, earlier=False, by=by),
}


@requires(Permission.STEP_REPORT)
@require_POST
def step_do(request: HttpRequest, person_key: str, key: str) -> HttpResponse:
    """Begin, rest, take up, set aside, bring back or move a step."""
    viewer, participant = load(request, person_key)
    found = queries.step(viewer, participant, key)
    act = verb(request, STEP_VERBS)
    reason = request.POST.get("reason", "")[:2000]
    return once(
        request,
        lambda about: act(step=found, reason=reason, by=viewer),
        lambda done: _to_step(person_key, key),
        person=person_key,
    )


@requires(Permission.PLAN_ANSWER)
@require_POST
def step_again(request: HttpRequest, person_key: str, key: str) -> HttpResponse:
    """Take a done step up again, with the company that the person wants now."""
    viewer, participant = load(request, person_key)
    found = queries.step(viewer, participant, key)
    form = AgainForm(request.POST)
    chosen = form.cleaned_data["support_wanted"] if form.is_valid() else found.support_wanted
    return once(
        request,
        lambda about: actions.take_up_again(
            step=found,
            support_wanted=SupportLevel(chosen),
            reason=request.POST.get("reason", "")[:2000],
            by=viewer,
        ),
        lambda done: to_plan(person_key),
        person=person_key,
    )
