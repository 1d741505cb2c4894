"""What practice offers to gathered pages, and what its own pages gather from the packages below."""

from datetime import date

from handrail.access import Category, Permission, Viewer
from handrail.base.words import _
from handrail.intake import panels as intake
from handrail.people.models import Participant
from handrail.people.queries import covers
from handrail.plans import panels as plans
from handrail.practice import queries
from handrail.ui import Panel


def _sorted(panels: list[Panel]) -> list[Panel]:
    return sorted(panels, key=lambda panel: panel.order)


def of_today(viewer: Viewer) -> list[Panel]:
    """Return what the packages below put on the day's page."""
    return _sorted([*plans.today(viewer, viewer.today), *intake.today(viewer, viewer.today)])


def of_week(viewer: Viewer, participant: Participant, monday: date) -> list[Panel]:
    """Return what the packages below put on a person's week."""
    return _sorted(intake.week(viewer, participant, monday))


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
