from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from handrail import ui
from handrail.access import Category, Permission, requires, viewer_of
from handrail.accounts.queries import is_demo, organisation_of
from handrail.base.words import _, in_language
from handrail.outcomes import actions, attainment, queries, shown
from handrail.outcomes.forms import RateForm, ScaleForm
from handrail.people.pages import load, send, status_of, tell
from handrail.plans import queries as plans


@requires(Permission.OUTCOMES_READ)
def outcomes_page(request: HttpRequest) -> HttpResponse:
    """Show whether life gets better, in our own findings with n and who is not counted."""
    viewer = viewer_of(request)
    window = queries.last_year(viewer.today)
    found = queries.findings(viewer, window)
    months = shown.month_rows(found["steps_by_month"])
    context = {
        "organisation": organisation_of(viewer),
        "window": window,
        "found": found,
        "rows": [shown.range_row(found[code]) for code in shown.SHARES if shown.is_shown(found[code])],
        "months": months,
        "gaps": any(cells[0] is None for _name, cells in months),
        "nothing": found["steps_by_month"].result == [],
        "left_out": shown.left_out,
        "hidden_below": queries.hidden_below(),
        "is_demo": is_demo(),
        "claims": [
            (in_language(outcome, viewer.language), variants) for outcome, variants in queries.guide_claims()
        ],
    }
    return ui.page(request, "outcomes/page.html", context)


@requires(Permission.RECORD_READ)
def attainment_page(request: HttpRequest, person_key: str) -> HttpResponse:
    """Show how far each goal came, as both sides see it, and all together where each is rated."""
    viewer, participant = load(request, person_key, Category.PLAN)
    context = {
        "participant": participant,
        "page": attainment.attainment(viewer, participant),
        "can": plans.can(viewer, participant),
        "speaker": plans.speaker(viewer, participant),
    }
    return ui.page(request, "outcomes/attainment.html", context)


@requires(Permission.STEP_REPORT)
def scale_goal(request: HttpRequest, person_key: str, goal_key: str) -> HttpResponse:
    """Agree where a goal starts and what its five steps look like."""
    viewer, participant = load(request, person_key, Category.PLAN)
    goal = plans.goal(viewer, participant, goal_key)
    now = attainment.current_scale(viewer, goal)
    form = ScaleForm(request.POST or None, now=now)
    done = None
    if form.is_valid():
        given = {name: form.cleaned_data[name] for name in ("start", "start_level", "weight")}
        done = send(
            request,
            form,
            lambda about: actions.scale_goal(goal=goal, steps=form.steps, by=viewer, **given),
            tell(request, _("Kept."), reverse("outcomes:attainment", args=[person_key])),
            person=person_key,
        )
    context = {
        "participant": participant,
        "goal": goal,
        "form": form,
        "now": now,
        "speaker": plans.speaker(viewer, participant),
    }
    return done or ui.page(request, "outcomes/scale.html", context, status=status_of(form))


@requires(Permission.STEP_REPORT)
def rate_goal(request: HttpRequest, person_key: str, key: str) -> HttpResponse:
    """Say to which step a goal came."""
    viewer, participant = load(request, person_key, Category.PLAN)
    scale = attainment.scale(viewer, participant, key)
    form = RateForm(request.POST or None, scale=scale)
    done = None
    if form.is_valid():
        done = send(
            request,
            form,
            lambda about: actions.rate_goal(scale=scale, by=viewer, **form.cleaned_data),
            tell(request, _("Kept."), reverse("outcomes:attainment", args=[person_key])),
            person=person_key,
        )
    context = {
        "participant": participant,
        "scale": scale,
        "form": form,
        "speaker": plans.speaker(viewer, participant),
    }
    return done or ui.page(request, "outcomes/rate.html", context, status=status_of(form))
