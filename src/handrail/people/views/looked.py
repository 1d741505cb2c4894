from django.http import HttpRequest, HttpResponse

from handrail import ui
from handrail.access import Permission, requires, viewer_of
from handrail.people.looked import looked_page


@requires(Permission.OWN_RECORD)
def looked(request: HttpRequest, person_key: str) -> HttpResponse:
    """Show the person, and nobody else, who looked at their record."""
    page = looked_page(
        viewer_of(request),
        person_key,
        month=request.GET.get("month", ""),
        who=request.GET.get("who", ""),
        before=request.GET.get("before", ""),
    )
    return ui.page(request, "people/looked.html", {"page": page})
