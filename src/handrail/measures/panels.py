"""What questionnaires offer to gathered pages: to the person what is due, to a reader what came and what is due."""

from datetime import date, timedelta

from handrail.access import Category, Permission, Viewer
from handrail.base.words import _
from handrail.measures.models import Schedule
from handrail.measures.queries import due
from handrail.people.kept import keeps
from handrail.people.models import Participant
from handrail.people.rooms import Room
from handrail.ui import Panel

ROOM = Room("measures:person", _("Questionnaires"), "chart", Category.HEALTH, order=68)


def week(viewer: Viewer, participant: Participant, monday: date) -> list[Panel]:
    """Offer the person what is due, in the week of today; nobody else sees it here."""
    in_this_week = monday <= viewer.today < monday + timedelta(days=7)
    if viewer.participant_id != participant.pk or not in_this_week:
        return []
    if not keeps(viewer, participant, Schedule):
        return []
    found = due.read_by_somebody(viewer, participant, due.due_of(viewer, participant))
    data = {"due": found, "person_key": participant.key}
    return [Panel(_("A few questions, if I like"), "measures/_week.html", data, order=75)] if found else []


def today(viewer: Viewer, day: date) -> list[Panel]:
    """Offer a colleague what came in for them to read, and what is due of the people whose answers they read."""
    if not (viewer.is_staff and viewer.may(Permission.ROOM_WRITE)):
        return []
    found = due.for_reader(viewer)
    if not (found.due or found.unread):
        return []
    return [Panel(_("Questionnaires"), "measures/_today.html", {"found": found}, order=45)]
