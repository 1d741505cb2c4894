"""The person's page of their peer: my peer, the offer, the answer, the check-in; the same tree for the mentor."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_POST

from handrail import ui
from handrail.access import Category, Permission, Viewer, requires
from handrail.access.once import About
from handrail.base.errors import NotAllowed
from handrail.base.words import Words, _
from handrail.peers import actions, queries
from handrail.peers.forms import AskForm, CheckInForm, MeetingForm, OfferAnswerForm, YesForm, said_before
from handrail.peers.models import Pairing
from handrail.peers.queries.person import own_last
from handrail.peers.rules import PairingStatus, Side, same_next_week
from handrail.people.models import Participant
from handrail.people.pages import load, send, status_of, tell


def _to(person_key: str) -> str:
    return reverse("peers:person", args=[person_key])


def _page(request: HttpRequest, person_key: str, form: Any = None) -> HttpResponse:
    viewer, participant = load(request, person_key, Category.PEERS)
    offer = form if isinstance(form, OfferAnswerForm) else OfferAnswerForm()
    meeting = form if isinstance(form, MeetingForm) else MeetingForm()
    context = {
        "page": queries.peers_page(viewer, participant),
        "person": participant,
        "offer_form": offer,
        "meeting_form": meeting,
        "yes_form": YesForm(),
        "form": form or offer,
        "supervises": viewer.may(Permission.PEER_SUPERVISE),
    }
    return ui.page(request, "peers/person.html", context, status=status_of(form) if form else 200)


@requires(Permission.RECORD_READ)
def person(request: HttpRequest, person_key: str) -> HttpResponse:
    """Show a person's peer: the pairing, the offer with its answer, and between the two what they said."""
    return _page(request, person_key)


@require_POST
@requires(Permission.ROOM_WRITE)
def offer(request: HttpRequest, person_key: str) -> HttpResponse:
    """Offer a peer, as the team."""
    viewer, participant = load(request, person_key, Category.PEERS)
    form = YesForm(request.POST)
    done = form.is_valid() and send(
        request,
        form,
        lambda about: actions.offer_peer(participant=participant, by=viewer),
        lambda _offer: tell(
            request, _("Kept. The answer is theirs, and there is no hurry."), _to(person_key)
        ),
        person=person_key,
    )
    return done or _page(request, person_key, form)


@require_POST
@requires(Permission.ROOM_WRITE)
def answer(request: HttpRequest, person_key: str) -> HttpResponse:
    """Answer the offer: yes, not now, or ask again on a day."""
    viewer, participant = load(request, person_key, Category.PEERS)
    form = OfferAnswerForm(request.POST)
    done = None
    if form.is_valid():
        done = send(
            request,
            form,
            lambda about: actions.answer_peer_offer(
                participant=participant, version=about.version, by=viewer, **form.chosen()
            ),
            lambda _offer: tell(request, _("Kept. You can change it any day."), _to(person_key)),
            person=person_key,
        )
    return done or _page(request, person_key, form)


@requires(Permission.ROOM_WRITE)
def ask(request: HttpRequest, person_key: str, mentor_key: str) -> HttpResponse:
    """Ask a mentor to meet once; for the team, suggest the mentor to the person."""
    viewer, participant = load(request, person_key, Category.PEERS)
    page = queries.page_behind(viewer, mentor_key)
    own = viewer.participant_id == participant.pk
    goals = queries.goals_to_choose(viewer, participant) if own else []
    form = AskForm(request.POST or None, goals=goals)
    done = None
    if form.is_valid():
        words = _("Asked. %(name)s answers next.") if own else _("Suggested. The answer is theirs.")
        done = send(
            request,
            form,
            lambda about: _asked(participant, page, viewer, own, form),
            lambda _pairing: tell(request, words % {"name": page.called}, _to(person_key)),
            person=person_key,
        )
    context = {
        "person": participant,
        "card": queries.card_behind(viewer, mentor_key),
        "form": form,
        "own": own,
    }
    return done or ui.page(request, "peers/ask.html", context, status=status_of(form))


def _asked(participant: Participant, page: Any, viewer: Viewer, own: bool, form: AskForm) -> Pairing:
    if own:
        return actions.ask_mentor(participant=participant, page=page, by=viewer, **form.asked())
    return actions.suggest_mentor(participant=participant, page=page, by=viewer)


def _act(
    request: HttpRequest,
    person_key: str,
    form: Any,
    act: Callable[[Pairing, Viewer, About], object],
    words: Words,
) -> HttpResponse:
    """Run one action on the live pairing, as one of the two or for the person, and go back to the page."""
    viewer, participant = load(request, person_key, Category.PEERS)
    pairing = queries.live_pairing(viewer, participant)
    if pairing.mentor_id != viewer.user_id and not viewer.may(Permission.ROOM_WRITE):
        raise NotAllowed(str(_("This is between the two.")))
    done = None
    if form.is_valid():
        done = send(
            request,
            form,
            lambda about: act(pairing, viewer, about),
            lambda _done: tell(request, words, _after(viewer, pairing, person_key)),
            person=person_key,
        )
    return done or _page(request, person_key, form)


def _after(viewer: Viewer, pairing: Pairing, person_key: str) -> str:
    """Return where to go: a mentor who ended it has no page of this person any more."""
    pairing.refresh_from_db(fields=["status"])
    if pairing.mentor_id == viewer.user_id and pairing.status == PairingStatus.ENDED:
        return reverse("peers:mine")
    return _to(person_key)


@require_POST
@requires(Permission.RECORD_READ)
def accept(request: HttpRequest, person_key: str) -> HttpResponse:
    """Say yes to one first meeting, as the person or as the mentor."""
    form = YesForm(request.POST)
    return _act(
        request,
        person_key,
        form,
        lambda pairing, viewer, about: actions.accept_pairing(
            pairing=pairing, version=about.version, by=viewer, opens_week=form.cleaned_data["opens_week"]
        ),
        _("Kept. Either of you can stop, without a reason."),
    )


@require_POST
@requires(Permission.RECORD_READ)
def onward(request: HttpRequest, person_key: str) -> HttpResponse:
    """Say after the first meeting that I want to go on."""
    return _act(
        request,
        person_key,
        YesForm(request.POST),
        lambda pairing, viewer, about: actions.go_on(pairing=pairing, version=about.version, by=viewer),
        _("Kept. You go on when both have said so."),
    )


@require_POST
@requires(Permission.RECORD_READ)
def end(request: HttpRequest, person_key: str) -> HttpResponse:
    """Stop without a reason."""
    return _act(
        request,
        person_key,
        YesForm(request.POST),
        lambda pairing, viewer, about: actions.end_pairing(pairing=pairing, version=about.version, by=viewer),
        _("It has ended. Nobody asks why."),
    )


@require_POST
@requires(Permission.RECORD_READ)
def meeting(request: HttpRequest, person_key: str) -> HttpResponse:
    """Choose the day of the next meeting, as one of the two."""
    form = MeetingForm(request.POST)
    return _act(
        request,
        person_key,
        form,
        lambda pairing, viewer, about: actions.plan_peer_meeting(
            pairing=pairing, version=about.version, by=viewer, **form.cleaned_data
        ),
        _("Kept. Both of you see the day."),
    )


@require_POST
@requires(Permission.PEER_SUPERVISE)
def talked(request: HttpRequest, person_key: str) -> HttpResponse:
    """Write that the talk took place which the person asked for."""
    viewer, participant = load(request, person_key, Category.PEERS)
    asked = queries.talk_asked(viewer, participant)
    if asked is None:
        return _page(request, person_key)
    form = YesForm(request.POST)
    done = form.is_valid() and send(
        request,
        form,
        lambda about: actions.settle_talk(check_in=asked, by=viewer),
        lambda _row: tell(request, _("Kept."), _to(person_key)),
        person=person_key,
    )
    return done or _page(request, person_key, form)


@requires(Permission.RECORD_READ)
def check_in(request: HttpRequest, person_key: str) -> HttpResponse:
    """Check in for this week: four taps, own words if wanted. Only the two of them."""
    viewer, participant = load(request, person_key, Category.PEERS)
    at = queries.standing(viewer, participant, with_offer=False)
    pairing = queries.live_pairing(viewer, participant)
    if at.side == Side.TEAM:
        raise NotAllowed(str(_("A check-in is between the two. Nobody else writes one.")))
    form = CheckInForm(
        request.POST or None,
        initial=said_before(own_last(viewer, pairing)),
        side=at.side,
        language=viewer.language,
        same=same_next_week(pairing.next_on, viewer.today),
    )
    done = None
    if form.is_valid():
        done = send(
            request,
            form,
            lambda about: actions.check_in(
                pairing=pairing, facts=form.facts(), version=about.version, by=viewer
            ),
            lambda _row: tell(request, _("Thank you. That is this week."), _to(person_key)),
            person=person_key,
        )
    context = {"person": participant, "at": at, "pairing": pairing, "form": form}
    return done or ui.page(request, "peers/check_in.html", context, status=status_of(form))
