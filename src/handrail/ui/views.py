"""The gallery. ``ui`` lies below ``access``, so the view carries the mark of a public view itself."""

from django.http import HttpRequest, HttpResponse

from handrail.ui import gallery as content
from handrail.ui.pages import page


def gallery(request: HttpRequest) -> HttpResponse:
    """Show every component once, with made-up content."""
    return page(request, "ui/gallery.html", {"names": content.names(), "examples": content.examples()})


vars(gallery)["required_permission"] = None  # what access.public sets: anybody may open it
