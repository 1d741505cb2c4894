"""Tests empty the audit tables past their triggers, and nothing else can."""


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
