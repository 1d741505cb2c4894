"""Values of FHIR R4: which kind one is, when two are the same, and which comes first."""

import re
from datetime import datetime, time
from decimal import Decimal
from typing import Any, NamedTuple

NUMBERS = frozenset({"Integer", "Decimal"})
DAYS = frozenset({"Date", "DateTime"})
TEXTS = frozenset({"String", "Uri"})
_LEAP_SECOND = re.compile(r":60(\.[0-9]+)?")
DAY_LENGTH = 10  # of 2026-10-20; a shorter one names a year or a month


class Value(NamedTuple):
    """A value with its kind as FHIR writes it: valueCoding is of the kind Coding."""

    kind: str
    raw: Any


def value_of(group: dict[str, Any], stem: str = "value") -> Value | None:
    """Return the ``stem``[x] of a group of elements, None when it has none."""
    for name, raw in group.items():
        if name.startswith(stem) and name[len(stem) : len(stem) + 1].isupper():
            return Value(name[len(stem) :], raw)
    return None


def named(value: Value) -> tuple[Any, ...]:
    """Return what makes a value the one that it is: of a Coding system and code, of a Quantity number and unit."""
    kind, raw = value
    if kind == "Coding":
        code = raw.get("code")
        return (kind, raw.get("system", ""), code) if code is not None else (kind, None, raw.get("display"))
    if kind == "Quantity":
        return kind, Decimal(str(raw.get("value", "NaN"))), *_unit(raw)
    if kind == "Reference":
        return kind, raw.get("reference") or str(raw.get("identifier"))
    if kind in NUMBERS:
        return "number", Decimal(str(raw))
    return ("text" if kind in TEXTS else kind), str(raw)


def _unit(raw: dict[str, Any]) -> tuple[str, str]:
    return raw.get("system", ""), raw.get("code") or raw.get("unit", "")


def same(one: Value, other: Value) -> bool:
    """
    Return whether two values are the same; 1 and 1.0 are, and so is one moment in two time zones.

    A code that names no system means the one of the list at hand, as published examples write it.
    """
    if one.kind == other.kind == "Coding" and not (one.raw.get("system") and other.raw.get("system")):
        return named(one)[2] == named(other)[2] and ("code" in one.raw) == ("code" in other.raw)
    return named(one) == named(other) or order(one, other) == 0


def _compared(one: Any, other: Any) -> int:
    return int(one > other) - int(one < other)


def order(one: Value, other: Value) -> int | None:
    """Return -1, 0 or 1 as ``one`` comes before, with or after ``other``; None when that cannot be said."""
    kinds = {one.kind, other.kind}
    if kinds <= NUMBERS:
        return _compared(Decimal(str(one.raw)), Decimal(str(other.raw)))
    if kinds == {"Quantity"} and _unit(one.raw) == _unit(other.raw):
        return _numbers(one.raw.get("value"), other.raw.get("value"))
    if kinds <= DAYS:
        return _days(str(one.raw), str(other.raw))
    if kinds == {"Time"}:
        return _compared(time.fromisoformat(_at_most_59(one.raw)), time.fromisoformat(_at_most_59(other.raw)))
    if kinds <= TEXTS:
        return _compared(str(one.raw), str(other.raw))
    return None


def _numbers(one: Any, other: Any) -> int | None:
    return None if one is None or other is None else _compared(Decimal(str(one)), Decimal(str(other)))


def _at_most_59(moment: str) -> str:
    """Return a time without its leap second, which FHIR allows and Python does not know."""
    return _LEAP_SECOND.sub(":59.999999", moment)


def _days(one: str, other: str) -> int | None:
    """Compare two dates or moments as far as both are known: 2026 is neither before nor after 2026-10."""
    if "T" in one and "T" in other:
        return _compared(datetime.fromisoformat(_at_most_59(one)), datetime.fromisoformat(_at_most_59(other)))
    one_day, other_day = one[:DAY_LENGTH], other[:DAY_LENGTH]
    known = min(len(one_day), len(other_day))
    found = _compared(one_day[:known], other_day[:known])
    return found if found or len(one) == len(other) else None
