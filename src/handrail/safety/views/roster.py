"""Who is on call: the page where coordinators and managers put turns in and end them."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from handrail import ui
from handrail.access import Permission, Viewer, requires, viewer_of
from handrail.base.words import _
from handrail.people.pages import send, status_of, tell
from handrail.safety.actions import roster as actions
from handrail.safety.forms.roster import TurnForm
from handrail.safety.queries import roster as reads


def _form(request: HttpRequest, viewer: Viewer, found: list[reads.SiteRoster]) -> TurnForm:
    """Return the form, with the first gap of the first site written in."""
    empty = next(((one.site, gap) for one in found for gap in one.gaps), None)
    initial = {}
    if empty:
        site, (from_at, until_at) = empty
        initial = {
            "site": site.key,
            "from_on": from_at.date(),
            "from_time": from_at.time(),
            "until_on": until_at.date(),
            "until_time": until_at.time(),
        }
    return TurnForm(
        request.POST or None,
        initial=initial,
        places=[one.site for one in found],
        team=reads.can_be_on_call(viewer),
    )


@requires(Permission.COORDINATE)
def roster(request: HttpRequest) -> HttpResponse:
    """Show who is on call for each site and when nobody is; put somebody on call."""
    viewer = viewer_of(request)
    found = reads.rosters(viewer)
    form = _form(request, viewer, found)
    done = None
    if form.is_valid():
        done = send(
            request,
            form,
            lambda about: actions.put_on_call(by=viewer, **form.turn),
            lambda turn: tell(request, _("Kept. Tell them that they are on call."), reverse("safety:roster")),
        )
    context = {"rosters": found, "form": form}
    return done or ui.page(request, "safety/roster.html", context, status=status_of(form))


@require_POST
@requires(Permission.COORDINATE)
def end_turn(request: HttpRequest, key: str) -> HttpResponse:
    """End a turn now, or take one away that has not begun."""
    viewer = viewer_of(request)
    found = reads.turn(viewer, key)
    done = send(
        request,
        ui.Form(),
        lambda about: actions.end_turn(turn=found, by=viewer),
        lambda turn: tell(
            request, _("Ended. Look whether somebody is on call now."), reverse("safety:roster")
        ),
    )
    return done or redirect("safety:roster")
