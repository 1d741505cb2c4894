"""Handing out a link: by mail, or as a square on paper or on the screen of whoever stands beside."""

from base64 import b64decode, b64encode
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from handrail import ui
from handrail.access import Category, Permission, Viewer, once, requires
from handrail.accounts import squares
from handrail.accounts.rules import in_groups
from handrail.base import clock, sealed
from handrail.base.errors import DomainError, NotAllowed
from handrail.base.words import _
from handrail.measures import actions
from handrail.measures.definitions import instruments
from handrail.measures.forms import HandOutForm
from handrail.measures.models import AnswerLink, Schedule
from handrail.measures.queries import links as reads
from handrail.measures.queries import person as people
from handrail.measures.rules.links import LINK_ASKS, LINK_WAYS, LinkAsks, LinkWay
from handrail.notices.queries import may_reach_person
from handrail.people.models import Participant
from handrail.people.pages import load, send, status_of, tell

FRESH, FRESH_SECONDS = "fresh_link", 600


def _hold(request: HttpRequest, link: AnswerLink, letters: str) -> None:
    """Keep the letters sealed in the session of whoever made the link, for ten minutes and this print."""
    key = sealed.master_key(settings.HANDRAIL_DATA_KEY)
    held = b64encode(sealed.seal(key, letters.encode(), link.schedule_id.bytes)).decode()
    request.session[FRESH] = [held, int(clock.now().timestamp())]


def _held(request: HttpRequest, schedule: Schedule) -> str:
    """Return the letters of a link made for this schedule within the last ten minutes, or no words."""
    held, since = request.session.get(FRESH, ("", 0))
    if not held or int(clock.now().timestamp()) - since > FRESH_SECONDS:
        return ""
    key = sealed.master_key(settings.HANDRAIL_DATA_KEY)
    try:
        return sealed.unseal(key, b64decode(held), schedule.pk.bytes).decode()
    except DomainError:
        return ""


def _load(request: HttpRequest, person_key: str, key: str) -> tuple[Viewer, Participant, Schedule]:
    viewer, participant = load(request, person_key, Category.HEALTH)
    found = people.schedule(viewer, participant, key)  # first: what is closed looks as if it were not there
    if not viewer.is_staff:
        raise NotAllowed(str(_("Your contact person hands a link out.")))
    return viewer, participant, found


def _form(request: HttpRequest, participant: Participant, *, is_bound: bool) -> HandOutForm:
    ways = [way for way in LinkWay if way != LinkWay.MAIL or may_reach_person(participant)]
    asks = [one for one in LinkAsks if one != LinkAsks.BIRTH or participant.birth_on]
    return HandOutForm(
        request.POST if is_bound else None,
        ways=[(way.value, str(LINK_WAYS[way])) for way in ways],
        asks=[(one.value, str(LINK_ASKS[one])) for one in asks],
        initial={"way": ways[0], "asks": asks[0]},
    )


def _went_out(request: HttpRequest, made: tuple[AnswerLink, str]) -> str:
    link, letters = made
    place = [link.participant.key, link.schedule.key]
    if link.way == LinkWay.MAIL:
        return tell(request, _("The link is on its way."), reverse("measures:link", args=place))
    _hold(request, link, letters)
    return reverse("measures:link_print", args=place)


def _show(
    request: HttpRequest, viewer: Viewer, participant: Participant, schedule: Schedule, form: HandOutForm
) -> HttpResponse:
    context: dict[str, Any] = {
        "participant": participant,
        "row": schedule,
        "instrument": instruments()[schedule.instrument],
        "links": reads.links_of(viewer, schedule),
        "form": form,
        "days": settings.LINK_LASTS.days,
        "mail": may_reach_person(participant),
        "asks": LINK_ASKS,
    }
    return ui.page(request, "measures/link.html", context, status=status_of(form))


@requires(Permission.ROOM_WRITE)
def link(request: HttpRequest, person_key: str, key: str) -> HttpResponse:
    """Hand out a link, and show those that were handed out before."""
    viewer, participant, schedule = _load(request, person_key, key)
    form = _form(request, participant, is_bound=request.method == "POST")
    done = None
    if form.is_valid():
        way, asks = LinkWay(form.cleaned_data["way"]), LinkAsks(form.cleaned_data["asks"])
        word = form.cleaned_data["word"]
        done = send(
            request,
            form,
            lambda about: actions.hand_out_link(schedule=schedule, way=way, asks=asks, word=word, by=viewer),
            lambda made: _went_out(request, made),
            person=person_key,
        )
    return done or _show(request, viewer, participant, schedule, form)


@require_POST
@requires(Permission.ROOM_WRITE)
def link_again(request: HttpRequest, person_key: str, key: str) -> HttpResponse:
    """Let a link go out by mail each time that this is due, or end that."""
    viewer, participant, schedule = _load(request, person_key, key)
    ends = request.POST.get("do") == "end"
    form = _form(request, participant, is_bound=not ends)
    done = None
    if ends or form.is_valid():
        asks = None if ends else LinkAsks(form.cleaned_data["asks"])
        word = "" if ends else form.cleaned_data["word"]
        done = send(
            request,
            form,
            lambda about: actions.hand_out_by_itself(
                schedule=schedule, asks=asks, word=word, version=about.version, by=viewer
            ),
            tell(request, _("Kept."), reverse("measures:link", args=[person_key, key])),
            person=person_key,
        )
    return done or _show(request, viewer, participant, schedule, form)


@requires(Permission.ROOM_WRITE)
def link_print(request: HttpRequest, person_key: str, key: str) -> HttpResponse:
    """Show a new link as a square, for ten minutes to whoever made it."""
    _viewer, participant, schedule = _load(request, person_key, key)
    made = reads.link_behind(_held(request, schedule))
    if made is None or not reads.is_open(made):
        return redirect("measures:link", person_key=person_key, key=key)
    letters = _held(request, schedule)
    context = {
        "participant": participant,
        "row": schedule,
        "letters": in_groups(letters).split(),
        "square": squares.square(f"{settings.ADDRESS.url}{reverse('measures:answer_of', args=[letters])}"),
        "address": f"{settings.ADDRESS.url.partition('://')[2]}{reverse('measures:answer')}",
        "until": made.expires_at,
        "asks": LinkAsks(made.asks),
    }
    return ui.page(request, "measures/link_print.html", context)


@require_POST
@requires(Permission.ROOM_WRITE)
def link_stop(request: HttpRequest, person_key: str, key: str) -> HttpResponse:
    """Let a link open nothing from now on."""
    viewer, participant = load(request, person_key, Category.HEALTH)
    row = reads.link(viewer, participant, key)
    return once(
        request,
        lambda about: actions.stop_link(link=row, by=viewer),
        lambda found: tell(
            request,
            _("The link opens nothing any more."),
            reverse("measures:person", args=[person_key]),
        ),
        person=person_key,
    )
