"""The one door of every view."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse

from handrail.access.permissions import Permission
from handrail.access.viewer import Viewer
from handrail.base.errors import DomainError, NotAllowed
from handrail.base.words import _

View = Callable[..., HttpResponse]


class SignInNeeded(DomainError):
    """Nobody is signed in on a page that belongs to somebody."""


def visitor_of(request: HttpRequest) -> Viewer | None:
    """Return who asks, or None where nobody is signed in: a page that is open to all."""
    found: Viewer | None = getattr(request, "viewer", None)
    return found


def viewer_of(request: HttpRequest) -> Viewer:
    """Return who asks; raises SignInNeeded where nobody is signed in."""
    found = visitor_of(request)
    if found is None:
        raise SignInNeeded(str(_("Please sign in first.")))
    return found


def _marked(view: View, permission: Permission | None) -> View:
    """Write on a view what it asks for, where the contract over every address reads it."""
    vars(view)["required_permission"] = permission
    return view


def requires(permission: Permission) -> Callable[[View], View]:
    """Let a view run only for a viewer whose role holds ``permission``."""

    def guard(view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            if not viewer_of(request).may(permission):
                raise NotAllowed(
                    str(_("Your role does not open this page. Your administrator can tell you who can help."))
                )
            return view(request, *args, **kwargs)

        return _marked(guarded, permission)

    return guard


def public(view: View) -> View:
    """Mark a view that anybody may open; a contract test keeps the list of them."""

    @wraps(view)
    def open_to_all(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return view(request, *args, **kwargs)

    return _marked(open_to_all, None)
