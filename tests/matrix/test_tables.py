"""The two reviewed tables against the code: every route has its row, every cell is what decision and database say."""

from datetime import timedelta

import pytest
from django.apps import apps
from django.urls import URLPattern, URLResolver, get_resolver

from handrail.access import (
    CLEARANCE,
    ROLES,
    Category,
    Label,
    Permission,
    RelationKind,
    Role,
    Viewer,
)
from handrail.access.decision import Facts, Opening, decide
from handrail.base import clock
from handrail.people import rules
from handrail.people.models import KeptText, Participant
from handrail.people.opened import Opened
from handrail.people.tests import factories
from tests.matrix import tables, world
from tests.matrix.world import STANDINGS, Standing

ALL_ROLES = [str(role) for role in Role]
ALL_CATEGORIES = [str(category) for category in Category]


def addresses(patterns, prefix="/", namespace=""):
    for one in patterns:
        if isinstance(one, URLResolver):
            inner = f"{namespace}{one.namespace}:" if one.namespace else namespace
            yield from addresses(one.url_patterns, prefix + str(one.pattern), inner)
        elif isinstance(one, URLPattern):
            yield f"{namespace}{one.name}", prefix + str(one.pattern), one.callback


def served():
    return {
        name: (path, view) for name, path, view in addresses(get_resolver("handrail.web.urls").url_patterns)
    }


# --- routes.csv ------------------------------------------------------------------------------------------------------


def test_every_route_has_one_row_and_every_row_a_route():
    named = [route.name for route in tables.routes()]
    assert len(named) == len(set(named))
    assert set(named) == set(served())


def test_every_row_says_the_address_and_the_guard_of_its_route():
    found = served()
    wrong = [
        (route.name, route.path, route.permission)
        for route in tables.routes()
        if (route.path, route.permission)
        != (found[route.name][0], str(found[route.name][1].required_permission or "public"))
    ]
    assert wrong == []


@pytest.mark.parametrize("route", tables.routes(), ids=lambda route: route.name)
def test_a_row_names_what_it_stands_for(route):
    assert set(route.methods) <= {"GET", "POST"} and route.methods
    assert route.permission == "public" or route.permission in list(Permission)
    assert route.about in ("person", "list", "nobody")
    assert (route.about == "person") == route.path.startswith("/people/<str:person_key>")
    assert bool(route.categories) == (route.about == "person")
    assert set(route.categories) <= set(ALL_CATEGORIES)
    assert all(apps.get_model(model) for model in route.models)


# --- decisions.csv ---------------------------------------------------------------------------------------------------


def cells(rows=None):
    """Return every cell with its outcome, as the rows spread out."""
    rows = tables.decision_rows() if rows is None else rows
    return list(tables.spread(rows, list(STANDINGS), ALL_ROLES, ALL_CATEGORIES))


def test_each_cell_stands_in_exactly_one_row():
    found = [cell for cell, _outcome in cells()]
    assert len(found) == len(set(found))
    assert len(found) == len(Role) * len(STANDINGS) * len(Category) * len(Label)
    assert 300 <= len(tables.decision_rows()) <= 700


def within(scopes: int) -> frozenset[Category]:
    return frozenset(category for category in Category if scopes & category.bit)


def opening(standing: Standing, kind: RelationKind) -> Opening:
    """Return the relation as an action opens it: scopes and labels from the product's own tables."""
    day = timedelta(days=1)
    return Opening(
        kind=kind,
        scopes=within(standing.given(kind)),
        clears=CLEARANCE[kind],
        from_on=world.TODAY + standing.from_days * day,
        to_on=None if standing.to_days is None else world.TODAY + standing.to_days * day,
        thing=world.THING if kind == RelationKind.INVITED else None,
    )


def decided(cell: tables.Cell) -> str:
    """Return what the one decision says of a cell: 403 for a role that no record is for, else allow or 404."""
    standing, role = STANDINGS[cell.relation], Role(cell.role)
    facts = Facts(
        role=role,
        permission=Permission.RECORD_READ,
        today=world.TODAY,
        category=Category(cell.category),
        label=Label[cell.label.upper()],
        same_organisation=not standing.elsewhere,
        openings=tuple(opening(standing, kind) for kind in standing.kinds),
        refused=within(standing.refused),
        guardians_agree=within(standing.agreed),
        in_emergency=standing.in_emergency,
        by_invitation=standing.by_invitation,
        thing=world.THING,
    )
    if Permission.RECORD_READ not in ROLES[role].permissions:
        return "403"
    return "allow" if decide(facts).allow else "404"


def wrong_cells(rows=None, say=decided):
    return [(cell, outcome) for cell, outcome in cells(rows) if say(cell) != outcome]


def test_every_cell_is_what_the_decision_says():
    assert wrong_cells() == []


def test_every_role_may_what_its_page_says():
    told = {(str(role), str(one)) for role in Role for one in ROLES[role].permissions}
    assert tables.permitted() == told


@pytest.fixture
def stood(db):
    """Return a function that says which cells of a standing the database opens to a role."""
    here, there = factories.organisation(), factories.organisation("Hilltop")
    people = [factories.participant(here, name, "Nair") for name in ("Elena", *"ABCDEFGHI")]
    one = world.World(here, there, dict(zip(world.FIRST, people, strict=True)), people[0])
    for label in Label:
        KeptText.objects.create(
            organisation=here, participant=people[0], label=label, object_kind="goal", object_id=world.THING,
            field="words", text="Paint",
        )  # fmt: skip

    def ask(role: Role, standing: Standing) -> dict[tuple[str, str], bool]:
        user = one.stand(role, [standing], people[0])
        place = there if standing.elsewhere else here
        viewer = Viewer(
            actor="user", today=world.TODAY, user_id=user.pk, organisation_id=place.pk, role=role,
            in_emergency=standing.in_emergency, by_invitation=standing.by_invitation,
        )  # fmt: skip
        found = {}
        for category in Category:
            rows = KeptText.objects.filter(
                Opened(viewer, category.bit, "object_id"), organisation_id=place.pk
            )
            shown = set(rows.filter(participant=people[0]).values_list("label", flat=True))
            for label in Label:
                found[str(category), label.name.lower()] = label.value in shown
        return found

    with clock.clock_at(world.NOW):
        yield ask


def test_every_cell_is_what_the_database_opens(stood):
    told = dict(cells())
    wrong = []
    for role in Role:
        for name, standing in STANDINGS.items():
            wrong += [
                (role, name, category, label)
                for (category, label), opened in stood(role, standing).items()
                if opened != (told[tables.Cell(str(role), name, category, label)] == "allow")
            ]
    assert wrong == []


@pytest.mark.django_db
@pytest.mark.parametrize("kind", RelationKind)
def test_a_relation_that_an_action_opens_has_the_scopes_and_labels_of_the_tables(kind):
    person = factories.participant(factories.organisation())
    viewer = factories.staff_for(person, Role.SPECIALIST, kind)
    relation = Participant.objects.get(pk=person.pk).relations.get(user_id=viewer.user_id)
    assert relation.scopes == rules.DEFAULT_SCOPES[kind]
    assert relation.clears == sum(CLEARANCE[kind])
