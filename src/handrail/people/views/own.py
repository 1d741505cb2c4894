"""A person's own way in without e-mail or telephone, and how their own pages look."""

from base64 import b64decode, b64encode

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from handrail import ui
from handrail.access import Category, Permission, once, requires
from handrail.accounts import again, squares
from handrail.accounts.queries import current_card
from handrail.accounts.rules import in_groups
from handrail.base import clock, sealed
from handrail.base.errors import DomainError, NotAllowed
from handrail.base.words import _
from handrail.people import actions, queries
from handrail.people.forms import CardForm, PageForm
from handrail.people.models import Participant
from handrail.people.pages import load, remember_wishes, send, status_of, tell

FRESH, FRESH_SECONDS = "fresh_card", 600


def _hold(request: HttpRequest, participant: Participant, letters: str) -> str:
    """Keep the letters sealed in the session of whoever made the card, for ten minutes and this person's print."""
    key = sealed.master_key(settings.HANDRAIL_DATA_KEY)
    held = b64encode(sealed.seal(key, letters.encode(), participant.pk.bytes)).decode()
    request.session[FRESH] = [held, int(clock.now().timestamp())]
    return reverse("people:card_print", args=[participant.key])


def _held(request: HttpRequest, participant: Participant) -> str:
    """Return the letters of a card made for this person within the last ten minutes, or no words."""
    held, since = request.session.get(FRESH, ("", 0))
    if not held or int(clock.now().timestamp()) - since > FRESH_SECONDS:
        return ""
    key = sealed.master_key(settings.HANDRAIL_DATA_KEY)
    try:
        return sealed.unseal(key, b64decode(held), participant.pk.bytes).decode()
    except DomainError:
        return ""


@requires(Permission.SESSION_PLAN)
def card(request: HttpRequest, person_key: str) -> HttpResponse:
    """Make or renew the person's card, with them, or stop it."""
    viewer, participant = load(request, person_key, Category.CONTACT)
    user = queries.own_account(viewer, participant)
    form = CardForm(request.POST if "word" in request.POST else None)
    if request.POST.get("do") == "stop":
        return once(
            request,
            lambda about: actions.stop_card(participant=participant, by=viewer),
            lambda done: tell(request, _("The card opens nothing any more."), request.path),
            person=person_key,
        )
    if form.is_bound and not again.is_sure(request):
        return again.to_again(request)
    if form.is_valid():
        return once(
            request,
            lambda about: actions.give_card(
                participant=participant, word=form.cleaned_data["word"], by=viewer
            ),
            lambda letters: _hold(request, participant, letters),
            person=person_key,
        )
    context = {
        "participant": participant,
        "form": form if again.is_sure(request) else None,
        "has_account": user is not None,
        "card": current_card(user) if user else None,
    }
    return ui.page(request, "people/card.html", context, status=status_of(form))


@requires(Permission.SESSION_PLAN)
def card_print(request: HttpRequest, person_key: str) -> HttpResponse:
    """Show a new card for printing, for ten minutes to whoever made it."""
    viewer, participant = load(request, person_key, Category.CONTACT)
    letters = _held(request, participant)
    user = queries.own_account(viewer, participant)
    made = current_card(user) if user else None
    if not letters or made is None or made.key != letters[:10]:
        return redirect("people:card", person_key=person_key)
    context = {
        "participant": participant,
        "letters": in_groups(letters).split(),
        "square": squares.square(f"{settings.ADDRESS.url}{reverse('accounts:card_of', args=[letters])}"),
        "address": f"{settings.ADDRESS.host}/card",
        "until": made.expires_on,
    }
    return ui.page(request, "people/card_print.html", context)


@requires(Permission.OWN_RECORD)
def page(request: HttpRequest, person_key: str) -> HttpResponse:
    """Ask how the person's own pages look: the way out, the name of their list, what the tab says."""
    viewer, participant = load(request, person_key, Category.CONTACT)
    if viewer.participant_id != participant.pk:
        raise NotAllowed(str(_("The person chooses this.")))
    now = {
        "shows_leave": "top" if participant.shows_leave else "end",
        "list_name": participant.list_name,
        "tab_title": participant.tab_title,
    }
    form = PageForm(now if request.POST.get("do") == "later" else request.POST or None, initial=now)
    done = None
    if form.is_valid():
        done = send(
            request,
            form,
            lambda about: actions.choose_page(participant=participant, by=viewer, **form.cleaned_data),
            "/",
            person=person_key,
        )
    if done:
        remember_wishes(request, viewer, participant)
    context = {"participant": participant, "form": form, "is_first": participant.asked_at is None}
    return done or ui.page(request, "people/page.html", context, status=status_of(form))
