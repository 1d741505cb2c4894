"""The one door of every view."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse

from handrail.access.permissions import Permission
from handrail.base.errors import DomainError, NotAllowed
from handrail.base.words import _

View = Callable[..., HttpResponse]


class SignInNeeded(DomainError):
    """Nobody is signed in on a page that belongs to somebody."""


def requires(permission: Permission) -> Callable[[View], View]:
    """Let a view run only for a viewer whose role holds ``permission``."""

    def guard(view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            viewer = getattr(request, "viewer", None)
            if viewer is None:
                raise SignInNeeded(str(_("Please sign in first.")))
            if not viewer.may(permission):
                raise NotAllowed(
                    str(_("Your role does not open this page. Your administrator can tell you who can help."))
                )
            return view(request, *args, **kwargs)

        guarded.required_permission = permission  # type: ignore[attr-defined]
        return guarded

    return guard


def public(view: View) -> View:
    """Mark a view that anybody may open; a contract test keeps the list of them."""

    @wraps(view)
    def open_to_all(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return view(request, *args, **kwargs)

    open_to_all.required_permission = None  # type: ignore[attr-defined]
    return open_to_all
