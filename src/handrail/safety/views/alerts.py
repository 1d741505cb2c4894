"""Somebody is needed: the list, and one alert with what to do first, who was told and what was done."""

from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from handrail import ui
from handrail.access import Permission, requires, viewer_of
from handrail.base.words import _
from handrail.people.pages import send, status_of, tell
from handrail.safety.actions import alerts as actions
from handrail.safety.forms.alerts import DeedForm, FinishForm
from handrail.safety.models import Alert
from handrail.safety.queries import alerts as reads
from handrail.safety.queries.numbers import guide_for


@requires(Permission.SAFETY_TAKE)
def alerts(request: HttpRequest) -> HttpResponse:
    """List the alerts that run: first those that nobody acted on, the longest waiting at the top."""
    viewer = viewer_of(request)
    context = {
        "alerts": reads.running_alerts(viewer),
        "may_set_roster": viewer.may(Permission.COORDINATE),
    }
    return ui.page(request, "safety/alerts.html", context)


def _act(request: HttpRequest, found: Alert, form: DeedForm) -> HttpResponse | None:
    return send(
        request,
        form,
        lambda about: actions.act_on_alert(alert=found, by=viewer_of(request), **form.cleaned_data),
        lambda row: tell(
            request,
            _("Kept. The others are told that you have it.")
            if not row.is_open
            else _("Kept. Others are still told."),
            reverse("safety:alert", args=[found.key]),
        ),
    )


def _finish(request: HttpRequest, found: Alert, form: FinishForm) -> HttpResponse | None:
    return send(
        request,
        form,
        lambda about: actions.close_alert(alert=found, by=viewer_of(request), **form.cleaned_data),
        lambda row: tell(request, _("Finished. Thank you."), reverse("safety:alerts")),
    )


@requires(Permission.SAFETY_TAKE)
def alert(request: HttpRequest, key: str) -> HttpResponse:
    """Show one alert; keep what somebody did, or that the episode is looked after."""
    viewer = viewer_of(request)
    found = reads.alert(viewer, key)
    finishes = request.POST.get("do") == "finish"
    form = DeedForm(None if finishes else request.POST or None)
    finish = FinishForm(request.POST if finishes else None, prefix="finish")
    done = None
    if finishes and finish.is_valid():
        done = _finish(request, found, finish)
    elif not finishes and form.is_valid():
        done = _act(request, found, form)
    context = {
        "page": reads.alert_page(viewer, found),
        "form": finish if finishes else form,
        "deed": form,
        "finish": finish,
        "guide": guide_for(viewer.language, found.participant),
    }
    answer = done or ui.page(
        request, "safety/alert.html", context, status=status_of(finish if finishes else form)
    )
    if reads.has_not_seen(viewer, found):  # written once the page is made, before it leaves
        actions.see_alert(alert=found, by=viewer)
    return answer
