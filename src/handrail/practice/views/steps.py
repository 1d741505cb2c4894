from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from handrail import ui
from handrail.access import Category, Permission, requires
from handrail.base.words import _
from handrail.people.pages import load, send, status_of, tell
from handrail.practice import actions, queries
from handrail.practice.forms import ReportForm
from handrail.practice.rules import Outcome


@requires(Permission.STEP_REPORT)
def report(request: HttpRequest, person_key: str, step_key: str) -> HttpResponse:
    """Say how a step went: what happened, with how much company, what is wanted next."""
    viewer, participant = load(request, person_key, Category.PLAN)
    step = queries.step_to_report(viewer, participant, step_key)
    form = ReportForm(request.POST or None)

    def then(_done: Any) -> str:
        missed = form.cleaned_data["outcome"] == Outcome.NOT_THIS_TIME
        words = (
            _("It did not happen this time. Same again, smaller, or rest?")
            if missed
            else _("Kept, in your words.")
        )
        to = reverse("plans:step", args=[person_key, step_key]) if missed else _plan(person_key)
        return tell(request, words, to)

    done = None
    if form.is_valid():
        done = send(
            request,
            form,
            lambda about: actions.report_attempt(step=step, by=viewer, **form.said()),
            then,
            person=person_key,
        )
    context = {
        "person": participant,
        "step": step,
        "form": form,
        "is_theirs": viewer.participant_id == participant.pk,
    }
    return done or ui.page(request, "practice/report.html", context, status=status_of(form))


def _plan(person_key: str) -> str:
    return reverse("plans:plan", args=[person_key])
