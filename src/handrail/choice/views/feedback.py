"""How is it there? Four short questions about a programme, by the person who takes part."""

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_POST

from handrail import ui
from handrail.access import Category, Permission, once, requires
from handrail.base.errors import DomainError
from handrail.base.words import _
from handrail.catalogue.queries import programme_type
from handrail.catalogue.small import HIDDEN_BELOW
from handrail.choice import actions, queries
from handrail.choice.forms import FeedbackForm
from handrail.people.pages import load, send, status_of, tell


def _address(person_key: str, slug: str) -> str:
    return reverse("choice:feedback", args=[person_key, slug])


@requires(Permission.OWN_RECORD)
def feedback(request: HttpRequest, person_key: str, slug: str) -> HttpResponse:
    """Say how a programme is, and see what one said before."""
    viewer, participant = load(request, person_key, Category.PLAN)
    found = programme_type(viewer, slug)
    row = queries.own_feedback(viewer, participant, found.code)
    form = FeedbackForm(request.POST or None, row=row)
    if form.is_valid():
        done = send(
            request,
            form,
            lambda about: actions.give_feedback(
                participant=participant, programme_type=found.code, answers=form.cleaned_data, by=viewer
            ),
            lambda _row: tell(request, _("Thank you. It counts from now on."), _address(person_key, slug)),
            person=person_key,
        )
        if done:
            return done
    context = {
        "participant": participant,
        "programme": found,
        "row": row,
        "form": form,
        "least": HIDDEN_BELOW,
        "begun": queries.has_begun(viewer, participant, found.code),
    }
    return ui.page(request, "choice/feedback.html", context, status=status_of(form))


@require_POST
@requires(Permission.OWN_RECORD)
def feedback_withdraw(request: HttpRequest, person_key: str, slug: str) -> HttpResponse:
    """Take it back: it counts no longer."""
    viewer, participant = load(request, person_key, Category.PLAN)
    row = queries.own_feedback(viewer, participant, programme_type(viewer, slug).code)
    if row is None:
        raise DomainError(str(_("There is nothing to take back.")))
    return once(
        request,
        lambda about: actions.withdraw_feedback(feedback=row, by=viewer),
        lambda _row: _address(person_key, slug),
        person=person_key,
    )
