"""Each row by itself, then what it hangs on. A row that cannot be taken takes along only what hangs on it alone."""

import re
from collections.abc import Callable
from datetime import date, datetime, time

from handrail.base.errors import DomainError
from handrail.base.text import kept
from handrail.base.words import _
from handrail.exchange.hsds.rows import FileSet, Rejection, Row
from handrail.exchange.hsds.tables import TABLES, WEEKDAYS, Parent, needs_of, required_of

LENGTHS = {"name": 200, "number": 60, "email": 254, "id": 120, "address_1": 200, "city": 100}
LENGTH_AT_MOST = 10_000
_DAYS = ("%Y-%m-%d", "%m/%d/%Y", "%m/%d/%y", "%B %d, %Y")
_TIME = re.compile(r"(\d{1,2})(?::(\d{2}))?(?::\d{2})?\s*([ap]m)?(?:Z|[+-]\d{2}:?\d{2})?", re.I)
_MONEY = re.compile(r"\d{1,12}([.,]\d{1,4})?")


def read_day(text: str) -> date | None:
    """Return a day as directories write it: 2026-10-20, 10/20/2026, 10/20/26, “October 20, 2026”; None for others."""
    for form in _DAYS:
        try:
            return datetime.strptime(text.split("T")[0] if form == "%Y-%m-%d" else text, form).date()  # noqa: DTZ007 - a day has no zone
        except ValueError:
            continue
    return None


def read_time(text: str) -> time | None:
    """Return a time of day: 08:00, 8:00:00, 3pm, 4:00 PM; None for others."""
    found = _TIME.fullmatch(text.strip())
    if not found:
        return None
    hour, minute, half = int(found[1]), int(found[2] or 0), (found[3] or "").lower()
    if half and not 1 <= hour <= 12:
        return None
    hour = hour % 12 + (12 if half == "pm" else 0) if half else hour
    return time(hour % 24, minute) if hour <= 24 and minute < 60 else None


def _is_number(text: str) -> bool:
    return bool(_MONEY.fullmatch(text))


_READ: dict[str, Callable[[str], object]] = {
    "assured_date": read_day,
    "start_date": read_day,
    "end_date": read_day,
    "opens_at": read_time,
    "closes_at": read_time,
    "amount": _is_number,
    "weekday": lambda text: text.capitalize() in WEEKDAYS,
}


def _fault(row: Row) -> str:
    """Return why a row cannot be taken, looked at by itself; empty when nothing is wrong."""
    for column in required_of(row.table, row.columns):
        if not row.get(column):
            return _("“%(column)s” is empty.") % {"column": column}
    for column, value in row.values.items():
        fault = _fault_of(row, column, value)
        if fault:
            return fault
    if row.table == "holiday_schedule" and row.get("closed").lower() in ("false", "f", "no", "0"):
        missing = [column for column in ("opens_at", "closes_at") if not row.get(column)]
        return _("“%(column)s” is empty.") % {"column": missing[0]} if missing else ""
    return ""


def _fault_of(row: Row, column: str, value: str) -> str:
    if len(value) > LENGTHS.get(column, LENGTH_AT_MOST):
        limit = LENGTHS.get(column, LENGTH_AT_MOST)
        return _("“%(column)s” is longer than %(limit)s letters.") % {"column": column, "limit": limit}
    try:
        kept(value)
    except DomainError:
        return _("“%(column)s” holds a character that cannot be stored.") % {"column": column}
    codes = TABLES[row.table].codes.get(column)
    if codes and value.lower() not in codes:
        return _("“%(column)s” must be one of: %(codes)s.") % {
            "column": column,
            "codes": ", ".join(sorted(codes)),
        }
    if column in _READ and not _READ[column](value):
        return _("“%(column)s” is written in a way that is not read here.") % {"column": column}
    return ""


class Checked:
    """The rows of a set that can be taken, by table and id; with what was rejected and what points nowhere."""

    def __init__(self, found: FileSet) -> None:
        self.rows: dict[str, dict[str, Row]] = {name: {} for name in TABLES}
        self.rejected: list[Rejection] = list(found.rejected)
        self.orphans: list[Rejection] = []
        self._refused: set[tuple[str, str]] = set()
        by_table: dict[str, list[Row]] = {name: [] for name in TABLES}
        for row in found.rows:
            by_table[row.table].append(row)
        for name, rows in by_table.items():
            for row in rows:
                self._take(row)
            if name == "taxonomy_term":
                self._check_terms()

    def _take(self, row: Row) -> None:
        fault = row.fault or _fault(row)
        if not fault:
            known = self.rows[row.table].get(row.id)
            if known is not None:
                fault = self._again(known, row)
                if not fault:
                    return
        if fault:
            self._reject(row, fault)
        elif self._hangs(row):
            self.rows[row.table][row.id] = row

    def _again(self, known: Row, row: Row) -> str:
        """Join what stands in two places with the same content; say what is wrong when it differs."""
        links = {parent.column for parent in _parents(row.table)}
        for column, value in row.values.items():
            if known.values.setdefault(column, value) != value and column not in links:
                return str(_("This id stands twice, with different content."))
        return ""

    def _reject(self, row: Row, reason: object) -> None:
        self.rejected.append(row.rejected(reason))
        self._refused.add((row.table, row.id))

    def _missing(self, row: Row, parent: Parent) -> str:
        """Return why what a column names is not there; empty when it is, or when the column is empty."""
        named = row.get(parent.column)
        if not named or named in self.rows[parent.table]:
            return ""
        if (parent.table, named) in self._refused:
            return _("It hangs on a row of “%(table)s” that was rejected.") % {"table": parent.table}
        words = _(
            "It points to a row of “%(table)s” that is not in these files. Add that row, or correct the id."
        )
        return words % {"table": parent.table}

    def _hangs(self, row: Row) -> bool:
        """Return whether a row hangs on rows that are there; otherwise it is rejected and listed as an orphan."""
        table = TABLES[row.table]
        needs = needs_of(row.table, row.columns)
        gone = [reason for parent in needs if (reason := self._missing(row, parent))]
        named = [parent for parent in table.needs_one if row.get(parent.column)]
        reasons = [reason for parent in named if (reason := self._missing(row, parent))]
        if table.needs_one and not named:
            columns = ", ".join(parent.column for parent in table.needs_one)
            gone.append(_("It hangs on nothing. Fill in one of: %(columns)s.") % {"columns": columns})
        elif named and len(reasons) == len(named):
            gone.append(reasons[0])
        if gone:
            self.orphans.append(row.rejected(gone[0]))
            self._reject(row, gone[0])
            return False
        loose = reasons + [reason for one in table.may_name if (reason := self._missing(row, one))]
        self.orphans += [row.rejected(reason) for reason in loose]
        return True

    def _check_terms(self) -> None:
        """Reject words of a list whose word above is not there: an Ohana list is one file."""
        terms = self.rows["taxonomy_term"]
        for row in list(terms.values()):
            above = row.get("parent_id")
            if "taxonomy_id" in row.columns and "parent_name" in row.columns and above and above not in terms:
                reason = _(
                    "It points to a row of “taxonomy” that is not in these files. Add that row, or correct the id."
                )
                self.orphans.append(row.rejected(reason))
                self._reject(row, reason)
                del terms[row.id]


def _parents(table: str) -> tuple[Parent, ...]:
    found = TABLES[table]
    return found.needs_all + found.needs_one + found.may_name
