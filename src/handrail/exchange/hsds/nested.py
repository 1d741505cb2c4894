"""HSDS as JSON: what is nested becomes rows that name each other, as in the CSV files."""

from typing import Any

from handrail.base.words import _
from handrail.exchange.fhir.strict import NotReadable
from handrail.exchange.hsds.rows import FileSet, Rejection, Row
from handrail.exchange.hsds.tables import HSDS_ONLY, TABLES, table_of_file

_ONE = {
    "organization": "organization",
    "program": "program",
    "location": "location",
    "service": "service",
    "taxonomy_term": "taxonomy_term",
    "taxonomy_detail": "taxonomy",
}
_MANY = {name: table.name for table in TABLES.values() for name in table.files if name != "taxonomy"}
# By which keys an object says what it is, asked in this order.
_KNOWN_BY: tuple[tuple[str, frozenset[str]], ...] = (
    ("service_at_location", frozenset({"service", "location"})),
    ("service", frozenset({"id", "name", "status"})),
    ("location", frozenset({"id", "location_type"})),
    ("organization", frozenset({"id", "name", "legal_status"})),
    ("organization", frozenset({"id", "name", "services"})),
    ("organization", frozenset({"id", "name", "website"})),
    ("taxonomy_term", frozenset({"id", "name", "term_uri"})),
    ("taxonomy_term", frozenset({"id", "name", "taxonomy"})),
    ("taxonomy", frozenset({"id", "name", "description"})),
)


def flatten(document: Any, into: FileSet, place: str) -> None:
    """Add what a document holds: an object, a list of objects, a page of a list, or tables by their file names."""
    if isinstance(document, dict) and isinstance(document.get("contents"), list):
        document, place = document["contents"], f"{place}/contents"
    if isinstance(document, list):
        for number, item in enumerate(document):
            flatten(item, into, f"{place}/{number}")
    elif isinstance(document, dict) and document and all(key.endswith(".csv") for key in document):
        _tables(document, into, place)
    elif isinstance(document, dict):
        table = next((name for name, keys in _KNOWN_BY if keys <= document.keys()), "")
        if not table:
            raise NotReadable(str(_("It holds no service, place, organisation or word list of HSDS.")))
        _Flat(into).add(table, document, place, {})
    else:
        raise NotReadable(str(_("It holds no object of HSDS.")))


def _tables(document: dict[str, Any], into: FileSet, place: str) -> None:
    for name, rows in document.items():
        table = table_of_file(name.removesuffix(".csv"), [])
        if not table or not isinstance(rows, list):
            raise NotReadable(_("“%(name)s” is no table of HSDS.") % {"name": ascii(name[:40])[1:-1]})
        for number, item in enumerate(rows):
            _Flat(into).add(table, item, f"{place}/{name}/{number}", {})


def _plain(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value).strip()


class _Flat:
    """Adds an object and what is nested in it; an object that stands twice with the same content is one row."""

    def __init__(self, into: FileSet) -> None:
        self.into = into

    def add(self, table: str, item: Any, place: str, above: dict[str, str]) -> str:
        """Add one object with the columns ``above`` that say where it was nested, and return its id."""
        if not isinstance(item, dict):
            self.into.rejected.append(
                Rejection(self.into.name, place, table, str(_("Here must stand an object with keys.")))
            )
            return ""
        own = _plain(item.get("id"))
        values = {key: _plain(value) for key, value in item.items() if not isinstance(value, dict | list)}
        for key, value in item.items():
            if key in _ONE and isinstance(value, dict):
                values[f"{key}_id"] = self.add(_ONE[key], value, f"{place}/{key}", {})
        values = {key: value for key, value in {**values, **above}.items() if value}
        self.into.rows.append(Row(table, self.into.name, place, values, frozenset(values) | HSDS_ONLY))
        for key, value in item.items():
            if key in _MANY and isinstance(value, list):
                self._add_many(_MANY[key], value, f"{place}/{key}", table, own)
        return own

    def _add_many(self, table: str, items: list[Any], place: str, parent: str, own: str) -> None:
        column = "link_id" if table == "attribute" else f"{parent}_id"
        for number, item in enumerate(items):
            self.add(table, item, f"{place}/{number}", {column: own})
