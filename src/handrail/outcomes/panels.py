"""What outcomes offers to gathered pages: totals, with small numbers hidden."""

from handrail.access import Category, Permission, Viewer
from handrail.base.words import _
from handrail.outcomes import so_far
from handrail.people.rooms import Room
from handrail.ui import Panel

HOW_FAR = Room("outcomes:attainment", _("How far my goals came"), "chart", Category.PLAN, order=12)


def programme(viewer: Viewer, slug: str) -> list[Panel]:
    """Offer whoever sees figures how one programme goes so far, in totals."""
    if not viewer.may(Permission.OUTCOMES_READ):
        return []
    data = {"so_far": so_far.programme_so_far(viewer, slug)}
    return [Panel(_("So far, all together"), "outcomes/_programme.html", data, order=30)]
