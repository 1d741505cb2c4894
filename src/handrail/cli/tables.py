"""Whether the database has the tables that this version needs, and making them."""

from typing import Any

from django.core.management import call_command
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor


def missing_migrations() -> list[str]:
    """Return the migrations that this version has and the database has not."""
    executor = MigrationExecutor(connection)
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    return [f"{migration.app_label} {migration.name}" for migration, _ in plan]


def is_ready() -> bool:
    """Return whether the database answers and has every table."""
    try:
        return not missing_migrations()
    except DatabaseError:
        return False


def make_tables(progress: Any) -> None:
    """Bring the database up to this version."""
    progress("making the tables")
    call_command("migrate", verbosity=0, interactive=False)
