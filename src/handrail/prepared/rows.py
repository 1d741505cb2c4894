"""Rows whose INSERT and UPDATE are composed once and not each time one is saved (ADR 0036)."""

from collections.abc import Sequence
from typing import Any

from django.db import connections, models
from django.db.models.constants import OnConflict

_statements: dict[tuple[Any, ...], str] = {}


def _sql(model: Any, pattern: str, fields: Sequence[Any], connection: Any) -> str:
    """Return ``pattern`` for a table and its columns: composed once for each model, columns and database."""
    key = (pattern, model, connection.vendor, *[field.column for field in fields])
    if key not in _statements:
        quoted = connection.ops.quote_name
        columns = [quoted(field.column) for field in fields]
        _statements[key] = pattern.format(
            table=quoted(model._meta.db_table),
            pk=quoted(model._meta.pk.column),
            columns=", ".join(columns),
            slots=", ".join("%s" for _column in columns),
            pairs=", ".join(f"{column} = %s" for column in columns),
        )
    return _statements[key]


def _run(sql: str, pairs: Sequence[tuple[Any, Any]], connection: Any) -> int:
    """Run a statement with the values of its fields, as the ORM would store them, and return how many rows it met."""
    with connection.cursor() as cursor:
        cursor.execute(sql, [field.get_db_prep_save(value, connection) for field, value in pairs])
        count: int = cursor.rowcount
    return count


def update(model: Any, pk: Any, pairs: Sequence[tuple[Any, Any]], connection: Any) -> bool:
    """Write the values of some fields into the row with this key, and return whether there is one."""
    pattern = "UPDATE {table} SET {pairs} WHERE {pk} = %s"
    sql = _sql(model, pattern, [field for field, _value in pairs], connection)
    return _run(sql, [*pairs, (model._meta.pk, pk)], connection) > 0


class Stored(models.Model):
    """A row whose INSERT and UPDATE are composed once and not each time it is saved; ``save`` is Django's own."""

    class Meta:
        abstract = True

    def _do_insert(self, *given: Any, **named: Any) -> Any:
        _manager, using, fields, returning_fields, _raw = given
        if returning_fields:
            return super()._do_insert(*given, **named)  # type: ignore[misc]  # Django's own, missing in its stubs
        pairs = [(field, field.pre_save(self, True)) for field in fields]
        pattern = "INSERT INTO {table} ({columns}) VALUES ({slots})"
        _run(_sql(type(self), pattern, fields, connections[using]), pairs, connections[using])
        return []

    def _do_update(self, *given: Any, **named: Any) -> Any:
        _rows, using, pk, values, *_rest = given
        if not values or any(hasattr(value, "resolve_expression") for _field, _none, value in values):
            return super()._do_update(*given, **named)
        return update(type(self), pk, [(field, value) for field, _none, value in values], connections[using])


def insert(rows: Sequence[Stored], *, unless_there: bool = False) -> None:
    """Insert rows of one kind together; ``unless_there`` leaves one that a unique key holds already as it is."""
    if not rows:
        return
    connection, meta = connections["default"], rows[0]._meta
    conflict = OnConflict.IGNORE if unless_there else None
    fields = [field for field in meta.local_concrete_fields if field is not meta.auto_field]
    begin = connection.ops.insert_statement(on_conflict=conflict)
    end = connection.ops.on_conflict_suffix_sql(fields, conflict, [], [])
    sql = _sql(type(rows[0]), f"{begin} {{table}} ({{columns}}) VALUES ({{slots}}) {end}", fields, connection)
    values = [
        [field.get_db_prep_save(field.pre_save(row, True), connection) for field in fields] for row in rows
    ]
    with connection.cursor() as cursor:
        cursor.executemany(sql, values)
    for row in rows:
        row._state.adding, row._state.db = False, connection.alias


def keep(row: Stored) -> None:
    """Save a row that stands alone: a new one by its INSERT without asking Django for its way."""
    if row._state.adding:
        insert([row])
    else:
        row.save()
