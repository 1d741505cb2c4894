from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import Resolver404, resolve, reverse

from handrail import ui
from handrail.access import (
    Permission,
    RelationKind,
    Role,
    Viewer,
    public,
    requires,
    viewer_of,
    visitor_of,
)
from handrail.accounts.queries import is_demo
from handrail.base.errors import NotFound
from handrail.base.words import _
from handrail.catalogue.queries import ANY_KEY
from handrail.people import queries as people
from handrail.people.kept import keeps
from handrail.people.models import OutsideRecord
from handrail.people.rooms import rooms_of
from handrail.plans import queries as plans
from handrail.web import overview
from handrail.web.later import later_rooms
from handrail.web.reminded import reminded_page

HOMES = {
    Role.PARTICIPANT: "/me/week",
    Role.FAMILY: "/shared",
    Role.PEER: "/today",
    Role.SPECIALIST: "/today",
    Role.CLINICIAN: "/today",
    Role.COORDINATOR: "/today",
    Role.MANAGER: "/overview",
    Role.FUNDER: "/outcomes",
    Role.ADMINISTRATOR: "/people-and-places",
}

# What of a record a relative may be shown; the guide's links lead everybody to their own pages.
SHARED_ROOMS = ("plan", "start", "week", "people")


def form_expired(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Say that a form's time ran out; the browser still has what was typed."""
    sentence = str(_("This page stood open for a long time. Go back, open it again and send it once more."))
    return ui.page(request, "web/refused.html", {"sentence": sentence}, status=403)


@public
def home(request: HttpRequest) -> HttpResponse:
    """Send each role to its own first page; nobody signed in is welcomed."""
    viewer = visitor_of(request)
    if viewer is not None:
        in_demo = bool(getattr(request, "urlconf", None))
        if viewer.wishes is not None and not viewer.wishes.is_asked and not in_demo:
            return redirect("/me/page")
        return redirect(HOMES[viewer.role])
    if is_demo():
        return redirect("demo:front")
    return ui.page(request, "web/welcome.html", {})


def _whose(viewer: Viewer) -> str:
    """Return the key of the record that "/me" stands for: one's own, or the only one shared with family."""
    found = people.people_list(viewer)
    own = [person for person in found if person.pk == viewer.participant_id]
    if own:
        return own[0].key
    if viewer.role == Role.FAMILY and len(found) == 1:
        return found[0].key
    raise NotFound(str(_("There is no such page.")))


def _is_own_page(rest: str) -> bool:
    """Return whether a record has a page of that name: the costs of one person are another room than all costs."""
    try:
        resolve(f"/people/{ANY_KEY}/{rest}")
    except Resolver404:
        return False
    return True


@requires(Permission.RECORD_READ)
def me(request: HttpRequest, rest: str) -> HttpResponse:
    """Open the same page of the viewer's own record: /me/plan is /people/<own key>/plan."""
    if rest == "what-i-see" or (viewer_of(request).role == Role.FAMILY and rest not in SHARED_ROOMS):
        return redirect("web:shared")
    if rest in later_rooms() and not _is_own_page(rest):
        return redirect(f"/{rest}")
    if (
        rest == "plan"
        and plans.invitations(viewer_of(request))
        and not people.people_list(viewer_of(request))
    ):
        return redirect("web:shared")  # one goal of it is shown to them, and stands there
    query = request.META.get("QUERY_STRING", "")
    return redirect(f"/people/{_whose(viewer_of(request))}/{rest}" + (f"?{query}" if query else ""))


@requires(Permission.RECORD_READ)
def person(request: HttpRequest, person_key: str) -> HttpResponse:
    """Show one person to the team: strengths, plan, week and people, each from its own package."""
    viewer = viewer_of(request)
    if viewer.may(Permission.SHARED_RECORD):
        return redirect("web:shared")
    participant = people.person(viewer, person_key)
    if viewer.participant_id == participant.pk:
        return redirect("practice:week", person_key=person_key)
    beside = people.people_beside(viewer, participant)
    context = {
        "participant": participant,
        "rooms": rooms_of(viewer, participant),
        "may_write": viewer.may(Permission.NOTE_WRITE),
        "may_open_list": viewer.may(Permission.EMERGENCY_OPEN),
        "panels": ui.gather_panels("person", viewer, participant),
        "coordinator": next((one for one in beside if one.kind == RelationKind.COORDINATOR), None),
        "beside": beside,
        "outside": people.outside_count(viewer, participant)
        if keeps(viewer, participant, OutsideRecord)
        else 0,
    }
    return ui.page(request, "web/person.html", context)


@requires(Permission.OWN_RECORD)
def reminded(request: HttpRequest, person_key: str) -> HttpResponse:
    """Show the person what the team's lists say about them, in the same words."""
    return ui.page(request, "web/reminded.html", {"page": reminded_page(viewer_of(request), person_key)})


@requires(Permission.SHARED_RECORD)
def shared(request: HttpRequest) -> HttpResponse:
    """Show family and peers whose record is shared with them, and what of it."""
    viewer = viewer_of(request)
    context = {"people": overview.shared_with(viewer), "invited": plans.invitations(viewer)}
    return ui.page(request, "web/shared.html", context)


@requires(Permission.COORDINATE)
def overview_page(request: HttpRequest) -> HttpResponse:
    """Show a manager what needs a person today, in totals first."""
    viewer = viewer_of(request)
    context = {"overview": overview.overview(viewer), "may_words": viewer.may(Permission.WORDS_EDIT)}
    return ui.page(request, "web/overview.html", context)


@requires(Permission.ACCOUNT)
def more(request: HttpRequest) -> HttpResponse:
    """List the rooms that do not fit in the bar."""
    return ui.page(request, "web/more.html", {"rooms": overview.more_rooms(viewer_of(request))})


@requires(Permission.ACCOUNT)
def help_page(request: HttpRequest) -> HttpResponse:
    """Say who helps, and what to do when something is not right."""
    return ui.page(request, "web/help.html", {})


@public
def later(request: HttpRequest, slug: str) -> HttpResponse:
    """Say plainly that a room is not built yet, and what to do meanwhile."""
    room = later_rooms().get(slug)
    if room is None:
        raise Http404
    visitor = visitor_of(request)
    language = visitor.language if visitor else "en"
    texts = {part: room.say(part, language) for part in ("title", "what", "meanwhile")}
    return ui.page(request, "web/later.html", {**texts, "back": reverse("home")})


@public
def hard_day(request: HttpRequest) -> HttpResponse:
    """Show whom to call: to everybody, at any time, without signing in and without a question to the database."""
    return ui.page(request, "web/hard_day.html", {"number": settings.EMERGENCY_NUMBER})


@public
def leave(request: HttpRequest) -> HttpResponse:
    """Lead away to a page that says nothing about Handrail; the session stays."""
    return redirect(settings.LEAVE_URL)


@public
def absent(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Answer for every address that is not there."""
    return ui.page(request, "web/absent.html", {}, status=404)


@public
def unusable(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Say kindly that what was sent cannot be read, or is larger than this place takes."""
    sentence = str(_("What was sent is too large, or cannot be read. Make it smaller and send it again."))
    return ui.page(request, "web/refused.html", {"sentence": sentence}, status=400)


@public
def broken(request: HttpRequest) -> HttpResponse:
    """Say that something broke on our side; never a traceback."""
    return ui.page(request, "web/broken.html", {}, status=500)
