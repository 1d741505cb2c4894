from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_POST

from handrail import ui
from handrail.access import Permission, once, requires
from handrail.people.actions import choose_plan_view
from handrail.people.pages import send
from handrail.people.rules import PlanView
from handrail.plans import actions, queries
from handrail.plans.forms import MomentForm, ReasonForm
from handrail.plans.views.shared import load, to_plan, verb


@requires(Permission.RECORD_READ)
def plan(request: HttpRequest, person_key: str) -> HttpResponse:
    """Show the one plan: to the person as "My plan", to others by the person's name."""
    viewer, participant = load(request, person_key)
    page = queries.plan_page(viewer, participant)
    return ui.page(request, "plans/plan.html", {"page": page, "participant": participant})


@requires(Permission.PLAN_ANSWER)
@require_POST
def choose_view(request: HttpRequest, person_key: str) -> HttpResponse:
    """Keep how the person likes to see the plan."""
    viewer, participant = load(request, person_key)
    chosen = request.POST.get("view", "")
    view = PlanView(chosen) if chosen in list(PlanView) else PlanView.PATH
    return once(
        request,
        lambda about: choose_plan_view(participant=participant, view=view, by=viewer),
        lambda done: to_plan(person_key),
        person=person_key,
    )


@requires(Permission.RECORD_READ)
@require_POST
def open_plan(request: HttpRequest, person_key: str) -> HttpResponse:
    """Open the one plan of a person."""
    viewer, participant = load(request, person_key)
    return once(
        request,
        lambda about: actions.open_plan(participant=participant, by=viewer),
        lambda done: to_plan(person_key),
        person=person_key,
    )


PLAN_VERBS = {"rest": actions.rest_plan, "resume": actions.resume_plan, "end": actions.end_plan}


@requires(Permission.RECORD_READ)
def plan_status(request: HttpRequest, person_key: str) -> HttpResponse:
    """Rest, end or open the plan again, with a reason when somebody likes to give one."""
    viewer, participant = load(request, person_key)
    found = queries.newest_plan(viewer, participant)
    form = ReasonForm(request.POST or None)
    if form.is_valid():
        act = verb(request, PLAN_VERBS)
        answer = send(
            request,
            form,
            lambda about: act(plan=found, reason=form.cleaned_data["reason"], by=viewer),
            lambda done: to_plan(person_key),
            person=person_key,
        )
        if answer:
            return answer
    context = {
        "plan": found,
        "participant": participant,
        "can": queries.can(viewer, participant),
        "speaker": queries.speaker(viewer, participant),
        "form": form,
    }
    return ui.page(request, "plans/status.html", context)


@requires(Permission.PLAN_ANSWER)
def moment_new(request: HttpRequest, person_key: str) -> HttpResponse:
    """Keep a good moment in the person's own words."""
    viewer, participant = load(request, person_key)
    form = MomentForm(request.POST or None)
    if form.is_valid():
        answer = send(
            request,
            form,
            lambda about: actions.keep_good_moment(participant=participant, by=viewer, **form.cleaned_data),
            lambda done: to_plan(person_key, "#moments"),
            person=person_key,
        )
        if answer:
            return answer
    return ui.page(request, "plans/moment.html", {"participant": participant, "form": form})


@requires(Permission.PLAN_ANSWER)
@require_POST
def moment(request: HttpRequest, person_key: str, key: str) -> HttpResponse:
    """Hide a good moment or show it again."""
    viewer, participant = load(request, person_key)
    found = queries.good_moment(viewer, participant, key)
    hidden = request.POST.get("do") != "show"
    return once(
        request,
        lambda about: actions.hide_good_moment(moment=found, hidden=hidden, by=viewer),
        lambda done: to_plan(person_key, "#moments"),
        person=person_key,
    )


@requires(Permission.RECORD_READ)
def kept(request: HttpRequest, person_key: str) -> HttpResponse:
    """Show words that two people wrote at the same time; the person decides which stand."""
    viewer, participant = load(request, person_key)
    if request.method == "POST":
        found = queries.kept_text(viewer, participant, request.POST.get("kept", ""))
        use = request.POST.get("do") == "use"
        return once(
            request,
            lambda about: actions.settle_kept_text(kept_text=found, use=use, by=viewer),
            lambda done: to_plan(person_key),
            person=person_key,
        )
    context = {
        "participant": participant,
        "texts": queries.kept_words(viewer, participant),
        "can": queries.can(viewer, participant),
    }
    return ui.page(request, "plans/kept.html", context)
