from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from handrail import ui
from handrail.access import Permission, Viewer, requires
from handrail.community import actions, queries
from handrail.community.forms import WayForm
from handrail.community.queries.activities import place_name_of
from handrail.community.rules import Transport
from handrail.community.views.shared import load
from handrail.people.models import Participant
from handrail.people.pages import send, status_of


def _first(viewer: Viewer, participant: Participant, place_name: str) -> dict[str, Any]:
    way = queries.way_to(viewer, participant, place_name)
    names = ("transport", "line", "minutes", "with_whom", "fallback")
    return {name: getattr(way.row, name) for name in names} if way else {}


def _way(request: HttpRequest, person_key: str, place_name: str, back: str) -> HttpResponse:
    viewer, participant = load(request, person_key)
    form = WayForm(request.POST or None, initial=_first(viewer, participant, place_name))
    done = None
    if form.is_valid():
        said = form.cleaned_data
        done = send(
            request,
            form,
            lambda about: actions.write_way(
                participant=participant,
                place_name=place_name,
                by=viewer,
                **{**said, "transport": Transport(said["transport"])},
            ),
            lambda _row: back,
            person=person_key,
        )
    context = {"person": participant, "form": form, "place_name": place_name, "back": back}
    return done or ui.page(request, "community/way.html", context, status=status_of(form))


@requires(Permission.ROOM_WRITE)
def link_way(request: HttpRequest, person_key: str, key: str) -> HttpResponse:
    """Write down how the person gets to the place of a link."""
    found = queries.link(*load(request, person_key), key)
    back = reverse("community:link", args=[person_key, key])
    return _way(request, person_key, found.place.name, back)


@requires(Permission.ROOM_WRITE)
def activity_way(request: HttpRequest, person_key: str, key: str) -> HttpResponse:
    """Write down how the person gets to an activity."""
    found = queries.activity(*load(request, person_key), key)
    back = reverse("community:activity", args=[person_key, key])
    return _way(request, person_key, place_name_of(found), back)
