"""Queries that are composed once and then run with other values (ADR 0036)."""

from collections.abc import Callable, Iterable, Iterator
from datetime import UTC, date, datetime, timedelta
from operator import attrgetter
from types import SimpleNamespace
from typing import Any, Generic, TypeVar, TypeVarTuple
from uuid import UUID

from django.core.exceptions import EmptyResultSet
from django.db import connections, models
from django.db.models.query import ModelIterable, get_related_populators

from handrail.prepared.values import read, readers

Arguments = TypeVarTuple("Arguments")
Found = TypeVar("Found")
Value = TypeVar("Value")

PARTS = "_prepared_parts"
FAR = datetime(4000, 1, 1, tzinfo=UTC)
# What may fill a slot: how it goes to the database, and what stands in its place while the query is composed.
SLOTS: dict[type, tuple[Any, Callable[[int], Any]]] = {
    UUID: (models.UUIDField(), lambda number: UUID(int=number)),
    # Within the smallest column of whole numbers: beyond it the ORM answers without asking the database.
    int: (models.BigIntegerField(), lambda number: 30_000 + number),
    str: (models.TextField(), lambda number: f"slot {number}"),
    date: (models.DateField(), lambda number: FAR.date() + timedelta(days=number)),
    datetime: (models.DateTimeField(), lambda number: FAR + timedelta(days=number)),
}


def _shape(argument: Any, values: list[Any]) -> Any:
    """Return what of ``argument`` decides how the query looks; what only fills a slot goes to ``values``."""
    kind = type(argument)
    if kind in SLOTS and argument != "":
        values.append(argument)
        return kind
    if kind is tuple:
        return tuple([_shape(one, values) for one in argument])
    if hasattr(kind, "QUERY_PARTS"):
        shape, own = _parts(argument)
        values += own
        return shape
    return argument


def _parts(argument: Any) -> tuple[Any, list[Any]]:
    """Return the shape and the values of an object that never changes; read once, for it is asked for by each query."""
    known = vars(argument)
    if PARTS not in known:
        own: list[Any] = []
        known[PARTS] = tuple([_shape(getattr(argument, name), own) for name in argument.QUERY_PARTS]), own
    found: tuple[Any, list[Any]] = known[PARTS]
    return found


def _stand_in(argument: Any, stands: list[Any], first: int) -> Any:
    """Return ``argument`` with a made-up value in each slot; of an object, only what belongs to queries."""
    kind = type(argument)
    if kind in SLOTS and argument != "":
        stands.append(SLOTS[kind][1](first + len(stands)))
        return stands[-1]
    if kind is tuple:
        return tuple([_stand_in(one, stands, first) for one in argument])
    if hasattr(kind, "QUERY_PARTS"):
        parts = {name: _stand_in(getattr(argument, name), stands, first) for name in kind.QUERY_PARTS}
        return SimpleNamespace(**parts)
    return argument


class _Composed:
    """A query composed and compiled with stand-ins, for one connection."""

    def __init__(self, compose: Callable[..., Any], arguments: tuple[Any, ...], first: int) -> None:
        stands: list[Any] = []
        given = []
        self.wanted: set[int] = set()  # slots that must reach the database; an object's parts need not
        for one in arguments:
            before = len(stands)
            given.append(_stand_in(one, stands, first))
            if not hasattr(type(one), "QUERY_PARTS"):
                self.wanted.update(range(before, len(stands)))
        self.rows = compose(*given)
        if self.rows._prefetch_related_lookups:
            raise TypeError(f"{compose.__name__} is more than one statement.")
        self.compiler = self.rows.query.get_compiler(self.rows.db)
        self.sql, self.params = self.compiler.as_sql()
        self.stands = [_stored(stand, self.compiler.connection) for stand in stands]


def _storing(kind: type, connection: Any) -> Callable[[Any], Any] | None:
    """Return what makes a value of ``kind`` as this database takes it, None where it is taken as it stands."""
    if kind is str:
        return None
    if kind is UUID:
        return None if connection.features.has_native_uuid_field else attrgetter("hex")
    field = SLOTS[kind][0]
    return lambda value: field.get_db_prep_value(value, connection)


def _stored(value: Any, connection: Any) -> Any:
    """Return the value of a slot as this database takes it."""
    store = _storing(type(value), connection)
    return store(value) if store else value


class _Ready:
    """One shape of a query on one connection: its statement, and which value goes where."""

    def __init__(self, compose: Callable[..., Any], arguments: tuple[Any, ...], values: list[Any]) -> None:
        once, again = (_Composed(compose, arguments, first) for first in (1, 1001))
        self.rows, self.sql, self.compiler = once.rows, once.sql, once.compiler
        self.places: list[tuple[int | None, Any]] = []
        for one, other in zip(once.params, again.params, strict=True):
            slot = once.stands.index(one) if one in once.stands and one != other else None
            if other != (one if slot is None else again.stands[slot]):
                raise TypeError(f"{compose.__name__} makes something of an argument: hand in what it makes.")
            self.places.append((slot, one))
        connection = self.compiler.connection
        kinds = [type(value) for value in values]
        self.used = {
            slot: _storing(kinds[slot], connection) for slot, _fixed in self.places if slot is not None
        }
        if once.sql != again.sql:
            raise TypeError(f"{compose.__name__} is another query for another value.")
        if not once.wanted <= self.used.keys():
            raise TypeError(f"{compose.__name__} leaves out an argument: a condition was lost.")
        self.width = self.compiler.col_count if self.compiler.has_extra_select else None
        columns = [column[0] for column in self.compiler.select]
        if self.compiler.has_composite_fields(columns):
            raise TypeError(f"{compose.__name__} asks for a key of several columns.")
        self.readers = readers(self.compiler.get_converters(columns), self.compiler.connection)
        # From here on the ORM makes objects as ever, of rows that were fetched before it asks.
        vars(self.compiler).update(execute_sql=self._fetched, results_iter=self._fetched)
        vars(self.rows.query).update(get_compiler=lambda *_, **__: self.compiler)
        self.found: list[Any] = []
        joined: Any = get_related_populators  # what it takes differs between releases of Django's stubs
        self.populators = joined(self.compiler.klass_info or {}, self.compiler.select, self.rows.db)
        self.is_model = self.rows._iterable_class is ModelIterable and not self.rows._known_related_objects

    def _fetched(self, *_: Any, **__: Any) -> Iterator[Any]:
        return iter(self.found)

    def _models(self) -> list[Any]:
        """Return what ``ModelIterable`` makes, which looks through the columns anew each time."""
        info, db = self.compiler.klass_info, self.rows.db
        begin, end = info["select_fields"][0], info["select_fields"][-1] + 1
        names = [column[0].target.attname for column in self.compiler.select[begin:end]]
        made = []
        for row in self.found:
            one = info["model"].from_db(db, names, row[begin:end])
            for populator in self.populators:
                populator.populate(row, one)
            for name, place in self.compiler.annotation_col_map.items():
                setattr(one, name, row[place])
            made.append(one)
        return made

    def run(self, values: list[Any]) -> list[Any]:
        connection = self.compiler.connection
        filled = {slot: store(values[slot]) if store else values[slot] for slot, store in self.used.items()}
        params = [fixed if slot is None else filled[slot] for slot, fixed in self.places]
        with connection.cursor() as cursor:
            cursor.execute(self.sql, params)
            self.found = cursor.fetchall()
        if not self.found:
            return []
        if self.width is not None:
            self.found = [row[: self.width] for row in self.found]
        self.found = read(self.found, self.readers)
        made = self._models() if self.is_model else list(self.rows._iterable_class(self.rows))
        self.found = []
        return made


class Prepared(Generic[*Arguments, Found]):
    """A function that composes a query; called, it returns the rows that the query finds."""

    def __init__(self, compose: Callable[[*Arguments], models.QuerySet[Any, Found]]) -> None:
        self.compose = compose

    def __call__(self, *arguments: *Arguments) -> list[Found]:
        values: list[Any] = []
        key = (self, *[_shape(one, values) for one in arguments])
        # A connection belongs to one thread, so nobody else fills the slots meanwhile.
        ready = vars(connections["default"]).setdefault("prepared", {})
        if key not in ready:
            try:
                ready[key] = _Ready(self.compose, arguments, values)
            except EmptyResultSet:
                return list(self.compose(*arguments))
        found: list[Found] = ready[key].run(values)
        return found

    def first(self, *arguments: *Arguments) -> Found | None:
        """Return the first row, or None; the query itself says how many rows it fetches."""
        return next(iter(self(*arguments)), None)


def padded(values: Iterable[Value]) -> tuple[Value, ...]:
    """Return ``values`` with the last one repeated until there are 1, 2, 4, 8…: a query has a shape for each length."""
    found = tuple(values)
    missing = (1 << (len(found) - 1).bit_length()) - len(found) if found else 0
    return found + found[-1:] * missing


def prepared(compose: Callable[[*Arguments], models.QuerySet[Any, Found]]) -> Prepared[*Arguments, Found]:
    """
    Compose the query of ``compose`` once for each shape of its arguments, then run it with other values.

    Ids, numbers, days, instants and words fill slots; tuples of them too, by length. Everything else (None, an
    empty word, yes and no, enums) belongs to the shape. An object with ``QUERY_PARTS``, as the viewer has, stands for those
    parts alone. What the function makes of a value is refused: it would be kept for everybody.
    """
    return Prepared(compose)
