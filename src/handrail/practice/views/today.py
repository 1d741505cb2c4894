from django.http import HttpRequest, HttpResponse

from handrail import ui
from handrail.access import Permission, Role, requires, viewer_of
from handrail.practice import queries
from handrail.safety.queries import alerts


@requires(Permission.TODAY)
def today(request: HttpRequest) -> HttpResponse:
    """The day of those who meet people; a peer looks at a week."""
    viewer = viewer_of(request)
    is_peer = viewer.role == Role.PEER
    context = {
        "page": queries.today_page(viewer, days=7 if is_peer else 1),
        "is_peer": is_peer,
        "may_write": viewer.may(Permission.NOTE_WRITE),
        "alerts": alerts.running_alerts(viewer) if viewer.may(Permission.COORDINATE) else [],
        "panels": ui.gather_panels("today", viewer, viewer.today),
    }
    return ui.page(request, "practice/today.html", context)
