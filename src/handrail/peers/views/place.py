"""Pages about no one person: find a peer, and the supervisor's hours and who waits."""

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_POST

from handrail import ui
from handrail.access import Category, Permission, Viewer, on_to_search, requires, sought, viewer_of
from handrail.base.words import _
from handrail.peers import actions, queries
from handrail.peers.forms import TalkForm
from handrail.peers.rules import WAYS, Way
from handrail.people.models import Participant
from handrail.people.pages import send, tell
from handrail.people.queries import own_participant
from handrail.people.queries import person as person_behind


def _for_whom(viewer: Viewer, key: str) -> Participant | None:
    """Return for whom a peer is looked for: the viewer, or the person whose page it came from."""
    if viewer.participant_id:
        own = own_participant(viewer.own_user, viewer.own_organisation)
        key = own.key if own else ""
    return person_behind(viewer, key, Category.PEERS) if key else None


@requires(Permission.RECORD_READ)
def match(request: HttpRequest) -> HttpResponse:
    """Show mentors who have room, three at a time. Nobody is ranked; the person picks."""
    if on := on_to_search(request, "name"):
        return on
    viewer = viewer_of(request)
    participant = _for_whom(viewer, request.GET.get("person", ""))
    way = request.GET.get("way", "")
    start = request.GET.get("from", "0")
    finder = queries.find_mentors(
        viewer,
        language=request.GET.get("language", ""),
        way=way if way in set(Way) else "",
        start=int(start) if start.isascii() and start.isdigit() else 0,
    )
    at = queries.standing(viewer, participant) if participant else None
    name = sought(request, "name").get("name", "")
    chooses = participant is None and viewer.is_staff and viewer.may(Permission.ROOM_WRITE)
    context = {
        "finder": finder,
        "person": participant,
        "at": at,
        "may_ask": participant is not None and viewer.may(Permission.ROOM_WRITE),
        "own": participant is not None and viewer.participant_id == participant.pk,
        "chooses": chooses,
        "name": name,
        "people": queries.for_whom(viewer, name) if chooses else [],
        "ways": [("", _("Any")), *WAYS.items()],
    }
    return ui.page(request, "peers/match.html", context)


@requires(Permission.PEER_SUPERVISE)
def team(request: HttpRequest) -> HttpResponse:
    """Show hours, free places and who waits. What people say to each other is not here."""
    return ui.page(request, "peers/team.html", {"team": queries.team(viewer_of(request)), "form": TalkForm()})


@require_POST
@requires(Permission.PEER_SUPERVISE)
def talk(request: HttpRequest, key: str) -> HttpResponse:
    """Write that a mentor and their supervisor talked."""
    viewer = viewer_of(request)
    mentor = queries.mentor_behind(viewer, key)
    form = TalkForm(request.POST)
    done = None
    if form.is_valid():
        done = send(
            request,
            form,
            lambda about: actions.talk_with_mentor(
                mentor=mentor, minutes=form.cleaned_data["minutes"] or 0, by=viewer
            ),
            lambda _talk: tell(
                request, _("Kept: that you talked, and when. Not what about."), reverse("peers:team")
            ),
            person="",
        )
    return done or ui.page(
        request, "peers/team.html", {"team": queries.team(viewer), "form": form}, status=422
    )
