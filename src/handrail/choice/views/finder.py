"""The finder: signed out, and for a person with what the conversation already holds. Nothing that is asked is kept."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import get_language

from handrail import ui
from handrail.access import (
    Category,
    Permission,
    on_to_search,
    public,
    requires,
    sealed_address,
    sought,
    visitor_of,
)
from handrail.choice import queries
from handrail.choice.rules.finder import Asked, Asking
from handrail.people.models import Participant
from handrail.people.pages import load

COMPARED = "p"
SAID = (*(str(one) for one in Asking), COMPARED, "go")


def _asked(request: HttpRequest) -> Asked:
    given = sought(request, *SAID).getlist
    known = queries.sayings("en")
    said = {field: [code for code, _words in known[field] if code in given(field)] for field in Asking}
    return Asked(tuple(said[Asking.WISHES]), tuple(said[Asking.OBSTACLES]), tuple(said[Asking.PREFERENCES]))


def _fields(asked: Asked) -> dict[str, tuple[str, ...]]:
    said = (
        (Asking.WISHES, asked.wishes),
        (Asking.OBSTACLES, asked.obstacles),
        (Asking.PREFERENCES, asked.preferences),
    )
    return {str(name): codes for name, codes in said}


def _pairs(asked: Asked) -> list[tuple[str, str]]:
    return [(name, code) for name, codes in _fields(asked).items() for code in codes]


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
        sought(request, COMPARED).getlist(COMPARED),
        asked,
        participant=participant,
        language=get_language() or "en",
    )
    back = sealed_address(request, _fields(asked), path=address)
    context = _context(request, asked, participant) | {"found": found, "back": back}
    return ui.page(request, "choice/compare.html", context)


@public
def finder(request: HttpRequest) -> HttpResponse:
    """Find programmes by wishes, obstacles and preferences, without an account; nothing is kept."""
    return on_to_search(request, *SAID) or _finder(request, _asked(request), reverse("choice:finder"))


@public
def compare(request: HttpRequest) -> HttpResponse:
    """Show two or three programmes side by side, without an account."""
    return on_to_search(request, *SAID) or _compare(request, reverse("choice:finder"))


@requires(Permission.RECORD_READ)
def finder_of(request: HttpRequest, person_key: str) -> HttpResponse:
    """Find programmes for a person: begins with what the conversation holds, until something else is said."""
    viewer, participant = load(request, person_key, Category.INTAKE)
    if on := on_to_search(request, *SAID):
        return on
    asked = _asked(request) if sought(request, *SAID) else queries.known_of(viewer, participant)
    return _finder(request, asked, reverse("choice:finder_of", args=[person_key]), participant)


@requires(Permission.RECORD_READ)
def compare_of(request: HttpRequest, person_key: str) -> HttpResponse:
    """Show two or three programmes side by side to a person, each with the way to choose it."""
    _viewer, participant = load(request, person_key, Category.INTAKE)  # absent before anything is looked for
    return on_to_search(request, *SAID) or _compare(
        request, reverse("choice:finder_of", args=[person_key]), participant
    )
