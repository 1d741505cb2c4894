from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from handrail import ui
from handrail.access import Category, Permission, once, requires, viewer_of
from handrail.people import actions, queries
from handrail.people.country import is_minor
from handrail.people.forms.facts import FactsForm


@requires(Permission.ROOM_WRITE)
def facts(request: HttpRequest, person_key: str) -> HttpResponse:
    """Change name, languages, interpreter and ways to be reached: the person, or their team with them."""
    viewer = viewer_of(request)
    participant = queries.person(viewer, person_key)
    form = FactsForm(request.POST or None, participant=participant, today=viewer.today)
    if form.is_valid():
        return once(
            request,
            lambda about: actions.change_contact(
                participant=participant, version=about.version, by=viewer, **form.cleaned_data
            ),
            lambda changed: reverse("people:facts", args=[person_key]),
            person=person_key,
        )
    context = {
        "participant": participant,
        "form": form,
        "minor": is_minor(participant, viewer.today),
        "may_name_guardians": viewer.may(Permission.COORDINATE)
        and queries.covers(viewer, participant.pk, Category.ACCESS),
    }
    return ui.page(request, "people/facts.html", context)
