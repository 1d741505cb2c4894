"""The finder: signed out, and for a person with what the conversation already holds. Nothing that is asked is kept."""

from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import get_language

from handrail import ui
from handrail.access import Category, Permission, public, requires, visitor_of
from handrail.choice import queries
from handrail.choice.rules.finder import Asked, Asking
from handrail.people.models import Participant
from handrail.people.pages import load

COMPARED = "p"


def _asked(request: HttpRequest) -> Asked:
    given = request.GET.getlist
    known = queries.sayings("en")
    said = {field: [code for code, _words in known[field] if code in given(field)] for field in Asking}
    return Asked(tuple(said[Asking.WISHES]), tuple(said[Asking.OBSTACLES]), tuple(said[Asking.PREFERENCES]))


def _pairs(asked: Asked) -> list[tuple[str, str]]:
    said = (
        (Asking.WISHES, asked.wishes),
        (Asking.OBSTACLES, asked.obstacles),
        (Asking.PREFERENCES, asked.preferences),
    )
    return [(str(name), code) for name, codes in said for code in codes]


def _context(request: HttpRequest, asked: Asked, participant: Participant | None) -> dict[str, Any]:
    viewer = visitor_of(request)
    own = viewer is not None and participant is not None and viewer.participant_id == participant.pk
    return {
        "asked": asked,
        "pairs": _pairs(asked),
        "participant": participant,
        "own": own,
        "may_choose": participant is not None and viewer is not None and viewer.may(Permission.INTAKE_ANSWER),
    }


def _finder(
    request: HttpRequest, asked: Asked, address: str, participant: Participant | None = None
) -> HttpResponse:
    language = get_language() or "en"
    context = _context(request, asked, participant) | {
        "page": queries.finder_page(visitor_of(request), asked, participant=participant, language=language),
        "sayings": queries.sayings(language),
        "address": address,
        "compare": f"{address}/compare",
    }
    return ui.page(request, "choice/finder.html", context)


def _compare(request: HttpRequest, address: str, participant: Participant | None = None) -> HttpResponse:
    asked = _asked(request)
    found = queries.comparison(
        visitor_of(request),
        request.GET.getlist(COMPARED),
        asked,
        participant=participant,
        language=get_language() or "en",
    )
    back = f"{address}?{urlencode(_pairs(asked))}" if asked else address
    context = _context(request, asked, participant) | {"found": found, "back": back}
    return ui.page(request, "choice/compare.html", context)


@public
def finder(request: HttpRequest) -> HttpResponse:
    """Find programmes by wishes, obstacles and preferences, without an account; nothing is kept."""
    return _finder(request, _asked(request), reverse("choice:finder"))


@public
def compare(request: HttpRequest) -> HttpResponse:
    """Show two or three programmes side by side, without an account."""
    return _compare(request, reverse("choice:finder"))


@requires(Permission.RECORD_READ)
def finder_of(request: HttpRequest, person_key: str) -> HttpResponse:
    """Find programmes for a person: begins with what the conversation holds, until something else is said."""
    viewer, participant = load(request, person_key, Category.INTAKE)
    asked = _asked(request) if request.GET else queries.known_of(viewer, participant)
    return _finder(request, asked, reverse("choice:finder_of", args=[person_key]), participant)


@requires(Permission.RECORD_READ)
def compare_of(request: HttpRequest, person_key: str) -> HttpResponse:
    """Show two or three programmes side by side to a person, each with the way to choose it."""
    _viewer, participant = load(request, person_key, Category.INTAKE)
    return _compare(request, reverse("choice:finder_of", args=[person_key]), participant)
