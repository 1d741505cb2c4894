"""Tests empty the audit tables past their triggers, and nothing else can. One that asks no database runs once."""

import pytest
from django.test import TransactionTestCase

ASK = {"db", "transactional_db"}


def _flush_past_the_triggers() -> None:
    """Let the test runner empty the audit tables between tests: nothing else can."""
    from django.core.management.commands.flush import Command
    from django.db import connections

    from handrail.audit import triggers

    flush = Command.handle

    def handle(self, **options):
        connection = connections[options["database"]]
        triggers.drop(connection)
        try:
            return flush(self, **options)
        finally:
            triggers.make(connection)

    Command.handle = handle


def pytest_configure(config) -> None:
    _flush_past_the_triggers()


def _asks_a_database(item) -> bool:
    is_case = issubclass(item.cls or object, TransactionTestCase)
    return is_case or item.get_closest_marker("django_db") is not None or bool(ASK & set(item.fixturenames))


def pytest_collection_modifyitems(items) -> None:
    """Mark what asks no database of the tests: on the second database it is the same test again."""
    for item in items:
        if not _asks_a_database(item):
            item.add_marker(pytest.mark.once)
