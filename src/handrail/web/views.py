from django.http import HttpRequest, HttpResponse

from handrail import ui
from handrail.access import public
from handrail.base.words import _


def form_expired(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Say that a form's time ran out; the browser still has what was typed."""
    sentence = str(_("This page stood open for a long time. Go back, open it again and send it once more."))
    return ui.page(request, "web/refused.html", {"sentence": sentence}, status=403)


@public
def home(request: HttpRequest) -> HttpResponse:
    return ui.page(request, "web/absent.html", {})
