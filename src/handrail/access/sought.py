"""
What somebody looks for: it comes in the body of a form, and stands sealed where an address has to hold it.

An address is written down on its way: in histories, in logs, by servers in between. So none says a name (ASVS 14.2.1).
"""

import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Callable, Iterable, Mapping
from datetime import timedelta
from functools import lru_cache
from typing import Any
from urllib.parse import quote

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.utils.crypto import salted_hmac

from handrail import ui
from handrail.access.guard import visitor_of
from handrail.base import clock, sealed
from handrail.base.errors import DomainError

AT = "at"
LASTS = timedelta(hours=12)  # as long as a session
STEP = 64  # letters: what is sealed is filled up to whole steps, so that its length says nothing
MOST_LETTERS, MOST_VALUES, LONGEST_ADDRESS = 200, 50, 8_000
Fields = Mapping[str, Iterable[str]]


@lru_cache(2)
def _key(secret: str) -> bytes:
    return salted_hmac("handrail.sought", "", secret=secret, algorithm="sha256").digest()


def _owner(request: HttpRequest, path: str) -> bytes:
    """Return what an address is bound to: this page, and the session that made it."""
    viewer = visitor_of(request)
    return f"{viewer.session or viewer.own_user if viewer else ''} {path}".encode()


def sealed_address(request: HttpRequest, fields: Fields, *, path: str = "") -> str:
    """
    Return the address at which ``fields`` are looked for: opaque, and open in this session alone for twelve hours.

    Without anything to look for it is the plain ``path``, that of the request where none is given.
    """
    path = path or request.path
    said = {name: kept for name, values in fields.items() if (kept := [one for one in values if one])}
    if not said:
        return path
    plain = json.dumps([int(clock.now().timestamp()), said])
    plain += " " * (-len(plain) % STEP)
    closed = sealed.seal(_key(settings.SECRET_KEY), plain.encode(), _owner(request, path))
    return f"{path}?{AT}={quote(urlsafe_b64encode(closed).rstrip(b'=').decode())}"


def _opened(request: HttpRequest, within: timedelta) -> dict[str, list[str]]:
    """Return what an address holds; nothing when it is another session's, another page's, too old or made up."""
    typed = request.GET.get(AT, "")[:LONGEST_ADDRESS]
    try:
        closed = urlsafe_b64decode(typed + "=" * (-len(typed) % 4))
        plain = sealed.unseal(_key(settings.SECRET_KEY), closed, _owner(request, request.path))
    except (DomainError, ValueError):
        return {}
    made_at, said = json.loads(plain)
    found: dict[str, list[str]] = said
    return found if clock.now().timestamp() - made_at <= within.total_seconds() else {}


def sought(request: HttpRequest, *names: str, within: timedelta = LASTS) -> QueryDict:
    """Return the fields of these names as they were sent, or as the address holds them; never plain from an address."""
    given: Fields = dict(request.POST.lists()) if request.method == "POST" else {}
    if AT in request.GET and not given:
        given = _opened(request, within)
    found = QueryDict(mutable=True)
    for name in names:
        if values := list(given.get(name, []))[:MOST_VALUES]:
            found.setlist(name, [one[:MOST_LETTERS].replace("\x00", "") for one in values])
    return found


def on_to_search(request: HttpRequest, *names: str) -> HttpResponse | None:
    """Return the way on to the sealed address of a search that was sent; None when its page is asked for."""
    if request.method != "POST":
        return None
    return HttpResponseRedirect(sealed_address(request, dict(sought(request, *names).lists())))


def search_page(
    request: HttpRequest,
    template: str,
    context: Callable[[QueryDict], Mapping[str, Any]],
    *names: str,
    fragment: str = "",
) -> HttpResponse:
    """
    Return the page of what is looked for: a form goes on to its sealed address, so that back and reload work.

    HTMX gets the part at once, with the address to show: no second request.
    """
    on = on_to_search(request, *names)
    if on and not (fragment and ui.wants_part(request)):
        return on
    page = ui.page(request, template, context(sought(request, *names)), fragment=fragment)
    if on:
        page.headers["HX-Push-Url"] = on.headers["Location"]
    return page
