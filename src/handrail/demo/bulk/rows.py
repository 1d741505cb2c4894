"""Tables as plain rows: made without model instances, written in batches, parents first."""

import json
import random
from collections.abc import Iterable
from datetime import UTC, date, datetime, time
from functools import cache
from operator import itemgetter
from typing import Any

from django.db import connection, models, transaction

from handrail.base.ids import KEY_LENGTH, KEY_LETTERS

Row = dict[str, Any]
_LOW = (1 << 62) - 1
_VARIANT = 1 << 63


def stored(value: Any) -> Any:
    """Return ``value`` in the one form that both databases read: texts, numbers, bytes, None."""
    if isinstance(value, datetime):
        return value.astimezone(UTC).replace(tzinfo=None).isoformat(" ")
    if isinstance(value, date | time):
        return value.isoformat()
    if isinstance(value, bool):
        return int(value)
    if isinstance(value, dict | list):
        return json.dumps(value)
    return str(value) if isinstance(value, str) else value


class Table:
    """The columns of one model, with what each holds when nothing is said."""

    def __init__(self, model: type[models.Model]) -> None:
        self.model, self.name = model, model._meta.db_table
        fields = [field for field in model._meta.concrete_fields if not isinstance(field, models.AutoField)]
        self.columns = [field.attname for field in fields]
        self.pick = itemgetter(*self.columns)
        self.has_id = "id" in self.columns
        self.has_key = "key" in self.columns
        self.stamps = [field.attname for field in fields if self._is_stamped(field)]
        self.blank = {field.attname: self._blank(field) for field in fields}

    @staticmethod
    def _is_stamped(field: Any) -> bool:
        return isinstance(field, models.DateTimeField) and field.has_default()

    @staticmethod
    def _blank(field: Any) -> Any:
        default = field.default
        if not field.has_default():
            return None if field.null or not field.empty_strings_allowed else ""
        return stored(default() if default in (dict, list) else None if callable(default) else default)


@cache
def table(model: type[models.Model]) -> Table:
    """Return the table of a model."""
    return Table(model)


# Of a million random keys two are the same in one run of twelve; a stride without 19 in it comes back after all of them.
KEYS = len(KEY_LETTERS) ** KEY_LENGTH
STRIDE = 3_789_214_605_773


class Maker:
    """Makes rows with ids and keys from a seed, stamped with the instant that the deed has reached."""

    def __init__(self, rng: random.Random) -> None:
        self.bits = rng.getrandbits
        self.number = self.bits(48) % KEYS
        self.began, self.second, self.millis, self.stamp = 0, "", 0, ""

    def move_to(self, at: datetime) -> None:
        """Stamp what comes now with ``at``, a whole second in UTC."""
        self.began, self.second = int(at.timestamp()) * 1000, stored(at)
        self.tick(0)

    def tick(self, millis: int) -> None:
        """Stamp what comes now so many milliseconds after that second."""
        self.millis = self.began + millis
        self.stamp = f"{self.second}.{millis:03d}000"

    def id(self) -> str:
        """Return a UUIDv7 of the reached instant as 32 hexadecimal digits."""
        bits = self.bits(74)
        return f"{self.millis:012x}7{bits >> 62:03x}{bits & _LOW | _VARIANT:016x}"

    def key(self) -> str:
        """Return ten letters for a URL: one place further on a walk that meets each of them once."""
        self.number = number = (self.number + STRIDE) % KEYS
        letters = ""
        for _ in range(KEY_LENGTH):
            number, index = divmod(number, len(KEY_LETTERS))
            letters += KEY_LETTERS[index]
        return letters

    def row(self, model: type[models.Model], **facts: Any) -> Row:
        """Return a new row; what ``facts`` does not say is as the model leaves it."""
        kind = table(model)
        row = {**kind.blank, **facts}
        if kind.has_id and "id" not in facts:
            row["id"] = self.id()
        if kind.has_key:
            row["key"] = self.key()
        for name in kind.stamps:
            if name not in facts:
                row[name] = self.stamp
        return row


def dashed(key: str) -> str:
    """Return an id as Python prints it."""
    return f"{key[:8]}-{key[8:12]}-{key[12:16]}-{key[16:20]}-{key[20:]}"


class Sink:
    """Keeps rows by table and writes them in one transaction when it is emptied."""

    def __init__(self, order: Iterable[type[models.Model]]) -> None:
        self.rows: dict[type[models.Model], list[Row]] = {model: [] for model in order}
        self.written = 0

    def add(self, model: type[models.Model], row: Row) -> Row:
        self.rows[model].append(row)
        return row

    def empty(self) -> None:
        """Write everything that was kept, parents before children."""
        with transaction.atomic(), connection.cursor() as cursor:
            for model, rows in self.rows.items():
                if rows:
                    _write(cursor, table(model), rows)
                    self.written += len(rows)
                    rows.clear()


def _write(cursor: Any, kind: Table, rows: list[Row]) -> None:
    names = ", ".join(f'"{kind.model._meta.get_field(name).column}"' for name in kind.columns)
    if connection.vendor == "postgresql":
        with cursor.copy(f'COPY "{kind.name}" ({names}) FROM STDIN') as copy:
            for row in rows:
                copy.write_row(kind.pick(row))
        return
    places = ", ".join(["%s"] * len(kind.columns))
    cursor.executemany(
        f'INSERT INTO "{kind.name}" ({names}) VALUES ({places})',  # noqa: S608 - names of our own models
        [kind.pick(row) for row in rows],
    )
