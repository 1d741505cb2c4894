"""What the web offers to gathered pages."""

from datetime import date

from handrail.access import Viewer
from handrail.base.words import _
from handrail.ui import Panel
from handrail.web.navigation import ROOMS

MORE = "/more"


def today(viewer: Viewer, day: date) -> list[Panel]:
    """Offer the way to every other room to those whose bar is full without it: who coordinates, and managers."""
    if viewer.role is None or any(href == MORE for href, _icon, _text in ROOMS[viewer.role]):
        return []
    return [Panel(_("Also here"), "web/panel_also.html", {}, order=90)]
