"""What happens around every request, outermost first: headers, viewer, language, errors, looks."""

import logging
from collections.abc import Callable
from urllib.parse import quote
from zoneinfo import ZoneInfo

from django.db import OperationalError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone, translation
from django_htmx.http import HttpResponseClientRedirect

from handrail import ui
from handrail.access import SignInNeeded, Viewer, visitor_of
from handrail.accounts import kept_form, sign_in
from handrail.accounts.queries import installation
from handrail.audit.actions import write_looks, write_refusal
from handrail.base.errors import DomainError, NotAllowed, NotFound
from handrail.people.actions import tell_of_blocked
from handrail.people.because import ByRelation, refused_record
from handrail.people.limits import Blocked

Next = Callable[[HttpRequest], HttpResponse]

CONTENT_SECURITY_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; "
    "connect-src 'self'; manifest-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)


def headers(get_response: Next) -> Next:
    """Send the strict policy with every response, and keep pages about people out of every cache."""

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        response.headers.setdefault("Content-Security-Policy", CONTENT_SECURITY_POLICY)
        response.headers.setdefault("X-Frame-Options", "DENY")
        response.headers.setdefault("Permissions-Policy", "camera=(), microphone=(), geolocation=()")
        response.headers.setdefault("Cross-Origin-Opener-Policy", "same-origin")
        response.headers.setdefault("Cache-Control", "no-store")
        return response

    return middleware


class DemoDoor:
    """Mount the front door when the database itself says that all its people are invented."""

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response
        self.is_demo: bool | None = None

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if self.is_demo is None:
            found = installation()
            self.is_demo = bool(found and found.is_demo)
        if self.is_demo:
            vars(request)["urlconf"] = "handrail.web.demo_urls"
        return self.get_response(request)


def viewer(get_response: Next) -> Next:
    """Make the viewer of this request once, from the session."""

    def middleware(request: HttpRequest) -> HttpResponse:
        found = vars(request)["viewer"] = sign_in.recognise(request)
        response = get_response(request)
        if found is not None or visitor_of(request) is not None:
            sign_in.note_seen(request, response)
        return response

    return middleware


def language(get_response: Next) -> Next:
    """Speak the viewer's language in the viewer's zone; nobody signed in gets the browser's language."""

    def middleware(request: HttpRequest) -> HttpResponse:
        viewer = visitor_of(request)
        code = viewer.language if viewer else translation.get_language_from_request(request)
        translation.activate(code)
        timezone.activate(ZoneInfo(viewer.zone if viewer else "UTC"))
        try:
            response = get_response(request)
        finally:
            translation.deactivate()
            timezone.deactivate()
        response.headers.setdefault("Content-Language", code)
        return response

    return middleware


class Errors:
    """Turn what the field calls an error into a page with a sentence; anything else is a kind 500."""

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        if isinstance(error, SignInNeeded):
            return _to_sign_in(request)
        if isinstance(error, NotFound):
            if isinstance(error, Blocked):
                tell_of_blocked(met=error, by=error.by)
            return ui.page(request, "web/absent.html", {}, status=404)
        if isinstance(error, NotAllowed):
            return ui.page(request, "web/closed.html", {"sentence": str(error)}, status=403)
        if isinstance(error, DomainError):
            return ui.page(request, "web/refused.html", {"sentence": str(error)}, status=409)
        if isinstance(error, OperationalError):
            return _busy(request)
        return None


def _to_sign_in(request: HttpRequest) -> HttpResponse:
    """Ask who it is; what arrived in a form after its author's session ran out is kept for them."""
    address = "/sign-in"
    author = vars(request).get("timed_out")
    if request.method == "GET":
        address += f"?next={quote(request.path)}"
    elif author is not None:
        kept_form.keep(request, author)
    return HttpResponseClientRedirect(address) if getattr(request, "htmx", False) else redirect(address)


def _busy(request: HttpRequest) -> HttpResponse:
    return ui.page(request, "web/busy.html", {}, status=503)


def _note_refusal(viewer: Viewer, page: str) -> None:
    """Write that a record did not open; the answer is the same whether or not this can be written."""
    try:
        write_refusal(viewer, refused_record(viewer), page)
    except OperationalError:
        logging.getLogger(__name__).warning("a refusal could not be noted")


def looks(get_response: Next) -> Next:
    """Write whom this response shows, after it has rendered and before it leaves. No look, no page."""

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        viewer = visitor_of(request)
        match = request.resolver_match
        page = match.view_name if match else ""
        if viewer and viewer.looks.shown:
            try:
                write_looks(viewer, viewer.looks.shown.items(), page, ByRelation(viewer))
            except OperationalError:
                return _busy(request)
        if viewer and viewer.looks.refused and response.status_code in (403, 404):
            _note_refusal(viewer, page)
        return response

    return middleware
