"""The database itself refuses to change or delete what audit wrote."""

from typing import Any

TABLES = ("audit_event", "audit_look", "audit_lookperson")
REFUSAL = "audit rows are append-only"


def make(connection: Any) -> None:
    """Put the triggers on every audit table."""
    statements = _postgresql() if connection.vendor == "postgresql" else _sqlite()
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)


def drop(connection: Any) -> None:
    """Take the triggers away; only the test runner does, around a flush."""
    with connection.cursor() as cursor:
        for table in TABLES:
            for change in ("update", "delete", "truncate"):
                on = f" ON {table}" if connection.vendor == "postgresql" else ""
                cursor.execute(f"DROP TRIGGER IF EXISTS {table}_no_{change}{on}")


def _sqlite() -> list[str]:
    return [
        f"CREATE TRIGGER {table}_no_{change} BEFORE {change.upper()} ON {table} "
        f"BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END"
        for table in TABLES
        for change in ("update", "delete")
    ]


def _postgresql() -> list[str]:
    refuse = (
        "CREATE OR REPLACE FUNCTION audit_refuse() RETURNS trigger LANGUAGE plpgsql AS "
        f"$$ BEGIN RAISE EXCEPTION '{REFUSAL}'; END $$"
    )
    rows = [
        f"CREATE TRIGGER {table}_no_{change} BEFORE {change.upper()} ON {table} "
        f"FOR EACH {'STATEMENT' if change == 'truncate' else 'ROW'} EXECUTE FUNCTION audit_refuse()"
        for table in TABLES
        for change in ("update", "delete", "truncate")
    ]
    return [refuse, *rows]
