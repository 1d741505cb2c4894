"""People for tests: made through the actions, so that rows have the product's shape."""

from datetime import date
from itertools import count
from typing import Any
from uuid import uuid4

from handrail.access import RelationKind, Role, Viewer
from handrail.accounts import actions as accounts
from handrail.accounts.models import Organisation, User
from handrail.people import actions as people
from handrail.people.models import Participant

TODAY = date(2026, 10, 20)
_numbers = count(1)


def operator(organisation: Organisation | None = None) -> Viewer:
    return Viewer.operator("tests", organisation_id=organisation.pk if organisation else None, today=TODAY)


def organisation(name: str = "Riverside") -> Organisation:
    return accounts.found_organisation(
        name=name, zone="Europe/Berlin", language="en", currency="EUR", by=operator()
    )


def member(place: Organisation, role: Role, name: str = "") -> User:
    number = next(_numbers)
    return accounts.add_member(
        organisation=place,
        sign_in_name=f"{role}-{number}",
        name=name or f"{role.title()} {number}",
        role=role,
        by=operator(place),
    )


def viewer(user: User, place: Organisation, role: Role, **more: Any) -> Viewer:
    return Viewer(
        actor="user",
        today=TODAY,
        user_id=user.pk,
        organisation_id=place.pk,
        role=role,
        name=user.name,
        zone=place.zone,
        **more,
    )


def participant(place: Organisation, called: str = "Elena", family_name: str = "Nair") -> Participant:
    return people.register_participant(
        organisation=place, called=called, given_name=called, family_name=family_name, by=operator(place)
    )


def staff_for(
    person: Participant, role: Role = Role.SPECIALIST, kind: RelationKind = RelationKind.CARE_TEAM
) -> Viewer:
    """Return the viewer of a colleague who may open the person's record."""
    user = member(person.organisation, role)
    thing = uuid4() if kind == RelationKind.INVITED else None
    people.open_relation(
        participant=person, user=user, kind=kind, thing=thing, by=operator(person.organisation)
    )
    return viewer(user, person.organisation, role)


def self_viewer(person: Participant) -> Viewer:
    """Return the viewer of the person, on their own record."""
    user = member(person.organisation, Role.PARTICIPANT, person.called)
    people.open_relation(
        participant=person, user=user, kind=RelationKind.SELF, by=operator(person.organisation)
    )
    return viewer(user, person.organisation, Role.PARTICIPANT, participant_id=person.pk)
