"""What places and links offer to gathered pages."""

from datetime import date

from handrail.access import Category, Viewer
from handrail.base.words import _
from handrail.community import allowed, queries
from handrail.community.models import Activity, Link
from handrail.community.queries.activities import lines_of
from handrail.community.rules import ActivityStatus
from handrail.people.kept import keeps
from handrail.people.models import Participant
from handrail.people.queries import covers
from handrail.people.rooms import Room
from handrail.ui import Panel

SLUG = "community-based"
ROOMS = (
    Room("community:activities", _("Out and about"), "bus", Category.LINKS, order=50),
    Room("community:links", _("Links"), "talk", Category.LINKS, order=51),
)


def today(viewer: Viewer, day: date) -> list[Panel]:
    """Offer the links that wait for a colleague."""
    if not (viewer.is_staff and allowed.writes(viewer)):
        return []
    waiting = queries.links_waiting(viewer)
    data = {"waiting": waiting}
    return [Panel(_("Links that wait"), "community/_waiting.html", data, order=40)] if waiting else []


def _out(viewer: Viewer, participant: Participant) -> dict[str, object]:
    lines = lines_of(viewer, participant) if keeps(viewer, participant, Activity) else []
    return {
        "person_key": participant.key,
        "going": [one for one in lines if one.status == ActivityStatus.GOING],
        "to_answer": queries.to_answer(viewer, participant) if keeps(viewer, participant, Link) else [],
        "is_own": viewer.participant_id == participant.pk,
    }


def week(viewer: Viewer, participant: Participant, monday: date) -> list[Panel]:
    """Offer what the person does among others, and the question whether a link helped."""
    if not covers(viewer, participant.pk, Category.LINKS):
        return []
    data = _out(viewer, participant)
    if not (data["going"] or data["to_answer"] or data["is_own"]):
        return []
    return [Panel(_("Out and about"), "community/_week.html", data, order=50)]


def person(viewer: Viewer, participant: Participant) -> list[Panel]:
    """Offer activities and open links for the page about a person."""
    if not covers(viewer, participant.pk, Category.LINKS):
        return []
    data = _out(viewer, participant)
    viewer.looks.add(Category.LINKS, {participant.pk})
    linked = keeps(viewer, participant, Link)
    data["links"] = queries.links_page(viewer, participant).open if linked else ()
    if not (data["going"] or data["links"]):
        return []
    return [Panel(_("Out and about"), "community/_person.html", data, order=60)]


def programme(viewer: Viewer | None, slug: str) -> list[Panel]:
    """Offer this month's activities and links to staff, on the page of community-based programmes."""
    if slug != SLUG or viewer is None or not viewer.is_staff:
        return []
    return [Panel(_("This month"), "community/_month.html", {"month": queries.month_of(viewer)}, order=50)]
