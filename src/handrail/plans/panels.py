"""What the plan offers to gathered pages."""

from datetime import date

from handrail.access import Category, Permission, Viewer
from handrail.base.words import _
from handrail.people.kept import keeps
from handrail.people.models import Participant
from handrail.people.queries import uncoordinated_list
from handrail.people.rooms import Room
from handrail.plans import queries
from handrail.plans.hooks import AreaFact
from handrail.plans.models import CareTask, HealthEvent
from handrail.plans.rules import LifeArea
from handrail.ui import Panel
from handrail.ui.addresses import address
from handrail.ui.dates import day as day_words

SHOWN = 10
CARE_SLUG = "integrated"
ROOMS = (
    Room("plans:plan", _("Plan"), "path", Category.PLAN, order=10),
    Room("plans:glance", _("Life at a glance"), "leaf", Category.PLAN, order=15),
    Room("plans:roles", _("Roles"), "brush", Category.PLAN, order=16),
    Room("plans:health", _("Health and care"), "heart", Category.HEALTH, order=65),
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
        "alone": uncoordinated_list(viewer, at_most=SHOWN),
        "same": queries.same_step_since(viewer)[:SHOWN],
        "wishes": queries.wishes_without_step(viewer, at_most=SHOWN),
    }
    return [Panel(_("Look back together"), "plans/panel_today.html", data, order=30)]


def tasks_today(viewer: Viewer, day: date) -> list[Panel]:
    """Return the open tasks that the viewer does, and to coordinators those that nobody does."""
    if not (viewer.may(Permission.TODAY) and viewer.may(Permission.RECORD_READ)):
        return []
    mine = queries.own_tasks(viewer, at_most=SHOWN)
    alone = queries.tasks_without_owner(viewer, at_most=SHOWN)
    if not (mine or alone):
        return []
    return [Panel(_("Tasks"), "plans/panel_tasks.html", {"mine": mine, "alone": alone}, order=25)]


def tasks_week(viewer: Viewer, participant: Participant, monday: date) -> list[Panel]:
    """Return the person's own open tasks, for their own week."""
    if viewer.participant_id != participant.pk or not keeps(viewer, participant, CareTask):
        return []
    mine = queries.own_tasks(viewer, at_most=SHOWN)
    return [Panel(_("My tasks"), "plans/panel_my_tasks.html", {"mine": mine}, order=44)] if mine else []


def tasks_person(viewer: Viewer, participant: Participant) -> list[Panel]:
    """Return the open tasks around a person, for the page about them."""
    if not viewer.is_staff or not keeps(viewer, participant, CareTask):
        return []
    rows = [one for one in queries.tasks_of_person(viewer, participant) if one.is_open]
    data = {"tasks": rows[:SHOWN], "person_key": participant.key}
    return [Panel(_("Who does what"), "plans/panel_person_tasks.html", data, order=65)] if rows else []


def programme(viewer: Viewer, slug: str) -> list[Panel]:
    """Return to staff tasks and health events in totals, on the page of integrated care."""
    if slug != CARE_SLUG or not viewer.is_staff or not viewer.may(Permission.PEOPLE_READ):
        return []
    return [
        Panel(
            _("Tasks and events"), "plans/panel_care.html", {"totals": queries.care_totals(viewer)}, order=40
        )
    ]


def health_facts(viewer: Viewer, participant: Participant) -> list[AreaFact]:
    """Say the newest health event, for the area health of My life at a glance."""
    found = queries.newest_event(viewer, participant) if keeps(viewer, participant, HealthEvent) else None
    if found is None:
        return []
    text = f"{found.kind}, {day_words(found.row.happened_on, weekday=False)}"
    return [AreaFact(LifeArea.HEALTH, text, address("plans:health", participant.key))]


def programme_roles(viewer: Viewer | None, slug: str) -> list[Panel]:
    """Return how many roles people have, want and made a goal, to staff, on the recovery-focused row."""
    if slug != "aim" or viewer is None or not viewer.is_staff:
        return []
    return [Panel(_("Roles"), "plans/panel_roles.html", {"totals": queries.role_totals(viewer)}, order=50)]
