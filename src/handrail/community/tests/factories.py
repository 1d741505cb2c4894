"""Places, links and activities for tests, made through the actions."""

from typing import Any

from handrail.access import RelationKind, Role, Viewer
from handrail.accounts.models import Organisation
from handrail.community import actions
from handrail.community.models import Activity, Link, Place
from handrail.community.rules import LinkStatus, PlaceKind
from handrail.people.models import Participant
from handrail.people.tests.factories import (
    TODAY,
    member,
    operator,
    organisation,
    participant,
    self_viewer,
    staff_for,
    viewer,
)
from handrail.plans.rules import SupportLevel

__all__ = [
    "TODAY",
    "activity",
    "coordinator_for",
    "link",
    "member",
    "operator",
    "organisation",
    "participant",
    "place",
    "self_viewer",
    "staff_for",
    "viewer",
    "visited",
]


def place(of: Organisation, name: str = "Money advice centre", **more: Any) -> Place:
    facts = {"name": name, "kind": PlaceKind.MONEY, **more}
    return actions.add_place(organisation_id=of.pk, facts=facts, by=operator(of))


def link(person: Participant, by: Viewer, at: Place | None = None, **more: Any) -> Link:
    return actions.ask_link(participant=person, place=at or place(person.organisation), by=by, **more)


def visited(person: Participant, by: Viewer, at: Place | None = None) -> Link:
    """Return a link whose first visit was, and whose question waits."""
    made = link(person, by, at)
    actions.change_link_status(link=made, to=LinkStatus.ACCEPTED, by=by)
    return actions.change_link_status(link=made, to=LinkStatus.VISITED, by=by)


def activity(person: Participant, by: Viewer, title: str = "Saturday art club", **more: Any) -> Activity:
    facts = {"kind": PlaceKind.CLUB, "support_wanted": SupportLevel.BESIDE_ME, **more}
    return actions.add_activity(participant=person, title=title, by=by, **facts)


def coordinator_for(person: Participant) -> Viewer:
    return staff_for(person, Role.COORDINATOR, RelationKind.COORDINATOR)
