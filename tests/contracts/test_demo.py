"""The demo is made by actions: each leaves one event, and the same seed gives the same database."""

from collections import Counter
from contextlib import contextmanager
from importlib import import_module
from unittest.mock import patch

import pytest
from django.apps import apps
from django.db import transaction
from django.test import Client, TestCase

from handrail.accounts.models import Installation
from handrail.audit.models import Event
from handrail.demo.build import build
from tests.contracts.tree import SOURCE

# What lies below actions, and what no demo does: a message, an import, a whole record taken along or erased.
UNWATCHED = {
    "handrail.audit.actions",
    "handrail.notices.actions",
    "handrail.exchange.fhir.actions",
    "handrail.web.actions",
}


# make_installation says what the database is before there is anybody; the others work inside an action.
WITHOUT_EVENT = {"make_installation"}
CHANGING = {"password"}


def _modules():
    """Return the names of all modules that hold actions."""
    files = [*SOURCE.rglob("actions.py"), *SOURCE.rglob("actions/**/*.py")]
    return {
        ".".join(("handrail", *path.relative_to(SOURCE).with_suffix("").parts))
        for path in files
        if path.name != "__init__.py" and "tests" not in path.parts
    }


def _actions():
    for name in sorted(_modules() - UNWATCHED):
        module = import_module(name)
        for attribute in vars(module).values():
            if callable(attribute) and hasattr(attribute, "__wrapped__") and attribute.__module__ == name:
                yield module, attribute


@contextmanager
def counted():
    """Count the events that each action leaves when it is called from outside."""
    left: dict[str, Counter[int]] = {}
    depth = 0

    def wrapped(action):
        def run(**facts):
            nonlocal depth
            before = Event.objects.count() if depth == 0 else 0
            depth += 1
            try:
                done = action(**facts)
            finally:
                depth -= 1
            if depth == 0:
                left.setdefault(action.__name__, Counter())[Event.objects.count() - before] += 1
            return done

        return run

    patches = [patch.object(module, action.__name__, wrapped(action)) for module, action in _actions()]
    for one in patches:
        one.start()
    try:
        yield left
    finally:
        for one in patches:
            one.stop()


def _everything():
    """Return every row of ours in its order, without what the system draws or the database numbers by itself."""
    rows = {}
    for model in apps.get_models():
        if model.__module__.startswith("handrail."):
            own = [field for field in model._meta.concrete_fields if field is not model._meta.auto_field]
            fields = [field.attname for field in own if field.name not in CHANGING]
            values = model.objects.order_by("pk").values_list(*fields)
            rows[model._meta.label] = [tuple(map(_plain, row)) for row in values]
    return rows


def _plain(value):
    return bytes(value).hex() if isinstance(value, memoryview | bytes) else value


class UndoneError(Exception):
    pass


def _made_once():
    try:
        with transaction.atomic():
            build(neighbours=5)
            found = _everything()
            raise UndoneError
    except UndoneError:
        return found


@pytest.mark.once
class DemoIsMade(TestCase):
    def test_every_action_leaves_exactly_one_event(self):
        with counted() as left:
            build(neighbours=0)
        wrong = {
            name: counts for name, counts in left.items() if set(counts) != {1} and name not in WITHOUT_EVENT
        }
        assert wrong == {}
        assert len(left) > 25

    def test_one_seed_makes_one_demo(self):
        first, second = _made_once(), _made_once()
        for table in first:
            assert first[table] == second[table], table


class FrontDoor(TestCase):
    def test_the_front_door_is_absent_where_people_are_real(self):
        for path in ("/demo", "/demo/be/elena"):
            assert Client().get(path).status_code == 404
        Installation.objects.create(is_demo=False)
        for path in ("/demo", "/demo/be/elena"):
            assert Client().get(path).status_code == 404

    def test_the_front_door_is_mounted_in_a_demo(self):
        Installation.objects.create(is_demo=True)
        assert Client().get("/demo").status_code == 200
