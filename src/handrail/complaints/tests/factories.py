"""A place where complaints are heard, and letters in it, made through the actions."""

from dataclasses import dataclass
from typing import Any

from handrail.access import RelationKind, Role, Viewer
from handrail.accounts.models import User
from handrail.complaints import actions
from handrail.complaints.models import Complaint
from handrail.people.models import Participant
from handrail.people.tests import factories as people


@dataclass(frozen=True)
class House:
    """Elena, her father, her coordinator, her specialist, a manager and an administrator."""

    elena: Participant
    me: Viewer
    ravi: Viewer
    dana: Viewer
    sasha: Viewer
    margit: Viewer
    admin: Viewer

    def user(self, viewer: Viewer) -> User:
        return User.objects.get(pk=viewer.user_id)


def house() -> House:
    place = people.organisation()
    elena = people.participant(place)

    def colleague(role: Role, name: str) -> Viewer:
        return people.viewer(people.member(place, role, name), place, role)

    return House(
        elena=elena,
        me=people.self_viewer(elena),
        ravi=people.staff_for(elena, Role.FAMILY, RelationKind.FAMILY),
        dana=people.staff_for(elena, Role.COORDINATOR, RelationKind.COORDINATOR),
        sasha=people.staff_for(elena),
        margit=colleague(Role.MANAGER, "Margit"),
        admin=colleague(Role.ADMINISTRATOR, "Piotr"),
    )


def letter(at: House, *, by: Viewer | None = None, hearer: Viewer | None = None, **more: Any) -> Complaint:
    return actions.send_complaint(
        words=more.pop("words", "Nobody asked me first."),
        hearer=at.user(hearer or at.margit),
        by=by or at.me,
        **more,
    )
