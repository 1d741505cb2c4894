"""The numbers to call of each site: somebody calls them once, and confirms that they answer."""

from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from handrail import ui
from handrail.access import Permission, requires, viewer_of
from handrail.base.words import _
from handrail.people.pages import send, status_of, tell
from handrail.safety.actions import numbers as actions
from handrail.safety.forms.numbers import NumbersForm
from handrail.safety.queries import numbers as reads


@requires(Permission.COORDINATE)
def numbers(request: HttpRequest) -> HttpResponse:
    """Show the numbers of each site, and who confirmed them when."""
    return ui.page(request, "safety/numbers.html", {"sites": reads.numbers_page(viewer_of(request))})


@requires(Permission.COORDINATE)
def confirm(request: HttpRequest, key: str) -> HttpResponse:
    """Write the numbers of one site, and confirm that they answer."""
    viewer = viewer_of(request)
    site = reads.site_of(viewer, key)
    form = NumbersForm(request.POST or None, known=reads.guide_of(viewer.language, site).numbers)
    done = None
    if form.is_valid():
        done = send(
            request,
            form,
            lambda about: actions.confirm_numbers(site=site, lines=form.lines, by=viewer),
            lambda row: tell(request, _("Confirmed. Thank you for calling."), reverse("safety:numbers")),
        )
    context = {"form": form, "site": site}
    return done or ui.page(request, "safety/confirm_numbers.html", context, status=status_of(form))
