from datetime import date

from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from handrail import ui
from handrail.access import Permission, requires, viewer_of
from handrail.people.pages import send
from handrail.plans import actions, queries
from handrail.plans.forms import HoldForm, LookBackForm, NewLookBackForm
from handrail.plans.rules import LookBackKind
from handrail.plans.views.shared import load, to_plan


def _start_after(text: str) -> tuple[date, str] | None:
    day, _mark, key = text.partition("_")
    try:
        return date.fromisoformat(day), key
    except ValueError:
        return None


@requires(Permission.COORDINATE)
def look_backs(request: HttpRequest) -> HttpResponse:
    """List the look backs of the next three months, those of the next 14 days first."""
    viewer = viewer_of(request)
    page = queries.look_back_list(viewer, start_after=_start_after(request.GET.get("after", "")))
    return ui.page(request, "plans/look_backs.html", {"page": page})


@requires(Permission.STEP_REPORT)
def look_back_new(request: HttpRequest, person_key: str) -> HttpResponse:
    """Plan a day to look back together."""
    viewer, participant = load(request, person_key)
    plan = queries.current_plan(viewer, participant)
    form = NewLookBackForm(request.POST or None)
    if form.is_valid():
        data = {**form.cleaned_data, "kind": LookBackKind(form.cleaned_data["kind"])}
        answer = send(
            request,
            form,
            lambda about: actions.plan_look_back(plan=plan, by=viewer, **data),
            lambda done: reverse("plans:look_back", args=[person_key, done.key]),
            person=person_key,
        )
        if answer:
            return answer
    return ui.page(request, "plans/look_back_new.html", {"participant": participant, "form": form})


@requires(Permission.RECORD_READ)
def look_back(request: HttpRequest, person_key: str, key: str) -> HttpResponse:
    """Show a look back: the steps side by side, what was said; move it or hold it."""
    viewer, participant = load(request, person_key)
    found = queries.look_back(viewer, participant, key)
    said = request.POST.get("do", "")
    first = {"planned_on": found.planned_on, "with_whom": found.with_whom}
    move = LookBackForm(request.POST if said == "move" else None, initial=first, prefix="move")
    hold = HoldForm(request.POST if said == "hold" else None, initial=first)
    form, act = (move, actions.move_look_back) if said == "move" else (hold, actions.hold_look_back)
    if form.is_valid():
        answer = send(
            request,
            form,
            lambda about: act(look_back=found, by=viewer, **form.cleaned_data),
            lambda done: to_plan(person_key) if said == "move" else request.path,
            person=person_key,
        )
        if answer:
            return answer
    context = {"look_back": found, "move": move, "hold": hold, "said": said, "participant": participant}
    context["page"] = queries.plan_page(viewer, participant)
    context["invitations"] = queries.invited_to(viewer, participant, found)
    context["invite_url"] = reverse("plans:look_back_invite", args=[person_key, key])
    return ui.page(request, "plans/look_back.html", context)
