from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from handrail import ui
from handrail.access import Permission, requires
from handrail.base.errors import NotFound
from handrail.base.words import _
from handrail.people.pages import send
from handrail.plans import actions, queries
from handrail.plans.forms import AreaForm
from handrail.plans.rules import LIFE_AREAS, LifeArea
from handrail.plans.views.shared import load


@requires(Permission.RECORD_READ)
def glance(request: HttpRequest, person_key: str) -> HttpResponse:
    """Show a whole life on one page, with the doors to every room."""
    viewer, participant = load(request, person_key)
    page = queries.glance_page(viewer, participant)
    return ui.page(request, "plans/glance.html", {"page": page, "participant": participant})


@requires(Permission.STEP_REPORT)
def area(request: HttpRequest, person_key: str, area: str) -> HttpResponse:
    """Say how one area of life is now; a worker's view stands beside the person's."""
    viewer, participant = load(request, person_key)
    if area not in list(LifeArea):
        raise NotFound(str(_("There is no such page.")))
    kind = LifeArea(area)
    before = queries.area_entry(viewer, participant, kind)
    names = ("strong", "wish", "works", "satisfied")
    form = AreaForm(
        request.POST or None, initial={name: getattr(before, name) for name in names} if before else {}
    )
    done = None
    if form.is_valid():
        done = send(
            request,
            form,
            lambda about: actions.say_how_area_is(
                participant=participant, area=kind, by=viewer, **form.cleaned_data
            ),
            lambda entry: reverse("plans:glance", args=[person_key]) + f"#{kind}",
            person=person_key,
        )
    context = {
        "participant": participant,
        "form": form,
        "title": LIFE_AREAS[kind],
        "speaker": queries.speaker(viewer, participant),
    }
    return done or ui.page(request, "plans/area.html", context)
