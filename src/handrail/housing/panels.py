"""What housing offers to gathered pages."""

from datetime import date

from handrail.access import Category, Permission, Viewer
from handrail.base.words import _
from handrail.housing import queries
from handrail.housing.models import Home, HomeApplication, HomeRoutine
from handrail.people.kept import keeps
from handrail.people.models import Participant
from handrail.people.rooms import Room
from handrail.plans.hooks import AreaFact
from handrail.plans.rules import LifeArea
from handrail.ui import Panel
from handrail.ui.addresses import address

SLUG = "supported"
ROOM = Room("housing:page", _("Home"), "home", Category.HOME, order=45)


def today(viewer: Viewer, day: date) -> list[Panel]:
    """Offer the early notices that the viewer sees to, and to coordinators those that nobody does."""
    if not (viewer.is_staff and (viewer.may(Permission.ROOM_WRITE) or viewer.may(Permission.COORDINATE))):
        return []
    data = {
        "mine": queries.troubles_of_owner(viewer),
        "alone": queries.troubles_without_owner(viewer),
    }
    return [Panel(_("Homes to look at"), "housing/_today.html", data, order=20)] if any(data.values()) else []


def week(viewer: Viewer, participant: Participant, monday: date) -> list[Panel]:
    """Offer the homes to visit and what is done at home in a week."""
    if not keeps(viewer, participant, HomeApplication, HomeRoutine):
        return []
    viewings = queries.viewings(viewer, participant, monday)
    days = queries.routines_of_week(viewer, participant, monday)
    if not (viewings or days):
        return []
    later = any(not one.is_today for one in days)
    data = {"person_key": participant.key, "viewings": viewings, "days": days, "later": later}
    return [Panel(_("At home"), "housing/_week.html", data, order=45)]


def person(viewer: Viewer, participant: Participant) -> list[Panel]:
    """Offer where the person lives, for the page about them."""
    found = queries.short_home(viewer, participant) if keeps(viewer, participant, Home) else None
    if found is None:
        return []
    data = {"home": found, "person_key": participant.key}
    return [Panel(_("Home"), "housing/_person.html", data, order=45)]


def programme(viewer: Viewer, slug: str) -> list[Panel]:
    """Offer to staff how the people they work with live, on the page of supported housing."""
    if slug != SLUG or not viewer.is_staff or not viewer.may(Permission.PEOPLE_READ):
        return []
    found = queries.supported_homes(viewer)
    return [Panel(_("How people live"), "housing/_programme.html", {"homes": found}, order=40)]


def area_facts(viewer: Viewer, participant: Participant) -> list[AreaFact]:
    """Say where the person lives, for the area home of My life at a glance."""
    found = queries.short_home(viewer, participant) if keeps(viewer, participant, Home) else None
    if found is None:
        return []
    text = ". ".join(part for part in (str(found.kind), found.with_whom, found.address) if part)
    return [AreaFact(LifeArea.HOME, text, address("housing:page", participant.key))]
