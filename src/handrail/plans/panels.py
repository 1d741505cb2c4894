"""What the plan offers to gathered pages."""

from datetime import date

from handrail.access import Category, Permission, Viewer
from handrail.base.words import _
from handrail.people.models import Participant
from handrail.people.queries import without_coordinator
from handrail.people.rooms import Room
from handrail.plans import queries
from handrail.ui import Panel

SHOWN = 10
ROOMS = (
    Room("plans:plan", _("Plan"), "path", Category.PLAN, order=10),
    Room("plans:glance", _("Life at a glance"), "leaf", Category.PLAN, order=15),
)


def person(viewer: Viewer, participant: Participant) -> list[Panel]:
    """Return the plan in a few lines for the page of one person; nothing when the plan is closed to the viewer."""
    plan = queries.short_plan(viewer, participant)
    if plan is None:
        return [Panel(_("Plan"), "plans/panel_none.html", {"participant": participant}, order=20)]
    return [Panel(_("Plan"), "plans/panel_person.html", {"plan": plan}, order=20)]


def today(viewer: Viewer, day: date) -> list[Panel]:
    """Return what a coordinator prepares: look backs in 14 days, people nobody coordinates, same step since."""
    if not viewer.may(Permission.COORDINATE):
        return []
    data = {
        "day": day,
        "due": queries.look_backs_due(viewer, within_days=14)[:SHOWN],
        "alone": list(without_coordinator(viewer)[:SHOWN]),
        "same": queries.same_step_since(viewer)[:SHOWN],
        "wishes": queries.wishes_without_step(viewer, at_most=SHOWN),
    }
    return [Panel(_("Look back together"), "plans/panel_today.html", data, order=30)]
