"""How values go into a database and come back: what the fields of the ORM do, without asking each of them anew."""

from collections.abc import Callable, Sequence
from datetime import date, datetime
from types import NoneType
from typing import Any
from uuid import UUID

from django.db import models

Way = Callable[[Any], Any]


def _same(value: Any) -> Any:
    return value


def _text(value: date) -> str:
    return str(value)


def _digits(value: UUID) -> str:
    return value.hex


# How SQLite stores values of just these types; PostgreSQL's driver takes those of the second table as they are.
_LITE: dict[type, dict[type, Way]] = {
    models.UUIDField: {UUID: _digits},
    models.DateField: {date: _text},
    models.IntegerField: {int: _same},
    models.BigIntegerField: {int: _same},
    models.SmallIntegerField: {int: _same},
    models.PositiveIntegerField: {int: _same},
    models.PositiveSmallIntegerField: {int: _same},
}
_EVERY: dict[type, dict[type, Way]] = {
    models.UUIDField: {UUID: _same},
    models.CharField: {str: _same},
    models.TextField: {str: _same},
    models.BooleanField: {bool: _same},
}


def _ways(target: Any, connection: Any) -> dict[type, Way]:
    """Return how a field stores values of some types; it is asked itself about all others."""
    kind = type(target)
    is_lite = connection.vendor == "sqlite"
    if kind is models.DateTimeField and is_lite:

        def moment(value: datetime) -> Any:
            if value.tzinfo is None:
                return target.get_db_prep_save(value, connection)
            return str(value.astimezone(connection.timezone).replace(tzinfo=None))

        return {NoneType: _same, datetime: moment}
    ways = {**_EVERY, **_LITE}.get(kind) if is_lite else _EVERY.get(kind)
    return {NoneType: _same, **ways} if ways else {}


def _is_filled(field: Any) -> bool:
    """Return whether the field makes its value while it is saved."""
    own = type(field).pre_save not in (
        models.Field.pre_save,
        models.DateField.pre_save,
        models.DateTimeField.pre_save,
    )
    return own or getattr(field, "auto_now", False) or getattr(field, "auto_now_add", False)


class Writer:
    """Some fields of one model on one database: makes the parameters of a row."""

    def __init__(self, fields: Sequence[Any], connection: Any) -> None:
        self.columns = [
            (field, field.attname, _is_filled(field), _ways(_target(field), connection)) for field in fields
        ]

    def row(self, row: Any, connection: Any) -> list[Any]:
        """Return what an INSERT of ``row`` stores."""
        values = []
        for field, name, is_filled, ways in self.columns:
            value = field.pre_save(row, True) if is_filled else getattr(row, name)
            way = ways.get(type(value))
            values.append(way(value) if way else field.get_db_prep_save(value, connection))
        return values

    def values(self, given: Sequence[Any], connection: Any) -> list[Any]:
        """Return how these values, one for each field, are stored."""
        stored = []
        for (field, _name, _filled, ways), value in zip(self.columns, given, strict=True):
            way = ways.get(type(value))
            stored.append(way(value) if way else field.get_db_prep_save(value, connection))
        return stored


def _target(field: Any) -> Any:
    return field.target_field if field.is_relation else field


def _uuid(value: Any) -> UUID | None:
    if value is None:
        return None
    return UUID(int=int(value, 16)) if len(value) == 32 else UUID(value)


def _read(converters: list[Any], expression: Any, connection: Any) -> Way:
    """Return what makes a value of a column: the converters of the ORM in one step."""
    ops = connection.ops
    if connection.vendor == "sqlite" and converters == [ops.convert_uuidfield_value]:
        return _uuid
    if connection.vendor == "sqlite" and converters == [ops.convert_datetimefield_value]:
        zone = connection.timezone

        def moment(value: Any) -> Any:
            if type(value) is datetime and value.tzinfo is None:
                return value.replace(tzinfo=zone)
            return ops.convert_datetimefield_value(value, expression, connection)

        return moment

    if len(converters) == 1:
        [only] = converters
        return lambda value: only(value, expression, connection)

    def every(value: Any) -> Any:
        for converter in converters:
            value = converter(value, expression, connection)
        return value

    return every


def readers(converters: dict[int, Any], connection: Any) -> list[tuple[int, Way]]:
    """Return for each column that is converted what makes its value."""
    return [(place, _read(list(some), what, connection)) for place, (some, what) in converters.items()]


def read(rows: Sequence[Any], ways: list[tuple[int, Way]]) -> list[Any]:
    """Return fetched rows with the values that Python knows."""
    if not ways:
        return list(rows)
    made = []
    for fetched in rows:
        row = list(fetched)
        for place, way in ways:
            row[place] = way(row[place])
        made.append(tuple(row))
    return made
