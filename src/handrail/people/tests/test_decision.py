"""The filter that lists and pages use finds exactly what the one decision allows, in any world."""

from dataclasses import replace
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from handrail.access import CLEARANCE, Category, Label, Permission, RelationKind, Role, Viewer, scope_bits
from handrail.access.decision import Facts, Opening, Reason, decide
from handrail.people import actions
from handrail.people.models import (
    AccessTask,
    AccessTaskStatusChange,
    Consent,
    ConsentStatusChange,
    ConsentYes,
    GuardianGrant,
    KeptText,
    Participant,
    Refusal,
    Relation,
)
from handrail.people.opened import Opened
from handrail.people.rules.consent import SHAREABLE, ConsentStatus, Voice, Way
from handrail.people.rules.guardians import GUARDIAN_AREAS, GuardianBasis
from handrail.people.tests import factories

TODAY = factories.TODAY
pytestmark = pytest.mark.django_db

some_days = st.integers(-2, 2).map(lambda days: TODAY + timedelta(days=days))
some_scopes = st.frozensets(st.sampled_from(Category), max_size=3) | st.just(frozenset(Category))
some_labels = st.frozensets(st.sampled_from(Label))
THINGS = (UUID(int=1), UUID(int=2))  # what somebody can be invited to: rows are of the first one


@st.composite
def openings(draw):
    """Up to four relations; of one kind at most one without an end, as the database demands; invitations to one of two."""
    found, endless = [], set()
    for _number in range(draw(st.integers(0, 4))):
        kind, first = draw(st.sampled_from(RelationKind)), draw(some_days)
        last = draw(st.none() | some_days.map(lambda day, first=first: max(day, first)))
        if last is None and kind in endless:
            last = first
        endless |= {kind} if last is None else set()
        thing = draw(st.sampled_from(THINGS)) if kind == RelationKind.INVITED else None
        found.append(Opening(kind, draw(some_scopes), draw(some_labels), first, last, thing))
    return tuple(found)


@pytest.fixture
def world():
    """Two places, a person in one, rows about them under each label, and a stranger whose relations are noise."""
    here, there = factories.organisation(), factories.organisation("Hilltop")
    person, other = factories.participant(here), factories.participant(here, "Rosa", "Silva")
    rows = [
        KeptText.objects.create(
            organisation=here,
            participant=one,
            label=label,
            object_kind="goal",
            object_id=THINGS[0],
            field="words",
            text="Paint",
        )
        for one in (person, other)
        for label in Label
    ]
    asks, stranger = (factories.member(here, Role.SPECIALIST) for _ in range(2))
    return {"here": here, "there": there, "person": person, "rows": rows, "asks": asks, "stranger": stranger}


def stand(world: dict[str, Any], rows: tuple[Opening, ...], user: Any) -> None:
    Relation.objects.filter(participant=world["person"]).delete()
    for who in (user, world["stranger"]):
        Relation.objects.bulk_create(
            Relation(
                organisation=world["here"],
                participant=world["person"],
                user=who,
                kind=one.kind,
                scopes=scope_bits(one.scopes) if who is user else scope_bits(frozenset(Category)),
                clears=sum(one.clears) if who is user else sum(Label),
                thing=one.thing,
                from_on=one.from_on,
                to_on=one.to_on if who is user or one.kind != RelationKind.COORDINATOR else one.from_on,
                source="tests",
            )
            for one in rows
        )


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    rows=openings(),
    role=st.sampled_from(Role) | st.none(),
    category=st.sampled_from(Category),
    is_here=st.booleans() | st.just(True),
    in_emergency=st.booleans(),
    by_invitation=st.booleans(),
)
def test_the_filter_finds_what_the_decision_allows(
    world, rows, role, category, is_here, in_emergency, by_invitation
):
    stand(world, rows, world["asks"])
    place = world["here"] if is_here else world["there"]
    viewer = Viewer(
        actor="user",
        today=TODAY,
        user_id=world["asks"].pk,
        organisation_id=place.pk,
        role=role,
        in_emergency=in_emergency,
        by_invitation=by_invitation,
    )
    facts = {
        "role": role,
        "in_emergency": in_emergency,
        "by_invitation": by_invitation,
        "permission": Permission.RECORD_READ,
        "today": TODAY,
        "same_organisation": is_here,
        "openings": rows,
    }
    for column, thing in (
        ("object_id", THINGS[0]),
        ("", None),
    ):  # rows of one thing, and of a table without things
        kept = KeptText.objects.filter(Opened(viewer, category.bit, column), organisation_id=place.pk)
        said = (Facts(category=category, label=label, thing=thing, **facts) for label in Label)
        assert {(row.participant_id, row.label) for row in kept} == {
            (world["person"].pk, one.label) for one in said if decide(one).allow
        }
    of_plan = {label for label in Label if decide(Facts(category=Category.PLAN, label=label, **facts)).allow}
    assert {row.label for row in KeptText.objects.visible_to(viewer)} == of_plan
    known = decide(Facts(category=None, label=None, **facts)).allow
    people = {world["person"]} if known else set()
    for in_order in (False, True):
        assert {
            row.label for row in KeptText.objects.all().among_people_of(viewer, in_order=in_order)
        } == of_plan
        assert set(Participant.objects.visible_to(viewer, in_order=in_order)) == people


# ---------- worlds that are made through the actions ----------

STAFF_KINDS = (
    RelationKind.CARE_TEAM,
    RelationKind.COORDINATOR,
    RelationKind.SUPERVISOR,
    RelationKind.GROUP,
    RelationKind.ON_CALL,
    RelationKind.EMERGENCY,
    RelationKind.PEER,
)
few = st.frozensets(st.sampled_from(Category), max_size=4)
deeds = st.one_of(
    st.tuples(st.just("open"), st.sampled_from(STAFF_KINDS), few, st.none() | some_days),
    st.tuples(st.just("wider"), few),
    st.tuples(st.just("close"), st.integers(0, 3)),
    st.tuples(st.just("refuse"), few | st.none()),
    st.tuples(st.just("lift")),
    st.tuples(st.just("consent"), st.frozensets(st.sampled_from(list(SHAREABLE)), max_size=3)),
    st.tuples(st.just("invite"), st.sampled_from(THINGS), st.integers(1, 3)),
    st.tuples(st.just("withdraw")),
    st.tuples(st.just("guardian"), st.frozensets(st.sampled_from(GUARDIAN_AREAS), min_size=1, max_size=4)),
    st.tuples(st.just("other_guardian"), st.frozensets(st.sampled_from(GUARDIAN_AREAS), min_size=1)),
    st.tuples(st.just("settle")),
)


class Book:
    """What was given and refused, kept beside the product by hand: the facts of the decision."""

    def __init__(self, world: dict[str, Any]) -> None:
        self.person, self.user, self.other = world["person"], world["asks"], world["stranger"]
        self.by = factories.operator(self.person.organisation)
        self.given: dict[Any, Opening] = {}
        self.refused: frozenset[Category] = frozenset()
        self.grants: dict[str, frozenset[Category]] = {}
        self.conflict = False

    def note(self, relation: Relation, scopes: frozenset[Category]) -> None:
        if relation.pk in self.given:  # it was open already and stays as it is
            return
        kind = RelationKind(relation.kind)
        self.given[relation.pk] = Opening(
            kind, scopes, CLEARANCE[kind], relation.from_on, relation.to_on, relation.thing
        )

    def close(self, pk: Any) -> None:
        self.given[pk] = replace(self.given[pk], to_on=TODAY)

    def open(self, kind: RelationKind, scopes: frozenset[Category], first: Any) -> None:
        relation = actions.open_relation(
            participant=self.person,
            user=self.user,
            kind=kind,
            scopes=scope_bits(scopes),
            from_on=first,
            by=self.by,
        )
        self.note(relation, scopes)

    def standing(self) -> list[Relation]:
        rows = Relation.objects.filter(pk__in=self.given).order_by("pk")
        return [row for row in rows if row.to_on is None]

    def wider(self, more: frozenset[Category]) -> None:
        for row in self.standing()[:1]:
            actions.open_wider(relation=row, categories=more)
            before = self.given[row.pk]
            self.given[row.pk] = replace(before, scopes=before.scopes | more)

    def close_one(self, index: int) -> None:
        for row in self.standing()[index : index + 1]:
            if row.from_on <= TODAY:
                actions.close_relation(relation=row, by=self.by)
                self.close(row.pk)

    def refuse(self, categories: frozenset[Category] | None) -> None:
        if categories != frozenset():
            actions.refuse(participant=self.person, user=self.user, categories=categories, by=self.by)
            self.refused = frozenset(Category) if categories is None else categories

    def lift(self) -> None:
        for refusal in Refusal.objects.filter(participant=self.person, user=self.user, lifted_on=None):
            actions.lift_refusal(refusal=refusal, by=self.by)
            self.refused = frozenset()

    def consent(self, opens: frozenset[Category]) -> None:
        consent = actions.give_consent(
            participant=self.person,
            recipient=actions.Recipient(user=self.user),
            terms=actions.Terms(opens=opens, yeses={Voice.PERSON: Way.SPOKEN}, present="Dana"),
            by=self.by,
        )
        for pk, one in self.given.items():
            if one.kind == RelationKind.FAMILY and one.is_open(TODAY):
                self.close(pk)
        self.note(consent.relation, opens | {Category.CONTACT})

    def invite(self, thing: UUID, ahead: int) -> None:
        consent = actions.new_consent(
            participant=self.person,
            recipient=actions.Recipient(user=self.user),
            terms=actions.Terms(
                opens=frozenset({Category.PLAN}),
                yeses={Voice.PERSON: Way.SPOKEN},
                to_on=TODAY + timedelta(days=ahead),
                present="Dana",
                only=actions.OneThing(thing, "One goal."),
            ),
            by=self.by,
        )
        for pk, one in self.given.items():
            if one.thing == thing and one.is_open(TODAY):
                self.close(pk)
        self.note(consent.relation, frozenset({Category.PLAN}))

    def withdraw(self) -> None:
        for consent in Consent.objects.filter(participant=self.person, status=ConsentStatus.GIVEN):
            actions.withdraw_consent(consent=consent, by=self.by)
            self.close(consent.relation_id)

    def guardian(self, who: str, areas: frozenset[Category]) -> None:
        user = self.user if who == "user" else self.other
        if who in self.grants:
            return
        grant = actions.grant_guardian(
            participant=self.person,
            user=user,
            basis=GuardianBasis.PARENT,
            areas=areas,
            is_free=True,
            by=self.by,
        )
        self.grants[who] = areas
        if who == "user":
            self.note(grant.relation, areas)
        self.conflict = self.conflict or len(set(self.grants.values())) > 1

    def settle(self) -> None:
        for task in AccessTask.objects.filter(participant=self.person, status="open"):
            actions.settle_task(task=task, answer="As the papers say.", by=self.by)
        self.conflict = False

    def do(self, deed: tuple[Any, ...]) -> None:
        name, *told = deed
        if name in ("guardian", "other_guardian"):
            self.guardian("user" if name == "guardian" else "other", *told)
        else:
            {"close": self.close_one}.get(name, getattr(self, name))(*told)

    @property
    def agreed(self) -> frozenset[Category]:
        agreed = frozenset(Category)
        for areas in self.grants.values():
            agreed &= areas
        return agreed if self.conflict else frozenset(Category)


@settings(
    max_examples=25,
    deadline=None,
    phases=[Phase.generate],
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(
    done=st.lists(deeds, max_size=7),
    role=st.sampled_from(Role),
    ahead=st.integers(0, 2),
    in_emergency=st.booleans(),
    by_invitation=st.booleans(),
)
def test_after_any_deeds_the_filter_finds_what_the_decision_allows(
    world, done, role, ahead, in_emergency, by_invitation
):
    for table in (AccessTaskStatusChange, AccessTask, ConsentYes, ConsentStatusChange, Consent):
        table.objects.filter(participant=world["person"]).delete()
    for table in (GuardianGrant, Refusal, Relation):
        table.objects.filter(participant=world["person"]).delete()
    book = Book(world)
    for deed in done:
        book.do(deed)
    day = TODAY + timedelta(days=ahead)
    viewer = Viewer(
        actor="user",
        today=day,
        user_id=world["asks"].pk,
        organisation_id=world["here"].pk,
        role=role,
        in_emergency=in_emergency,
        by_invitation=by_invitation,
    )
    facts = {
        "role": role,
        "in_emergency": in_emergency,
        "by_invitation": by_invitation,
        "permission": Permission.RECORD_READ,
        "today": day,
        "openings": tuple(book.given.values()),
        "refused": book.refused,
        "guardians_agree": book.agreed,
    }
    for category in Category:
        for column, thing in (("object_id", THINGS[0]), ("", None)):
            kept = KeptText.objects.filter(
                Opened(viewer, category.bit, column), organisation_id=world["here"].pk
            )
            said = (Facts(category=category, label=label, thing=thing, **facts) for label in Label)
            allowed = {one.label for one in said if decide(one).allow}
            assert {row.label for row in kept if row.participant_id == world["person"].pk} == allowed, (
                category
            )
    known = decide(Facts(category=None, label=None, **facts)).allow
    assert set(Participant.objects.visible_to(viewer)) == ({world["person"]} if known else set())


@pytest.mark.hazard("H-10")
def test_a_no_is_stronger_than_a_yes_but_for_oneself_and_an_emergency():
    def asked(kind, role, in_emergency=False):
        one = Opening(kind, frozenset({Category.PLAN}), CLEARANCE[kind], TODAY)
        return decide(
            Facts(
                role, Permission.RECORD_READ, TODAY, Category.PLAN, Label.NORMAL, openings=(one,),
                refused=frozenset(Category), in_emergency=in_emergency,
            )
        )  # fmt: skip

    assert asked(RelationKind.CARE_TEAM, Role.SPECIALIST).reason == Reason.REFUSED
    assert asked(RelationKind.FAMILY, Role.FAMILY).reason == Reason.REFUSED
    assert asked(RelationKind.SELF, Role.PARTICIPANT).allow
    assert asked(RelationKind.EMERGENCY, Role.SPECIALIST, in_emergency=True).allow
    assert asked(RelationKind.EMERGENCY, Role.SPECIALIST).reason == Reason.RELATION
    assert asked(RelationKind.CARE_TEAM, Role.SPECIALIST, in_emergency=True).reason == Reason.RELATION
