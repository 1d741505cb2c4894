"""Absent and forbidden look the same, whatever is swapped: the person in the address, a row, or the hidden field."""

import ast
import re

import pytest

from handrail.access import Label, Role
from handrail.people.models import Participant
from tests.contracts.tree import here, named
from tests.matrix import expected, tables, walker
from tests.matrix.test_walk import ABOUT, mismatches, targets
from tests.matrix.world import STANDINGS

pytestmark = pytest.mark.once
ABSENT_KEY = "zzzzzzzzzz"
CHANGING = re.compile(
    r'(name="(?:csrfmiddlewaretoken|about)" value=")[^"]*|"csrf[^"]*":"[^"]*"|\?at=[\w-]+|X-CSRFToken[^}]*'
    r'|data-given="[^"]*|"token": "[^"]*'
)


def face(answer, *keys):
    """Return what a visitor can tell of an answer: status, text without keys and tokens, and how much was asked."""
    text = CHANGING.sub("", answer.text)
    for key in keys:
        text = text.replace(key, "KEY")
    return answer.status, text, answer.statements


def pairs(client, route, ids, swapped, body):
    """Yield for each method the faces of an address with one id and with another."""
    for method in ("GET", "POST"):
        yield (
            method,
            *(
                face(
                    walker.ask(
                        client, method, walker.address_of(route.name, one), body if method == "POST" else None
                    ),
                    *ids.values(),
                    *swapped.values(),
                )
                for one in (ids, swapped)
            ),
        )


@pytest.mark.parametrize("role", [Role.FAMILY, Role.SPECIALIST, Role.MANAGER, Role.PARTICIPANT])
@pytest.mark.asvs("8.2.2")
def test_a_closed_record_and_one_that_is_not_there_have_one_face(world, role):
    wrong = []
    for person, routes in targets(world, ABOUT):
        client = world.client(world.stand(role, [STANDINGS["other_unit"]], person))
        for route in routes:
            ids = world.ids(route, person)
            body = {"about": walker.token(person.key), **world.body(route, person)}
            for method, closed, absent in pairs(client, route, ids, {**ids, "person_key": ABSENT_KEY}, body):
                if closed != absent:
                    wrong.append(
                        f"{method} {route.name}: {closed[0]}/{closed[2]} and {absent[0]}/{absent[2]}"
                    )
    assert wrong == []


@pytest.mark.parametrize(
    ("role", "standing"),
    [(Role.PARTICIPANT, "self"), (Role.SPECIALIST, "care_team"), (Role.COORDINATOR, "coordinator")],
)
@pytest.mark.hazard("H-03")
@pytest.mark.asvs("8.2.2")
def test_a_row_of_somebody_else_is_as_absent_as_none(world, role, standing):
    """An own person's key with a row of another person: 404, with the face of a key that was never given out."""
    wrong = []
    for route in ABOUT:
        own_models = [model for model in route.models if tables_about(model)]
        if not own_models:
            continue
        person = world.target(route)
        other = world.target_or_none(route, skip=person)
        if other is None:
            continue
        user = world.stand(role, [STANDINGS[standing]], person)
        client = world.client(user, person if role == Role.PARTICIPANT else None)
        ids = world.ids(route, person)
        names = {name for name, model in route.ids if model in own_models}
        foreign = {name: key for name, key in world.ids(route, other).items() if name in names}
        body = {"about": walker.token(person.key), **world.body(route, person)}
        stranger, nobody = {**ids, **foreign}, {**ids, **dict.fromkeys(names, ABSENT_KEY)}
        for method, swapped, absent in pairs(client, route, stranger, nobody, body):
            refused = {404, 403, 405}
            if swapped != absent or swapped[0] not in refused:
                wrong.append(f"{method} {route.name}: {swapped[0]}/{swapped[2]} and {absent[0]}/{absent[2]}")
    assert wrong == []


def tables_about(model):
    from django.apps import apps

    return any(one.name == "participant" for one in apps.get_model(model)._meta.concrete_fields)


@pytest.mark.parametrize(("role", "standing"), [(Role.PARTICIPANT, "self"), (Role.SPECIALIST, "care_team")])
@pytest.mark.hazard("H-03")
@pytest.mark.asvs("8.3.1")
def test_a_form_that_was_made_for_somebody_else_does_nothing(world, role, standing):
    wrong = []
    for person, routes in targets(world, [route for route in ABOUT if "POST" in route.methods]):
        user = world.stand(role, [STANDINGS[standing]], person)
        client = world.client(user, person if role == Role.PARTICIPANT else None)
        other = next(one for one in world.order if one != person)
        for route in routes:
            body = {**world.body(route, person), "about": walker.token(other.key)}
            came = walker.ask(client, "POST", walker.address_of(route.name, world.ids(route, person)), body)
            if came.events:
                wrong.append(f"{route.name} wrote {came.events}")
    assert wrong == []


QUERIES = ("/services?for={}", "/peers/match?for={}")
ROWS_IN_QUERIES = (
    ("practice:note_new", "session", "practice.Session"),
    ("work:adjustment_new", "job", "work.Job"),
)


@pytest.mark.parametrize("role", [Role.FAMILY, Role.SPECIALIST, Role.COORDINATOR])
def test_a_person_in_a_query_who_is_closed_has_the_face_of_nobody(world, role):
    person = world.order[0]
    client = world.client(world.stand(role, [STANDINGS["other_unit"]], person))
    for address in QUERIES:
        one, other = (walker.ask(client, "GET", address.format(key)) for key in (person.key, ABSENT_KEY))
        assert face(one, person.key, ABSENT_KEY) == face(other, person.key, ABSENT_KEY), address


@pytest.mark.parametrize(("name", "query", "model"), ROWS_IN_QUERIES)
def test_a_row_of_somebody_else_in_a_query_has_the_face_of_none(world, name, query, model):
    person, other = world.people["jana"], world.people["marcus"]
    client = world.client(world.stand(Role.SPECIALIST, [STANDINGS["care_team"]], person))
    address = walker.address_of(name, {"person_key": person.key})
    foreign = world.rows_of(model, other).first().key
    one, none = (walker.ask(client, "GET", f"{address}?{query}={key}") for key in (foreign, ABSENT_KEY))
    assert face(one, foreign, ABSENT_KEY) == face(none, foreign, ABSENT_KEY)


# Forms about somebody whose key does not stand in the address: they name the person in another way.
@pytest.mark.parametrize("path", list(named("views")), ids=here)
@pytest.mark.hazard("H-03")
def test_every_form_below_a_person_is_compared_with_the_person_of_its_address(path):
    tree = ast.parse(path.read_text(encoding="utf-8"))
    wrong = []
    for function in (node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)):
        if "person_key" not in {one.arg for one in function.args.args}:
            continue
        for call in (node for node in ast.walk(function) if isinstance(node, ast.Call)):
            if getattr(call.func, "id", "") in ("once", "send"):
                told = {word.arg: ast.unparse(word.value) for word in call.keywords}
                if told.get("person") not in ("person_key", "participant.key"):
                    wrong.append(f"{function.name}:{call.lineno}")
    assert wrong == []


LABELLED = (
    (Role.PARTICIPANT, "self"),
    (Role.FAMILY, "guardian"),
    (Role.PEER, "peer_pairing"),
    (Role.SPECIALIST, "care_team"),
    (Role.COORDINATOR, "coordinator"),
    (Role.MANAGER, "on_call"),
)


@pytest.mark.parametrize(("role", "standing"), LABELLED)
@pytest.mark.parametrize("label", [label for label in Label if label != Label.NORMAL])
@pytest.mark.hazard("H-12")
@pytest.mark.asvs("8.2.3")
def test_a_row_is_there_only_for_whom_its_label_is_cleared(world, role, standing, label):
    """The same walk over every address of one row, when that row is held under another label."""
    wrong = []
    rows = [route for route in ABOUT if any(tables_about(model) for model in route.models)]
    for person, routes in targets(world, rows):
        user = world.stand(role, [STANDINGS[standing]], person)
        client = world.client(user, person if role == Role.PARTICIPANT else None)
        for route in routes:
            ids = world.ids(route, person)
            for model in route.models:
                row = world.row(route, model, person)
                if not isinstance(row, Participant) and hasattr(row, "label"):
                    type(row).objects.filter(pk=row.pk).update(label=label)
            wrong += mismatches(world, client, route, person, role, [STANDINGS[standing]], label, ids)
            for model in route.models:
                row = world.row(route, model, person)
                if hasattr(row, "label"):
                    type(row).objects.filter(pk=row.pk).update(label=row.default_label)
    assert wrong == []


def test_the_labels_walked_are_among_those_that_open_something():
    for role, standing in LABELLED:
        assert any(
            word == "allow" and (cell.role, cell.relation) == (str(role), standing)
            for cell, word in expected.decisions().items()
        )
    assert tables.routes()
