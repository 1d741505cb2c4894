from typing import Any

from django.http import HttpRequest, HttpResponse, QueryDict
from django.urls import reverse
from django.views.decorators.http import require_POST

from handrail import ui
from handrail.access import Category, Permission, requires, sealed_address, search_page, viewer_of
from handrail.base.words import _
from handrail.community import actions, allowed, queries
from handrail.community.forms import PlaceForm, PlaceStatusForm
from handrail.community.forms.places import first_values
from handrail.community.queries.places import FILTERS, Wanted
from handrail.community.rules import PLACE_KINDS, PlaceKind, PlaceStatus
from handrail.community.views.shared import pressed
from handrail.people import queries as people
from handrail.people.models import Participant
from handrail.people.pages import send, status_of, tell


def _for(request: HttpRequest, asked: str = "") -> Participant | None:
    """Return for whom somebody looks: the person of ?for=… or of what was ``asked``, or the viewer's own record."""
    viewer = viewer_of(request)
    asked = asked or request.GET.get("for", "")[:10]
    if not allowed.writes(viewer):
        return None
    if asked:
        return people.person(viewer, asked, Category.LINKS)
    own = people.own_participant(viewer.own_user, viewer.own_organisation) if viewer.participant_id else None
    if own is not None:
        viewer.looks.add(Category.LINKS, {own.pk})  # the page leads to their own pages
    return own


def _wanted(asked: QueryDict) -> Wanted:
    kind = asked.get("kind", "")
    return Wanted(
        search=asked.get("q", ""),
        kind=kind if kind in set(PlaceKind) else "",
        chosen=frozenset(asked.getlist("only")) & FILTERS.keys(),
    )


@requires(Permission.ACCOUNT)
def places(request: HttpRequest) -> HttpResponse:
    """List places and services near by: 50 at a time by name, found by the beginning of a word."""
    viewer = viewer_of(request)

    def context(asked: QueryDict) -> dict[str, Any]:
        wanted, participant = _wanted(asked), _for(request, asked.get("for", "")[:10])
        page = queries.places_page(viewer, wanted, after=asked.get("after", "")[:10])
        is_own = participant is not None and viewer.participant_id == participant.pk
        return {
            "page": page,
            "wanted": wanted,
            "filters": [(name, words) for name, (words, _fields) in FILTERS.items()],
            "kinds": PLACE_KINDS,
            "person": participant,
            "is_own": is_own,
            "asked_for": participant.key if participant and not is_own else "",
            "more": sealed_address(request, {**dict(asked.lists()), "after": [page.after]})
            if page.after
            else "",
        }

    return search_page(
        request, "community/places.html", context, "q", "kind", "only", "for", "after", fragment="found"
    )


@requires(Permission.ACCOUNT)
def place(request: HttpRequest, key: str) -> HttpResponse:
    """Show one place; the person asks for a link here, a colleague asks for a person."""
    participant = _for(request)
    context = {
        "page": queries.place_page(viewer_of(request), key),
        "person": participant,
        "is_own": participant is not None and viewer_of(request).participant_id == participant.pk,
        "form": PlaceStatusForm(),
    }
    return ui.page(request, "community/place.html", context)


@requires(Permission.DIRECTORY_EDIT)
def place_new(request: HttpRequest) -> HttpResponse:
    """Write a place into the directory."""
    viewer = viewer_of(request)
    form = PlaceForm(request.POST or None, initial={name: "" for name in ("is_free", "is_peer_led")})
    done = None
    if form.is_valid():
        done = send(
            request,
            form,
            lambda about: actions.add_place(
                organisation_id=viewer.own_organisation, facts=form.cleaned_data, by=viewer
            ),
            lambda place: reverse("community:place", args=[place.key]),
        )
    context = {"form": form, "place": None}
    return done or ui.page(request, "community/place_form.html", context, status=status_of(form))


@requires(Permission.DIRECTORY_EDIT)
def place_change(request: HttpRequest, key: str) -> HttpResponse:
    """Change what the directory says of a place."""
    found = queries.place(viewer_of(request), key)
    form = PlaceForm(request.POST or None, initial=first_values(found))
    done = None
    if form.is_valid():
        done = send(
            request,
            form,
            lambda about: actions.change_place(
                place=found, version=about.version, facts=form.cleaned_data, by=viewer_of(request)
            ),
            lambda place: reverse("community:place", args=[key]),
        )
    context = {"form": form, "place": found}
    return done or ui.page(request, "community/place_form.html", context, status=status_of(form))


@require_POST
@requires(Permission.DIRECTORY_EDIT)
def place_status(request: HttpRequest, key: str) -> HttpResponse:
    """Say that a place closed, rests or is open again."""
    found = queries.place(viewer_of(request), key)
    form, to = PlaceStatusForm(request.POST), pressed(request, PlaceStatus)
    done = None
    if form.is_valid():
        done = send(
            request,
            form,
            lambda about: actions.change_place_status(
                place=found, to=to, **form.cleaned_data, by=viewer_of(request)
            ),
            lambda place: tell(request, _("Kept."), reverse("community:place", args=[key])),
        )
    context = {
        "page": queries.place_page(viewer_of(request), key),
        "person": None,
        "is_own": False,
        "form": form,
    }
    return done or ui.page(request, "community/place.html", context, status=422)
