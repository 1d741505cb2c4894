"""What practice offers to gathered pages."""

from handrail.access import Category, Permission, Viewer
from handrail.base.words import _
from handrail.people.models import Participant
from handrail.people.queries import covers
from handrail.people.rooms import Room
from handrail.practice import queries
from handrail.ui import Panel

ROOMS = (
    Room("practice:week", _("Week"), "week", Category.WEEK, order=20),
    Room("practice:notes", _("Notes"), "note", Category.NOTES, order=30),
)


def person(viewer: Viewer, participant: Participant) -> list[Panel]:
    """Offer the three simple metrics and the newest notes for the page about a person."""
    found = []
    if covers(viewer, participant.pk, Category.ATTENDANCE):
        data = {"rows": queries.strip(viewer, participant)}
        found.append(Panel(_("Three simple numbers"), "practice/_strip.html", data, order=20))
    if covers(viewer, participant.pk, Category.NOTES) and viewer.may(Permission.NOTE_READ):
        data = {
            "person_key": participant.key,
            "notes": queries.few_notes_of(viewer, participant),
            "may_write": viewer.may(Permission.NOTE_WRITE),
        }
        found.append(Panel(_("Notes"), "practice/_notes.html", data, order=50))
    return found


def programme(viewer: Viewer, slug: str) -> list[Panel]:
    """Offer the team this week's meetings of a programme: who is needed, who is there, who came."""
    if not viewer.may(Permission.TODAY):
        return []
    return [
        Panel(
            _("This week"),
            "practice/_programme.html",
            {"week": queries.programme_week(viewer, slug)},
            order=20,
        )
    ]
