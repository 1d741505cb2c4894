"""What complaints offer to gathered pages: to the hearer alone, and never on a page about a person."""

from datetime import date

from handrail.access import Viewer
from handrail.base.words import _
from handrail.complaints import queries
from handrail.ui import Panel


def today(viewer: Viewer, day: date) -> list[Panel]:
    """Offer the way to the letters that wait for the viewer's answer."""
    waits = queries.waiting(viewer)
    return (
        [Panel(_("Somebody wrote to you"), "complaints/_today.html", {"waits": waits}, 12)] if waits else []
    )
