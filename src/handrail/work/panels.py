"""What work and study offers to gathered pages."""

from datetime import date

from handrail.access import Category, Permission, Viewer
from handrail.base.words import _
from handrail.people.kept import keeps
from handrail.people.models import Participant
from handrail.people.queries import covers
from handrail.people.rooms import Room
from handrail.ui import Panel
from handrail.work import queries
from handrail.work.models import Adjustment, Job

ROOM = Room("work:page", _("Work and study"), "work", Category.WORK, order=40)


def today(viewer: Viewer, day: date) -> list[Panel]:
    """Offer who is asked “still there?” today, and which employers the viewer wanted to contact."""
    if not (viewer.is_staff and viewer.may(Permission.ROOM_WRITE)):
        return []
    data = {"asked": queries.asked_today(viewer, day), "employers": queries.to_contact(viewer, day)}
    if not (data["asked"] or data["employers"]):
        return []
    return [Panel(_("Work and study"), "work/_today.html", data, order=45)]


def week(viewer: Viewer, participant: Participant, monday: date) -> list[Panel]:
    """Offer the person the questions that are due: still there, did it begin, does it help."""
    if not viewer.may(Permission.ROOM_WRITE) or not keeps(viewer, participant, Job, Adjustment):
        return []
    jobs, wanted = queries.asked_of(viewer, participant)
    if not (jobs or wanted):
        return []
    data = {
        "jobs": jobs,
        "adjustments": wanted,
        "person_key": participant.key,
        "is_own": viewer.participant_id == participant.pk,
    }
    return [Panel(_("Work and study"), "work/_week.html", data, order=42)]


def person(viewer: Viewer, participant: Participant) -> list[Panel]:
    """Offer where the person works or studies now, and what is needed there."""
    if not covers(viewer, participant.pk, Category.WORK):
        return []
    data = queries.short(viewer, participant)
    if not (data["jobs"] or data["adjustments"]):
        return []
    return [Panel(_("Work and study"), "work/_person.html", data, order=46)]


def programme(viewer: Viewer, slug: str) -> list[Panel]:
    """Offer staff the row's people by their newest step, and the words with employers this week."""
    if slug != "vocational" or not viewer.may(Permission.PEOPLE_READ) or not viewer.is_staff:
        return []
    data = {"board": queries.board(viewer), "may_open": viewer.may(Permission.DIRECTORY_EDIT)}
    return [Panel(_("Steps towards work and study"), "work/_programme.html", data, order=40)]
