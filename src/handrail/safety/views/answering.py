"""After somebody said that they may not be safe: thank you, what would help first, and who was told."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from handrail import ui
from handrail.access import Category, Permission, requires
from handrail.base.errors import NotAllowed
from handrail.base.words import _
from handrail.people.pages import load, send, status_of, tell
from handrail.safety.actions import alerts as actions
from handrail.safety.forms.alerts import WishForm
from handrail.safety.queries import answering as reads


@requires(Permission.RECORD_READ)
def help_first(request: HttpRequest, person_key: str) -> HttpResponse:
    """Thank the person, show whom to call and who was told, and keep what they say would help first."""
    viewer, participant = load(request, person_key, Category.SAFETY)
    page = reads.help_first(viewer, participant)
    form = WishForm(request.POST or None, initial={"wish": page.alert.wish if page.alert else ""})
    if request.method == "POST" and not page.is_own:
        raise NotAllowed(str(_("Only the person says what would help them.")))
    done, alert = None, page.alert
    if (
        request.method == "POST" and alert is None
    ):  # somebody has finished it meanwhile: whom to call still stands here
        return redirect("safety:help_first", person_key)
    if alert and form.is_valid():
        done = send(
            request,
            form,
            lambda about: actions.say_what_helps(alert=alert, by=viewer, **form.cleaned_data),
            lambda row: tell(
                request,
                _("Thank you. Whoever comes reads it first."),
                reverse("safety:help_first", args=[person_key]),
            ),
            person=person_key,
        )
    context = {"page": page, "participant": participant, "form": form}
    return done or ui.page(request, "safety/help_first.html", context, status=status_of(form))
