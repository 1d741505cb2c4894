"""What this package offers to gathered pages: which funding ends soon."""

from datetime import date

from handrail.access import Category, Permission, Viewer
from handrail.base.words import _
from handrail.choice import queries
from handrail.people.models import Participant
from handrail.people.rooms import Room
from handrail.ui import Panel

FITS = Room("choice:finder_of", _("What fits me"), "list", Category.INTAKE, order=74)
COSTS = Room("choice:costs", _("What it costs me"), "coin", Category.PLAN, order=76)


def today(viewer: Viewer, day: date) -> list[Panel]:
    """Offer to coordinators the fundings that end within sixty days while the programme goes on."""
    if not (viewer.is_staff and viewer.may(Permission.COORDINATE)):
        return []
    found = queries.endings(viewer)
    return [Panel(_("Funding ends"), "choice/_today.html", {"endings": found}, order=25)] if found else []


def person(viewer: Viewer, participant: Participant) -> list[Panel]:
    """Offer the same of one person to whom rows about money open."""
    return _ending(viewer, participant, order=72)


def week(viewer: Viewer, participant: Participant, monday: date) -> list[Panel]:
    """Offer it to the person, in their week."""
    return _ending(viewer, participant, order=79) if viewer.participant_id == participant.pk else []


def _ending(viewer: Viewer, participant: Participant, *, order: int) -> list[Panel]:
    found = queries.endings_of(viewer, participant)
    if not found:
        return []
    data = {"endings": found, "person_key": participant.key}
    return [Panel(_("Funding ends"), "choice/_ending.html", data, order=order)]
