"""A form arrives once, about the person and the version that its page showed."""

import json
from collections.abc import Callable
from typing import Any, TypeVar
from uuid import UUID

from django.core import signing
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from markupsafe import Markup

from handrail.access.guard import viewer_of
from handrail.access.viewer import Viewer
from handrail.audit import actions as audit
from handrail.base import ids
from handrail.base.errors import DomainError, NotFound
from handrail.base.frozen import frozen
from handrail.base.words import _

FIELD = "about"
SALT = "handrail.about"
Done = TypeVar("Done")


@frozen
class About:
    """What a form carries, signed: its operation, the person it is about, the version it was made from."""

    op_id: UUID
    person: str
    version: int


def about_field(person: str = "", version: int = 0) -> Markup:
    """Return the hidden field that every form of ours carries."""
    value = signing.dumps([str(ids.uuid7()), person, version], salt=SALT)
    return Markup('<input type="hidden" name="{}" value="{}">').format(FIELD, value)


def check_about(request: HttpRequest, person: str = "") -> About:
    """
    Return what the form carries, once it fits the URL.

    Raises NotFound when the form was made for another person's page, DomainError when it was changed on the way.
    """
    try:
        op_id, about, version = signing.loads(request.POST.get(FIELD, ""), salt=SALT)
    except signing.BadSignature as error:
        raise DomainError(
            str(_("This form is not complete. Open the page again; what you wrote is still in your browser."))
        ) from error
    if about != person:
        raise NotFound(str(_("There is no such page.")))
    return About(op_id=UUID(op_id), person=about, version=version)


def _digest(request: HttpRequest) -> str:
    """Return what stands for the fields that were sent, whichever way they were encoded; tokens come and go."""
    said = [pair for pair in request.POST.lists() if pair[0] != "csrfmiddlewaretoken"]
    return audit.body_digest(json.dumps(said).encode())


def _sent(request: HttpRequest, about: About) -> dict[str, Any]:
    return {"op_id": about.op_id, "route": request.path[:120], "body_sha256": _digest(request)}


def answered_before(request: HttpRequest) -> HttpResponse | None:
    """Return the answer of a form that arrived before, for a view that asks something back before it acts."""
    before = audit.answer_given(viewer_of(request), **_sent(request, check_about(request)))
    return None if before is None else HttpResponseRedirect(before)


def once(
    request: HttpRequest,
    act: Callable[[About], Done],
    then: Callable[[Done], str],
    *,
    person: str = "",
    by: Viewer | None = None,
) -> HttpResponse:
    """
    Run ``act`` in one transaction and go to the address that ``then`` returns; a second send goes there too.

    ``act`` gets what the form carried, so that an action can compare the version. ``by`` is for public forms,
    where nobody is signed in.
    """
    about = check_about(request, person)
    sent = _sent(request, about)
    viewer = by or viewer_of(request)
    with transaction.atomic():
        before = audit.answer_given(viewer, **sent)
        if before is not None:
            return HttpResponseRedirect(before)
        answer = then(act(about))
        audit.receive(viewer, **sent, answer=answer)
    return HttpResponseRedirect(answer)
