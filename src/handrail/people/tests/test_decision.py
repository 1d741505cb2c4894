"""The filter that lists and pages use finds exactly what the one decision allows, in any world."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from handrail.access import Category, Label, Permission, RelationKind, Role, Viewer, scope_bits
from handrail.access.decision import Facts, Opening, decide
from handrail.people.models import KeptText, Participant, Relation
from handrail.people.opened import Opened
from handrail.people.tests import factories

TODAY = factories.TODAY
pytestmark = pytest.mark.django_db

some_days = st.integers(-2, 2).map(lambda days: TODAY + timedelta(days=days))
some_scopes = st.frozensets(st.sampled_from(Category), max_size=3) | st.just(frozenset(Category))
some_labels = st.frozensets(st.sampled_from(Label))


@st.composite
def openings(draw):
    """Up to four relations; of one kind at most one without an end, as the database demands."""
    found, endless = [], set()
    for _number in range(draw(st.integers(0, 4))):
        kind, first = draw(st.sampled_from(RelationKind)), draw(some_days)
        last = draw(st.none() | some_days.map(lambda day, first=first: max(day, first)))
        if last is None and kind in endless:
            last = first
        endless |= {kind} if last is None else set()
        found.append(Opening(kind, draw(some_scopes), draw(some_labels), first, last))
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
            object_id=uuid4(),
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
)
def test_the_filter_finds_what_the_decision_allows(world, rows, role, category, is_here):
    stand(world, rows, world["asks"])
    place = world["here"] if is_here else world["there"]
    viewer = Viewer(actor="user", today=TODAY, user_id=world["asks"].pk, organisation_id=place.pk, role=role)
    facts = {
        "role": role,
        "permission": Permission.RECORD_READ,
        "today": TODAY,
        "same_organisation": is_here,
        "openings": rows,
    }
    kept = KeptText.objects.filter(Opened(viewer, category.bit), organisation_id=place.pk)
    allowed = {label for label in Label if decide(Facts(category=category, label=label, **facts)).allow}
    assert {(row.participant_id, row.label) for row in kept} == {
        (world["person"].pk, label) for label in allowed
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
