"""One world for all walks: the demo's people with rows of every kind, and a second organisation with one person."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import cached_property
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.apps import apps
from django.test import Client

from handrail.access import Category, RelationKind, Role, Viewer, clearance_bits
from handrail.access.decision import BEYOND_REFUSAL
from handrail.accounts import actions as accounts
from handrail.accounts.models import Membership, Organisation, User
from handrail.accounts.rules import How
from handrail.accounts.sign_in import HOW, MEMBERSHIP, OWN_RECORD
from handrail.base import clock, ids
from handrail.demo.build import TODAY, build
from handrail.demo.day import MORNING
from handrail.intake import actions as intake
from handrail.intake.models import Answer, AskedAnswer, Conversation, LateAnswer
from handrail.intake.rules import ConversationMode, GuestKind, LateReason
from handrail.measures.models import AnswerLink, Schedule
from handrail.measures.rules.links import LinkAsks, LinkWay
from handrail.people import actions as people
from handrail.people import rules
from handrail.people.models import OutsideRecord, Participant, Relation
from handrail.people.queries.access import recipient_key
from handrail.people.rules.consent import shared_scopes
from handrail.plans.models import Goal
from tests.matrix.tables import Route

ZONE = ZoneInfo("Europe/Berlin")
NOW = datetime.combine(TODAY, MORNING, ZONE)
DAY = timedelta(days=1)
THING = UUID(int=20)  # what somebody who is invited to one thing is invited to
FIRST = ("elena", "haddad", "aisha", "lind", "tomasz", "nadia", "marcus", "rosa", "daniel", "jana")
WORDS: dict[str, dict[str, str]] = {
    "intake:change_referral": {"step": "withdraw"},
    "choice:feedback": {"slug": "vocational"},
    "choice:feedback_withdraw": {"slug": "vocational"},
    "choice:funding_move": {"step": "agree"},
    "intake:meeting_change": {"do": "invite"},
    "intake:guest": {"do": "off"},
    "intake:owned": {"do": "back"},
    "intake:question": {"part": "matters", "question": "matters-most"},
    "intake:start_line": {"line": "1"},
    "intake:side": {"topics": "needs", "topic": "home"},
    "intake:sides": {"topics": "needs"},
    "intake:wish_move": {"way": "up"},
    "safety:line_new": {"section": "early_signs"},
    "plans:area": {"area": "home"},
    "practice:daily": {"day": TODAY.isoformat()},
    "learning:card": {"number": "1"},
    "measures:instrument": {"instrument": "phq9"},
    "measures:answer_of": {"letters": "b" * 24},
    "web:me": {"rest": "plan"},
    "catalogue:programme": {"slug": "community-based"},
    "catalogue:offer_new": {"slug": "community-based"},
    "catalogue:offer": {"slug": "community-based"},
    "catalogue:offer_close": {"slug": "community-based"},
}


# What a body must hold so that a closed address and a wrong button are not the same 404.
BODIES: dict[str, dict[str, str]] = {
    "practice:daily": {"do": "did"},
    "work:job_move": {"do": "begin"},
    "people:team_ask": {"ask": "team_peer"},
    "plans:kept": {"kept": "people.KeptText"},
}


CHOSEN: dict[str, dict[str, Any]] = {"intake:kept": {"object_kind": "intake.answer"}}


@dataclass(frozen=True)
class Standing:
    """How somebody stands to a person: which relation opens what, from when to when, and where they work."""

    name: str
    kinds: tuple[RelationKind, ...] = ()
    scopes: int | None = None
    from_days: int = -30
    to_days: int | None = None
    elsewhere: bool = False  # signed in to the other organisation
    refused: int = 0  # what the person refuses them
    agreed: int = rules.EVERYTHING  # what every guardian may see, while two of them disagree
    in_emergency: bool = False  # asked by the page of an opening alone; no walk over ordinary pages asks so
    by_invitation: bool = False  # asked by the page of an invitation alone, about the thing that it is for

    def given(self, kind: RelationKind) -> int:
        """Return what a relation of this kind was given, before any refusal."""
        return rules.DEFAULT_SCOPES[kind] if self.scopes is None else self.scopes

    def reach(self, kind: RelationKind) -> int:
        """Return what is left of it: what a relation holds once refusals and guardians are settled."""
        left = self.given(kind) & (self.agreed if kind == RelationKind.GUARDIAN else rules.EVERYTHING)
        return left if kind in BEYOND_REFUSAL else left & ~self.refused


def _choice(*categories: str) -> int:
    return shared_scopes(Category(one) for one in categories)


STANDINGS = {
    one.name: one
    for one in (
        *(Standing(kind.value, (kind,)) for kind in RelationKind),
        Standing("emergency_opened", (RelationKind.EMERGENCY,), in_emergency=True),
        Standing("invited_opened", (RelationKind.INVITED,), by_invitation=True),
        Standing(
            "peer_pairing", (RelationKind.PEER,), rules.DEFAULT_SCOPES[RelationKind.PEER] | Category.PEERS.bit
        ),
        Standing("family_contact", (RelationKind.FAMILY,), _choice()),
        Standing("family_week", (RelationKind.FAMILY,), _choice("week")),
        Standing("family_plan_week", (RelationKind.FAMILY,), _choice("plan", "week")),
        Standing(
            "family_asked",
            (RelationKind.FAMILY,),
            rules.DEFAULT_SCOPES[RelationKind.FAMILY] | Category.ASKED.bit,
        ),
        Standing("refused", tuple(RelationKind), refused=rules.EVERYTHING),
        Standing("guardians_disagree", (RelationKind.GUARDIAN,), agreed=Category.PLAN.bit),
        Standing("none"),
        Standing("other_unit"),
        Standing("revoked", (RelationKind.FAMILY, RelationKind.GUARDIAN), to_days=0),
        Standing("ended", tuple(RelationKind), to_days=0),
        Standing("not_yet", tuple(RelationKind), from_days=1),
        Standing("other_organisation", tuple(RelationKind), elsewhere=True),
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

    def target_or_none(self, route: Route, skip: Participant) -> Participant | None:
        """Return somebody else who has a row for every id of the route, if there is one."""
        try:
            return self.target(route, skip)
        except LookupError:
            return None

    def row(self, route: Route, model: str, person: Participant) -> Any:
        """Return the row of a table that stands in a route's address."""
        return self.rows_of(model, person).filter(**CHOSEN.get(route.name, {})).first()

    def ids(self, route: Route, person: Participant) -> dict[str, str]:
        """Return what the route's path is filled with, of one person."""
        found = {} if "person_key" not in route.path else {"person_key": person.key}
        for name, model in route.ids:
            if "." in model:
                found[name] = self.row(route, model, person).key
            elif name == "who":
                found[name] = self.recipient(person)
            else:
                found[name] = WORDS.get(route.name, {}).get(name) or "a-budget"
        return found

    def recipient(self, person: Participant) -> str:
        """Return how the person's pages call the one who coordinates."""
        named = Relation.objects.filter(participant=person, kind=RelationKind.COORDINATOR, to_on__isnull=True)
        return recipient_key(person.pk, named.get().user_id)

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

    def body(self, route: Route, person: Participant) -> dict[str, str]:
        """Return an empty body but for what names the object: keys of rows, and the word of a button."""
        told = BODIES.get(route.name, {})
        return {
            name: self.rows_of(value, person).first().key if "." in value else value
            for name, value in told.items()
        }

    def stand(self, role: Role, standings: Iterable[Standing], person: Participant) -> User:
        """Let the user of a role stand so to a person, in every way of ``standings`` at once, and to nobody else."""
        user = None
        for number, standing in enumerate(standings):
            user = self.user(role, standing)
            if number == 0:
                Relation.objects.filter(user=user).delete()
            if standing.name == "other_unit":
                other = next(one for one in reversed(self.order) if one != person)
                self._relate(user, RelationKind.CARE_TEAM, standing, other)
            for kind in standing.kinds:
                self._relate(user, kind, standing, person)
        return user

    def _relate(self, user: User, kind: RelationKind, standing: Standing, person: Participant) -> None:
        scopes = standing.reach(kind)
        end = (
            TODAY + 2 * DAY if kind == RelationKind.COORDINATOR else None
        )  # one without an end is there already
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
                    withheld=standing.given(kind) & ~scopes,
                    clears=clearance_bits(kind),
                    thing=THING if kind == RelationKind.INVITED else None,
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
            session[HOW] = str(How.DEMO)  # a walk takes longer than a page may lie still
            session[OWN_RECORD] = str(own.pk) if own else ""
            session.save()
            client.get("/leave")  # the first request of a client also asks what kind of place this is
            self.clients[known] = client
        return self.clients[known]


def _several_meet(person: Participant, place: Organisation) -> None:
    """Let the coordinator see to a part of the person's conversation, and an interpreter come to a first meeting."""
    named = Relation.objects.get(participant=person, kind=RelationKind.COORDINATOR, to_on=None)
    held = Conversation.objects.filter(participant=person).first() or intake.start_conversation(
        participant=person, mode=ConversationMode.TOGETHER, by=operator(place)
    )
    owned = intake.give_part(conversation=held, part="strengths", owner=named.user, by=operator(place))
    AskedAnswer.objects.create(
        organisation=place,
        participant=person,
        conversation=held,
        question="good-at",
        question_version=1,
        locale="en",
        text="Mends bicycles",
        author_kind=owned.kind,
        author=named.user,
    )
    LateAnswer.objects.create(
        organisation=place,
        participant=person,
        conversation=held,
        op_id=ids.uuid7(),
        question="good-at",
        question_version=1,
        locale="en",
        text="Draws maps",
        author_kind=owned.kind,
        author=named.user,
        reason=LateReason.NEWER,
        written_at=NOW - DAY,
        arrived_at=NOW,
    )
    meeting = intake.ask_joint_meeting(participant=person, by=operator(place))
    interpreter = intake.Guest(GuestKind.INTERPRETER, name="Bulgarian")
    intake.invite(meeting=meeting, guest=interpreter, by=operator(place))


def operator(place: Organisation) -> Viewer:
    return Viewer.operator("walks", organisation_id=place.pk, today=TODAY, zone=place.zone)


def make_world() -> World:
    """Build the demo, a third unit, a second organisation, and rows of the kinds that no story has."""
    stage = build(neighbours=0)
    with clock.clock_at(NOW):
        accounts.open_site(
            organisation=stage.organisation, name="South gate", by=operator(stage.organisation)
        )
        there = accounts.found_organisation(
            name="Hilltop",
            zone="Europe/Berlin",
            language="en",
            currency="EUR",
            by=operator(stage.organisation),
        )
        stranger = people.register_participant(
            organisation=there, called="Ana", given_name="Ana", family_name="Hill", by=operator(there)
        )
        world = World(stage.organisation, there, stage.people, stranger)
        for person in world.order[:2]:
            for kind in (Goal, Answer):
                people.keep_text(
                    participant=person,
                    target=kind.objects.filter(participant=person).first(),
                    field="words",
                    text=f"Kept of {kind.__name__}",
                    author_id=None,
                    language="en",
                )
            _several_meet(person, stage.organisation)
            OutsideRecord.objects.create(
                organisation=world.here,
                participant=person,
                kind="goal",
                source="Clinic",
                status="active",
                text="Walk more",
                recorded_on=TODAY,
            )
        _hand_out_links(world)
    return world


def _hand_out_links(world: World) -> None:
    """Let a link have gone out for everything that is asked of anybody."""
    for plan in Schedule.objects.running().filter(organisation=world.here):
        AnswerLink.objects.create(
            organisation=world.here,
            participant_id=plan.participant_id,
            label=AnswerLink.default_label,
            schedule=plan,
            way=LinkWay.PAPER,
            asks=LinkAsks.BIRTH,
            expires_at=NOW + DAY,
        )
