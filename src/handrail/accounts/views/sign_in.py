"""In by password or by card, a code where one is asked for, and out again."""

from base64 import b64decode, b64encode
from dataclasses import asdict
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from handrail import ui
from handrail.access import public, sealed_address, sought, visitor_of
from handrail.accounts import actions, again, guessing, queries, second_step, sign_in, squares
from handrail.accounts.actions.told import FLAG
from handrail.accounts.forgetting import forget_all
from handrail.accounts.forms import CardForm, CodeForm, SignInForm
from handrail.accounts.kept_form import KEPT
from handrail.accounts.models import User
from handrail.accounts.rules import How, TooManyTries, only_letters
from handrail.base import clock
from handrail.base.errors import DomainError
from handrail.base.frozen import frozen
from handrail.base.words import _

PENDING, NEW_SECRET = "pending", "new_secret"  # noqa: S105 - names in the session
PENDING_SECONDS = 600
SCANNED = timedelta(minutes=15)
NOT_FITTING = _("Name and password do not fit. Try again, or ask the person who invited you.")
CARD_CLOSED = _("Card and word do not open anything. Try again, or ask your team for a new card.")


def own_address(wanted: str) -> str:
    """Return an address of this place, or the front page."""
    return wanted if wanted and url_has_allowed_host_and_scheme(wanted, allowed_hosts=None) else "/"


def _answer(request: HttpRequest, template: str, form: Any, **more: Any) -> HttpResponse:
    """Show a page of the way in, with what stands on each of them; 429 while somebody has to wait."""
    seconds = getattr(form, "wait", 0)
    was_away = "timed_out" in vars(request)
    response = ui.page(
        request,
        template,
        {"form": form, "was_away": was_away, **more},
        status=429 if seconds else 422 if form.errors else 200,
    )
    if seconds:
        response.headers["Retry-After"] = str(seconds)
    return response


def _refuse(form: Any, error: object) -> None:
    if isinstance(error, TooManyTries):
        form.wait = error.seconds
    form.add_error(None, str(error))


@public
def sign_in_page(request: HttpRequest) -> HttpResponse:
    """Ask for name and password; the same sentence for every way in which they can be wrong."""
    form = SignInForm(request.POST or None)
    if form.is_valid():
        data = form.cleaned_data
        name = data["sign_in_name"].strip().casefold()
        account = guessing.account_mark("password", name)
        try:
            trying = guessing.begin_try(request, account)
            user = sign_in.by_password(request, sign_in_name=name, password=data["password"])
        except TooManyTries as error:
            _refuse(form, error)
        else:
            if user is not None:
                to, odd = own_address(request.GET.get("next", "")), trying.is_odd()
                trying.was_right()
                return _go_on(request, Waiting(str(user.pk), account, to, data["is_shared"], odd=odd), user)
            _refuse(form, NOT_FITTING)
    return _answer(request, "accounts/sign_in.html", form)


@public
def card_page(request: HttpRequest, letters: str = "") -> HttpResponse:
    """Let somebody in by the letters of a printed card and their own word; one sentence for all that is wrong."""
    if letters and request.method == "GET":  # what stands in the square does not stay in the address
        return redirect(sealed_address(request, {"letters": [letters]}, path=reverse("accounts:card")))
    letters = letters or sought(request, "letters", within=SCANNED).get("letters", "")
    form = CardForm(request.POST or None, initial={"letters": letters})
    if form.is_valid():
        data = form.cleaned_data
        account = guessing.account_mark("card", only_letters(data["letters"])[:10])
        try:
            trying = guessing.begin_try(request, account)
            user = sign_in.by_card(letters=data["letters"], word=data["word"])
        except TooManyTries as error:
            _refuse(form, error)
        else:
            if user is not None:
                odd = trying.is_odd()
                trying.was_right()
                waiting = Waiting(str(user.pk), account, "/", data["is_shared"], how=str(How.CARD), odd=odd)
                done = _go_on(request, waiting, user)
                again.remember_word(request, user, data["word"])
                return done
            _refuse(form, CARD_CLOSED)
    return _answer(request, "accounts/card.html", form, scanned=bool(letters))


# ---- between password and page: the second step ----


@frozen
class Waiting:
    """Who has said their password, and where they were going: no viewer yet."""

    user: str
    account: str
    to: str
    is_shared: bool
    since: int = 0
    how: str = str(How.PASSWORD)
    odd: bool = False


def _go_on(request: HttpRequest, waiting: Waiting, user: User) -> HttpResponse:
    """Ask for a code where one is needed, or begin the session."""
    asked = queries.asks_second_step(user, How(waiting.how))
    if asked == queries.Asked.NOTHING:
        return _enter(request, user, waiting)
    kept = request.session.get(KEPT)
    request.session.flush()  # whoever was signed in here is not, while somebody else's code is asked for
    request.session[PENDING] = asdict(waiting) | {"since": int(clock.now().timestamp())}
    if kept:
        request.session[KEPT] = kept
    return redirect("accounts:code" if asked == queries.Asked.CODE else "accounts:set_up")


def _waiting(request: HttpRequest) -> tuple[Waiting, User] | None:
    """Return who is half way in, unless that was ten minutes ago or the account ended meanwhile."""
    held = request.session.get(PENDING)
    if not held or int(clock.now().timestamp()) - held["since"] > PENDING_SECONDS:
        return None
    user = queries.signing_in(UUID(held["user"]))
    return (Waiting(**held), user) if user else None


@public
def code_page(request: HttpRequest) -> HttpResponse:
    """Ask for a code of the telephone or of the list."""
    found = _waiting(request)
    if found is None:
        return redirect("accounts:sign_in")
    waiting, user = found
    form = CodeForm(request.POST or None)
    if form.is_valid():
        try:
            trying = guessing.begin_try(request, guessing.account_mark("code", str(user.pk)))
            actions.take_code(user=user, typed=form.cleaned_data["code"], by=sign_in.viewer_for(user))
        except DomainError as error:
            _refuse(form, error)
        else:
            trying.was_right()
            return _enter(request, user, waiting)
    return _answer(request, "accounts/code.html", form)


@public
def set_up_page(request: HttpRequest) -> HttpResponse:
    """Let a colleague set up the telephone at the first sign-in, and show the list of codes once."""
    found = _waiting(request)
    if found is None or queries.asks_second_step(found[1]) != queries.Asked.SET_UP:
        return redirect("accounts:sign_in")
    waiting, user = found
    secret = new_secret(request)
    form = CodeForm(request.POST or None)
    if form.is_valid():
        try:
            codes = actions.set_up_second_step(
                user=user, secret=secret, typed=form.cleaned_data["code"], by=sign_in.viewer_for(user)
            )
        except DomainError as error:
            _refuse(form, error)
        else:
            inside = _enter(request, user, waiting)
            request.session.pop(FLAG, None)  # whoever set it up just now knows
            vars(request)["viewer"] = sign_in.recognise(request)
            page = ui.page(request, "accounts/recovery_codes.html", {"codes": codes, "to": inside.url})
            page.cookies.update(inside.cookies)
            return page
    return _answer(request, "accounts/set_up.html", form, **shown(secret, user))


def new_secret(request: HttpRequest) -> bytes:
    """Return the secret that is being set up in this session; it is kept only once a code of it was typed."""
    held = request.session.get(NEW_SECRET)
    if not held:
        held = request.session[NEW_SECRET] = b64encode(second_step.new_secret()).decode()
    return b64decode(held)


def shown(secret: bytes, user: User) -> dict[str, Any]:
    """Return a secret as a telephone takes it: a square to look at, letters to type."""
    return {
        "square": squares.square(second_step.address_for(secret, user.sign_in_name)),
        "letters": second_step.typed_form(secret),
    }


def _enter(request: HttpRequest, user: User, waiting: Waiting) -> Any:
    """Begin the session and go on: first to what was typed before it ran out, if anything was."""
    if waiting.odd:
        actions.note_new_device(user=user, by=sign_in.viewer_for(user))
    sign_in.begin_session(request, user, how=How(waiting.how), is_shared=waiting.is_shared)
    for name in (PENDING, NEW_SECRET):
        request.session.pop(name, None)
    response = redirect(reverse("accounts:kept") if KEPT in request.session else waiting.to)
    if not waiting.is_shared:
        guessing.know_device(response, waiting.account)
    return response


@public
@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    """End the session and let the browser forget everything that it holds of this place."""
    viewer = visitor_of(request)
    if viewer is not None:
        key = request.session.session_key or ""
        actions.sign_out(user=queries.account_of(viewer), session_key=key, by=viewer)
    logout(request)
    return forget_all(request, redirect("/"))
