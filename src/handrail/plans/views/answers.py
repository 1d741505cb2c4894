from django.http import HttpRequest, HttpResponse

from handrail import ui
from handrail.access import Permission, requires
from handrail.people.pages import send
from handrail.plans import actions, queries
from handrail.plans.forms import DeclineForm, StepForm
from handrail.plans.rules import STEP_FIELDS, StepAnswer
from handrail.plans.views.shared import load, to_plan


@requires(Permission.PLAN_ANSWER)
def answer(request: HttpRequest, person_key: str, key: str) -> HttpResponse:
    """Answer a suggestion: agree, agree with own words and support, or no, thank you."""
    viewer, participant = load(request, person_key)
    found = queries.step(viewer, participant, key)
    said = request.POST.get("answer", "")
    first = {name: getattr(found, name) for name in STEP_FIELDS}
    agree = StepForm(request.POST if said == "change" else None, initial=first)
    decline = DeclineForm(request.POST if said in ("agree", "decline") else None, prefix="no")
    form = agree if said == "change" else decline
    if form.is_valid():
        changes = agree.cleaned_data if said == "change" else {}
        reason = decline.cleaned_data["reason"] if said == "decline" else ""
        done = send(
            request,
            form,
            lambda about: actions.answer_step(
                step=found,
                answer=StepAnswer.DECLINE if said == "decline" else StepAnswer.AGREE,
                version=about.version,
                changes=changes,
                reason=reason,
                by=viewer,
            ),
            lambda step: to_plan(person_key),
            person=person_key,
        )
        if done:
            return done
    context = {"participant": participant, "step": found, "agree": agree, "decline": decline}
    return ui.page(request, "plans/answer.html", {**context, "said": said})
