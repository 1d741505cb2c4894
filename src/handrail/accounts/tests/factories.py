"""A place and its members for tests: made through the actions."""

from datetime import date
from itertools import count
from typing import Any

from handrail.access import Role, Viewer
from handrail.accounts import actions
from handrail.accounts.models import Organisation, User

TODAY = date(2026, 10, 20)
PASSWORD = "marigold rail beside me"
_numbers = count(1)


def operator() -> Viewer:
    return Viewer.operator("tests", today=TODAY)


def organisation(name: str = "Riverside") -> Organisation:
    return actions.found_organisation(
        name=name, zone="Europe/Berlin", language="en", currency="EUR", by=operator()
    )


def member(place: Organisation, role: Role = Role.SPECIALIST, **more: Any) -> User:
    facts = {"sign_in_name": f"member-{next(_numbers)}", "name": "Sasha Okafor", **more}
    return actions.add_member(organisation=place, role=role, by=operator(), **facts)


def viewer(user: User, role: Role = Role.SPECIALIST) -> Viewer:
    place = user.memberships.get().organisation
    return Viewer(
        actor="user",
        today=TODAY,
        user_id=user.pk,
        organisation_id=place.pk,
        role=role,
        name=user.name,
        zone=place.zone,
    )
