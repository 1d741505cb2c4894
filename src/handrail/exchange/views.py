"""Pages on which something comes in from elsewhere."""

from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from handrail import ui
from handrail.access import Permission, requires, viewer_of
from handrail.accounts.queries import organisation_of
from handrail.base.words import _
from handrail.exchange.fhir.take import Taken, take_text
from handrail.exchange.forms import TakeForm
from handrail.people.pages import send, status_of, tell


@requires(Permission.WORDS_EDIT)
def questions(request: HttpRequest) -> HttpResponse:
    """Take a FHIR Questionnaire in as questions of the conversation: all of it, or nothing with each reason."""
    viewer = viewer_of(request)
    form = TakeForm(request.POST or None, language=viewer.language)
    done = None
    found = Taken()
    if form.is_valid():
        data = form.cleaned_data
        options = {"part": data["part"], "may_skip": data["may_skip"] == "yes"}
        text, place = data["content"].encode("utf-8", "replace"), organisation_of(viewer)
        found = take_text(text, organisation=place, by=viewer, dry_run=True, **options)
        if not found.rejected:
            done = send(
                request,
                form,
                lambda about: take_text(text, organisation=place, by=viewer, **options),
                lambda taken: tell(request, _said(taken), reverse("intake:words")),
            )
    context = {"form": form, "rejected": found.rejected}
    status = 422 if found.rejected else status_of(form)
    return done or ui.page(request, "exchange/questions.html", context, status=status)


def _said(taken: Taken) -> str:
    counts = taken.counts
    return _("Taken in: %(created)s new, %(changed)s changed, %(unchanged)s as before.") % counts
