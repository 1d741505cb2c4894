"""Rows whose INSERT and UPDATE are composed once and not each time one is saved (ADR 0036)."""

from collections.abc import Collection, Sequence
from functools import cache
from typing import Any, Self

from django.db import DatabaseError, connections, models
from django.db.models.base import ModelState
from django.db.models.constants import OnConflict
from django.db.models.query_utils import DeferredAttribute
from django.db.models.signals import post_init, pre_init

from handrail.prepared.values import Writer

_statements: dict[tuple[Any, ...], tuple[str, Writer]] = {}


def _sql(model: Any, pattern: str, fields: Sequence[Any], connection: Any) -> tuple[str, Writer]:
    """Return ``pattern`` for a table and its columns, and what fills it: composed once for each of them."""
    key = (pattern, model, connection.vendor, *[field.column for field in fields])
    if key not in _statements:
        quoted = connection.ops.quote_name
        columns = [quoted(field.column) for field in fields]
        sql = pattern.format(
            table=quoted(model._meta.db_table),
            pk=quoted(model._meta.pk.column),
            columns=", ".join(columns),
            slots=", ".join("%s" for _column in columns),
            pairs=", ".join(f"{column} = %s" for column in columns),
        )
        _statements[key] = sql, Writer(fields, connection)
    return _statements[key]


def update(model: Any, pk: Any, pairs: Sequence[tuple[Any, Any]], connection: Any) -> bool:
    """Write the values of some fields into the row with this key, and return whether there is one."""
    pattern = "UPDATE {table} SET {pairs} WHERE {pk} = %s"
    sql, writer = _sql(model, pattern, [field for field, _value in pairs], connection)
    values = writer.values([value for _field, value in pairs], connection)
    with connection.cursor() as cursor:
        cursor.execute(sql, [*values, model._meta.pk.get_db_prep_save(pk, connection)])
        count: int = cursor.rowcount
    return count > 0


@cache
def _is_plain(model: Any) -> bool:
    """Return whether an object of ``model`` is its row's values and nothing more is done when it is made."""
    fields = model._meta.concrete_fields
    plain = all(isinstance(getattr(model, field.attname), DeferredAttribute) for field in fields)
    return plain and model.__init__ is models.Model.__init__


class Stored(models.Model):
    """A row whose INSERT and UPDATE are composed once and not each time it is saved; ``save`` is Django's own."""

    class Meta:
        abstract = True

    @classmethod
    def from_db(
        cls, db: str | None, field_names: Collection[str], values: Collection[Any], **later: Any
    ) -> Self:
        """Make an object of a row that was fetched, whole or in part, without setting one field after the other."""
        if later or not _is_plain(cls) or pre_init.receivers or post_init.receivers:
            return super().from_db(db, field_names, values, **later)
        new = cls.__new__(cls)
        state = ModelState()
        state.adding, state.db = False, db
        new.__dict__ = {"_state": state, **dict(zip(field_names, values, strict=True))}
        return new

    def _do_insert(self, *given: Any, **named: Any) -> Any:
        _manager, using, fields, returning_fields, _raw = given
        if returning_fields:
            return super()._do_insert(*given, **named)  # type: ignore[misc]  # Django's own, missing in its stubs
        connection = connections[using]
        pattern = "INSERT INTO {table} ({columns}) VALUES ({slots})"
        sql, writer = _sql(type(self), pattern, fields, connection)
        with connection.cursor() as cursor:
            cursor.execute(sql, writer.row(self, connection))
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
    pattern = f"{begin} {{table}} ({{columns}}) VALUES ({{slots}}) {end}"
    sql, writer = _sql(type(rows[0]), pattern, fields, connection)
    values = [writer.row(row, connection) for row in rows]
    with connection.cursor() as cursor:
        if len(values) == 1:  # the way of many costs PostgreSQL's driver as much again as the row
            cursor.execute(sql, values[0])
        else:
            cursor.executemany(sql, values)
    for row in rows:
        row._state.adding, row._state.db = False, connection.alias


def keep(row: Stored) -> None:
    """Save a row that stands alone: a new one by its INSERT without asking Django for its way."""
    if row._state.adding:
        insert([row])
    else:
        row.save()


def keep_some(row: Stored, *names: str) -> None:
    """Save these fields of a row that is there, as ``save(update_fields=...)`` does."""
    fields: list[Any] = [row._meta.get_field(name) for name in names]
    values = [(field, getattr(row, field.attname)) for field in fields]
    if not update(type(row), row.pk, values, connections["default"]):
        raise DatabaseError(f"{row} is not there any more.")
