"""What pages about a person have in common: who asks about whom, sending a form once, and saying it back."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.forms import BaseForm
from django.http import HttpRequest, HttpResponse

from handrail.access import Category, Viewer, once, viewer_of
from handrail.access.once import About
from handrail.accounts.actions import share_wishes
from handrail.accounts.sign_in import WISHES
from handrail.base.errors import DomainError, NotAllowed, NotFound
from handrail.people.models import Participant
from handrail.people.queries import person, wishes_of


def load(request: HttpRequest, person_key: str, category: Category) -> tuple[Viewer, Participant]:
    """Return who asks and about whom, when their relation covers ``category``."""
    viewer = viewer_of(request)
    return viewer, person(viewer, person_key, category)


def refuse(form: BaseForm, words: str) -> None:
    """Put a sentence on a form; also on one that nobody filled in, behind a page of buttons."""
    if not form.is_bound:
        form.full_clean()
        form.cleaned_data = {}
    form.add_error(None, words)


def send(
    request: HttpRequest,
    form: BaseForm,
    act: Callable[[About], Any],
    then: Callable[[Any], str] | str,
    *,
    person: str = "",
    by: Viewer | None = None,
) -> HttpResponse | None:
    """
    Run the action once and go on to ``then``, an address or what makes one of the result.

    What the action refuses becomes a sentence in the form, and None is returned. ``by`` is for public forms.
    """
    try:
        return once(request, act, then if callable(then) else lambda done: then, person=person, by=by)
    except (NotAllowed, NotFound):
        raise
    except DomainError as error:
        refuse(form, str(error))
        return None


def tell(request: HttpRequest, words: object, url: str) -> str:
    """Show ``words`` once on the next page, and return where that is."""
    messages.success(request, str(words))
    return url


def status_of(form: BaseForm) -> int:
    """Return 422 for a page that shows errors, else 200."""
    return 422 if form.errors else 200


def remember_wishes(request: HttpRequest, viewer: Viewer, participant: Participant) -> None:
    """Let every session of the person show their pages as they wish, from the next request on."""
    wishes = wishes_of(participant.pk)
    request.session[WISHES] = wishes
    share_wishes(viewer.own_user, WISHES, wishes, but=request.session.session_key or "")
