"""The world is built once for all tests of this folder; what a test changes is rolled back."""

import pytest
from django.db import transaction

from handrail.base import clock
from tests.matrix.world import NOW, make_world


@pytest.fixture(scope="package")
def built(django_db_setup, django_db_blocker):
    with django_db_blocker.unblock():
        around = transaction.atomic()
        around.__enter__()
        try:
            yield make_world()
        finally:
            transaction.set_rollback(True)
            around.__exit__(None, None, None)


@pytest.fixture
def world(built, db):
    """The world on the demo's day, as it was built."""
    built.users.clear()
    built.clients.clear()
    with clock.clock_at(NOW):
        yield built
