"""One world for all walks: the demo's people with rows of every kind, and a second organisation with one person."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import cached_property
from typing import Any
from zoneinfo import ZoneInfo

from django.apps import apps
from django.test import Client

from handrail.access import Label, RelationKind, Role, Viewer, clearance_bits, scope_bits
from handrail.accounts import actions as accounts
from handrail.accounts.models import Membership, Organisation, User
from handrail.accounts.sign_in import MEMBERSHIP, OWN_RECORD
from handrail.base import clock
from handrail.demo.build import TODAY, build
from handrail.demo.day import MORNING
from handrail.people import actions as people
from handrail.people import rules
from handrail.people.models import OutsideRecord, Participant, Relation
from handrail.plans.models import Goal
from tests.matrix.tables import Route

ZONE = ZoneInfo("Europe/Berlin")
NOW = datetime.combine(TODAY, MORNING, ZONE)
DAY = timedelta(days=1)
PASSED_BY = 1000  # a source that no action writes: rows of these walks
FIRST = ("elena", "haddad", "aisha", "lind", "tomasz", "nadia", "marcus", "rosa", "daniel", "jana")
WORDS = {
    "intake:change_referral": {"step": "withdraw"},
    "intake:question": {"part": "matters", "question": "matters-most"},
    "intake:start_line": {"line": "1"},
    "safety:line_new": {"section": "signs"},
    "plans:area": {"area": "home"},
    "practice:daily": {"day": TODAY.isoformat()},
    "learning:card": {"number": "1"},
    "web:me": {"rest": "plan"},
    "catalogue:programme": {"slug": "community-based"},
    "catalogue:offer_new": {"slug": "community-based"},
    "catalogue:offer": {"slug": "community-based"},
    "catalogue:offer_close": {"slug": "community-based"},
}


@dataclass(frozen=True)
class Standing:
    """How somebody stands to a person: which relation opens what, from when to when, and where they work."""

    name: str
    kind: RelationKind | None = None
    scopes: int | None = None
    from_days: int = -30
    to_days: int | None = None
    elsewhere: bool = False  # signed in to the other organisation


def _choice(*categories: str) -> int:
    return rules.family_scopes(frozenset(one for one in rules.FAMILY_CHOICES if one in categories))


STANDINGS = {
    one.name: one
    for one in (
        *(Standing(kind.value, kind) for kind in RelationKind),
        Standing("family_contact", RelationKind.FAMILY, _choice()),
        Standing("family_week", RelationKind.FAMILY, _choice("week")),
        Standing("family_plan_week", RelationKind.FAMILY, _choice("plan", "week")),
        Standing("none"),
        Standing("other_unit"),
        Standing("revoked", RelationKind.FAMILY, to_days=0),
        Standing("ended", RelationKind.CARE_TEAM, to_days=0),
        Standing("not_yet", RelationKind.CARE_TEAM, from_days=1),
        Standing("other_organisation", RelationKind.CARE_TEAM, elsewhere=True),
    )
}


@dataclass
class World:
    """Who there is, and what stands to be asked for."""

    here: Organisation
    there: Organisation
    people: dict[str, Participant]
    stranger: Participant  # of the other organisation
    users: dict[tuple[str, bool], User] = field(default_factory=dict)
    clients: dict[Any, Client] = field(default_factory=dict)

    @cached_property
    def order(self) -> list[Participant]:
        return [self.people[key] for key in FIRST]

    def rows_of(self, model: str, person: Participant) -> Any:
        table = apps.get_model(model)
        rows = table._default_manager.filter(organisation=self.here).order_by("pk")
        if any(column.name == "participant" for column in table._meta.concrete_fields):
            rows = rows.filter(participant=person)
        return rows

    def target(self, route: Route, skip: Participant | None = None) -> Participant:
        """Return the first person who has a row for every id of the route."""
        for person in self.order:
            if person != skip and all(self.rows_of(model, person).exists() for model in route.models):
                return person
        raise LookupError(f"nobody of the world has {route.models} for {route.name}")

    def ids(self, route: Route, person: Participant) -> dict[str, str]:
        """Return what the route's path is filled with, of one person."""
        found = {} if "person_key" not in route.path else {"person_key": person.key}
        for name, model in route.ids:
            if "." in model:
                row = self.rows_of(model, person).first()
                found[name] = row.key
            else:
                found[name] = WORDS.get(route.name, {}).get(name) or "first-steps"
        return found

    def user(self, role: Role, standing: Standing) -> User:
        known = (role, standing.elsewhere)
        if known not in self.users:
            place = self.there if standing.elsewhere else self.here
            self.users[known] = accounts.add_member(
                organisation=place,
                sign_in_name=f"walks-{role}-{place.name}",
                name=f"Walking {role.title()}",
                role=role,
                by=operator(place),
            )
        return self.users[known]

    def stand(self, role: Role, standing: Standing, person: Participant) -> User:
        """Let the user of a role stand so to a person and to nobody else; with relations only, as the product has it."""
        user = self.user(role, standing)
        Relation.objects.filter(user=user).delete()
        if standing.name == "other_unit":
            self._relate(user, RelationKind.CARE_TEAM, standing, self.order[-1])
        elif standing.kind is not None:
            self._relate(user, standing.kind, standing, person)
        return user

    def _relate(self, user: User, kind: RelationKind, standing: Standing, person: Participant) -> None:
        scopes = rules.DEFAULT_SCOPES[kind] if standing.scopes is None else standing.scopes
        end = TODAY + 2 * DAY if kind == RelationKind.COORDINATOR else None  # one without an end is there already
        if standing.to_days is not None:
            end = TODAY + standing.to_days * DAY
        Relation.objects.bulk_create(
            [
                Relation(
                    organisation=self.here,
                    user=user,
                    participant=person,
                    kind=kind,
                    scopes=scopes,
                    clears=clearance_bits(kind),
                    from_on=TODAY + standing.from_days * DAY,
                    to_on=end,
                    source="walks",
                )
            ]
        )

    def client(self, user: User, own: Participant | None = None) -> Client:
        """Return a browser that the user is signed in with."""
        known = (user.pk, own and own.pk)
        if known not in self.clients:
            client = Client(raise_request_exception=True)
            client.force_login(user)
            session = client.session
            session[MEMBERSHIP] = str(Membership.objects.get(user=user).pk)
            session[OWN_RECORD] = str(own.pk) if own else ""
            session.save()
            self.clients[known] = client
        return self.clients[known]


def operator(place: Organisation) -> Viewer:
    return Viewer.operator("walks", organisation_id=place.pk, today=TODAY, zone=place.zone)


def make_world() -> World:
    """Build the demo, a third unit, a second organisation, and rows of the kinds that no story has."""
    stage = build(neighbours=0)
    with clock.clock_at(NOW):
        accounts.open_site(organisation=stage.organisation, name="South gate", by=operator(stage.organisation))
        there = accounts.found_organisation(
            name="Hilltop", zone="Europe/Berlin", language="en", currency="EUR", by=operator(stage.organisation)
        )
        stranger = people.register_participant(
            organisation=there, called="Ana", given_name="Ana", family_name="Hill", by=operator(there)
        )
        world = World(stage.organisation, there, stage.people, stranger)
        for person in world.order[:2]:
            goal = Goal.objects.filter(participant=person).first()
            people.keep_text(
                participant=person, target=goal, field="words", text="Kept words", author_id=None, language="en"
            )
            OutsideRecord.objects.create(
                organisation=world.here,
                participant=person,
                kind="goal",
                source="Clinic",
                text="Walk more",
                recorded_on=TODAY,
            )
    return world
