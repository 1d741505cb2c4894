"""Tests run on SQLite in memory-backed storage with the product's own settings, or on TEST_DATABASE_URL."""

import os
import tempfile
from pathlib import Path

_shm = Path("/dev/shm")
_home = tempfile.mkdtemp(prefix="handrail-test-", dir=_shm if _shm.is_dir() else None)
os.environ["HANDRAIL_HOME"] = _home
os.environ.setdefault("HANDRAIL_SECRET_KEY", "a-key-for-tests-only")
os.environ["HANDRAIL_PSEUDO_LOCALES"] = "1"
if os.environ.get("TEST_DATABASE_URL"):
    os.environ["DATABASE_URL"] = os.environ["TEST_DATABASE_URL"]


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
