"""Who it is, asked again before a way in is changed: a tablet that lies open is not its owner (ASVS 7.5.1)."""

from collections.abc import Callable
from datetime import timedelta
from enum import StrEnum
from functools import wraps
from typing import Any
from urllib.parse import quote

from django.contrib.auth.hashers import check_password
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.crypto import constant_time_compare, salted_hmac

from handrail.access import Viewer, viewer_of
from handrail.accounts import actions, kept_form, queries
from handrail.accounts.models import User
from handrail.accounts.rules import How, folded_word
from handrail.accounts.sign_in import BEGAN, HOW
from handrail.base import clock
from handrail.base.errors import DomainError
from handrail.base.words import _

SURE, WORD = "sure", "card_word"
SURE_FOR = timedelta(minutes=5)


class Proof(StrEnum):
    """By what somebody says again who they are; the names of the form's fields."""

    CODE = "code"
    WORD = "word"
    PASSWORD = "password"  # noqa: S105 - a field's name, no secret


def _seconds() -> int:
    return int(clock.now().timestamp())


def _since_said(request: HttpRequest) -> int:
    return _seconds() - max(request.session.get(BEGAN, 0), request.session.get(SURE, 0))


def is_sure(request: HttpRequest) -> bool:
    """Return whether somebody said who they are within five minutes; made-up people of a demo have nothing to say."""
    return request.session.get(HOW) == How.DEMO or _since_said(request) < SURE_FOR.total_seconds()


def has_said_again(request: HttpRequest) -> bool:
    """Return whether this session was asked again just now."""
    return SURE in request.session and is_sure(request)


def to_again(request: HttpRequest) -> HttpResponse:
    """Lead to the question who it is; a form that was sent is kept for its author meanwhile."""
    if request.method == "POST":
        kept_form.keep(request, viewer_of(request).own_user)
    return redirect(f"{reverse('accounts:again')}?next={quote(request.path)}")


def asks_again(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Open a page only to who said within five minutes who they are."""

    @wraps(view)
    def asked(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return view(request, *args, **kwargs) if is_sure(request) else to_again(request)

    return asked


def _mark(user: User, word: str) -> str:
    return salted_hmac("handrail.card_word", f"{user.pk} {folded_word(word)}", algorithm="sha256").hexdigest()


def remember_word(request: HttpRequest, user: User, word: str) -> None:
    """Let a session that a card began be asked for its word again, without the card."""
    request.session[WORD] = _mark(user, word)


def proof_of(request: HttpRequest, user: User) -> Proof:
    """Return by what somebody says again who they are: a code if they have codes, else what they came in by."""
    if queries.second_step(user.pk) is not None:
        return Proof.CODE
    return Proof.WORD if request.session.get(HOW) == How.CARD else Proof.PASSWORD


def say_again(request: HttpRequest, user: User, proof: Proof, typed: str, by: Viewer) -> None:
    """Be sure of who it is for five minutes; raise DomainError when what was typed does not fit."""
    session = request.session
    if proof == Proof.CODE:
        actions.take_code(user=user, typed=typed, by=by)
    elif proof == Proof.WORD:
        fits = constant_time_compare(session.get(WORD, ""), _mark(user, typed))
    else:
        fits = check_password(typed, user.password)
    if proof != Proof.CODE and not fits:
        raise DomainError(str(_("That does not fit. Try again.")))
    before = session.session_key or ""
    session.cycle_key()
    session[SURE] = _seconds()
    actions.say_again_who(user=user, session_before=before, session_now=session.session_key or "", by=by)
