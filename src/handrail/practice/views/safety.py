from django.http import HttpRequest, HttpResponse

from handrail import ui
from handrail.access import Category, Permission, requires
from handrail.people.pages import load
from handrail.practice import queries
from handrail.safety.queries import alerts
from handrail.safety.queries.numbers import guide_for
from handrail.safety.rules.alerts import NOTE


@requires(Permission.NOTE_WRITE)
def first_help(request: HttpRequest, person_key: str, key: str) -> HttpResponse:
    """Say what to do first when somebody may not be safe: numbers first, forms later."""
    viewer, participant = load(request, person_key, Category.NOTES)
    raised = alerts.alert_of_source(viewer, participant, NOTE, key)
    context = {
        "person": participant,
        "note": queries.note(viewer, participant, key),
        "alert": raised,
        "told": alerts.told(raised) if raised else (),
        "guide": guide_for(viewer.language, participant),
        "coordinator": queries.coordinator_of(participant),
    }
    return ui.page(request, "practice/first_help.html", context)
