"""People out of a table with a first line of headings, for a search without a database."""

import csv
import io
import re
from collections.abc import Iterator, Mapping

from handrail.base.frozen import frozen
from handrail.people.duplicates.known import Known, known

NAMES: dict[str, tuple[str, ...]] = {
    "id": ("id", "rec_id", "record_id", "person_id", "participant_id", "key"),
    "given": ("given_name", "given", "first_name", "firstname", "forename", "vorname"),
    "family": ("family_name", "family", "surname", "last_name", "lastname", "nachname"),
    "called": ("called", "preferred_name", "known_as", "nickname"),
    "name": ("name", "full_name"),
    "birth": ("birth_date", "birthdate", "date_of_birth", "birth_on", "dob", "born", "geburtsdatum"),
    "phone": ("phone", "phone_number", "telephone", "tel", "mobile", "telefon"),
    "identifier": (
        *("identifier", "soc_sec_id", "ssn", "social_security_number", "national_id", "nhs_number"),
        *("medicare_number", "insurance_number", "mrn", "case_number"),
    ),
    "address": (
        *("address", "address_1", "address_2", "address_line_1", "address_line_2", "street", "street_number"),
        *("house_number", "suburb", "city", "town", "postcode", "postal_code", "zip", "state"),
    ),
}
ONE_COLUMN = {"id", "name", "birth"}
SEPARATORS = ",;\t|"


class BadTable(ValueError):
    """A file that cannot be used, with a sentence that says why and where."""


@frozen
class Table:
    """The people of a file and which of its columns were read as what."""

    people: list[Known]
    columns: dict[str, list[str]]


def _plain(heading: str) -> str:
    return re.sub(r"\W+", "_", heading.strip().casefold()).strip("_")


def decoded(content: bytes) -> str:
    """Return the text of a file; raise BadTable when it is no text in UTF-8 or, with its mark, UTF-16."""
    encoding = "utf-16" if content[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig"
    try:
        text = content.decode(encoding)
    except UnicodeDecodeError as error:
        line = content[: error.start].count(b"\n") + 1
        raise BadTable(f"Line {line} is not UTF-8 text. Save the file as CSV in UTF-8.") from None
    if "\x00" in text:
        raise BadTable("This is no text: it holds a NUL character. Save the file as CSV in UTF-8.")
    return text


def _rows(text: str) -> Iterator[tuple[int, list[str]]]:
    """Yield each line with its number; raise BadTable where a line cannot be read."""
    first = next((line for line in text.splitlines() if line.strip()), "")
    separator = max(SEPARATORS, key=first.count)
    reader = csv.reader(
        io.StringIO(text, newline=""), delimiter=separator, skipinitialspace=True, strict=True
    )
    try:
        for cells in reader:
            if any(cell.strip() for cell in cells):
                yield reader.line_num, [cell.strip() for cell in cells]
    except csv.Error as error:
        raise BadTable(f"Line {reader.line_num} cannot be read: {error}.") from None


def _mapped(headings: list[str], wanted: Mapping[str, list[str]]) -> dict[str, list[int]]:
    """Return which columns hold what: by ``wanted`` first, then by their headings."""
    found: dict[str, list[int]] = {}
    for field, names in wanted.items():
        for name in names:
            if name not in headings:
                raise BadTable(f"There is no column “{name}”. The columns are: {', '.join(headings)}.")
            found.setdefault(field, []).append(headings.index(name))
    taken = {at for columns in found.values() for at in columns}
    for at, heading in enumerate(headings):
        field = next((field for field, names in NAMES.items() if _plain(heading) in names), "")
        full = field in ONE_COLUMN and field in found
        if field and field not in wanted and at not in taken and not full:
            found.setdefault(field, []).append(at)
    return found


def _checked(headings: list[str], columns: dict[str, list[int]]) -> None:
    twice = sorted({one for one in headings if one and headings.count(one) > 1})
    if twice:
        raise BadTable(f"The column “{twice[0]}” stands there twice.")
    if not columns.keys() & {"given", "family", "called", "name", "identifier"}:
        raise BadTable(
            f"No column says a name or a number. The columns are: {', '.join(headings)}. "
            "Say which with --map, as in --map family=COLUMN."
        )


def _person(at: int, cells: list[str], headings: list[str], columns: dict[str, list[int]]) -> Known:
    def joined(field: str) -> str:
        return " ".join(cells[column] for column in columns.get(field, ()))

    given, _space, family = joined("name").rpartition(" ")
    return known(
        joined("id") or f"line {at}",
        given=joined("given") or given,
        family=joined("family") or family,
        called=joined("called"),
        birth=joined("birth"),
        identifiers=[(headings[column], cells[column]) for column in columns.get("identifier", ())],
        phones=[cells[column] for column in columns.get("phone", ())],
        address=joined("address"),
    )


def read_table(
    content: bytes, wanted: Mapping[str, list[str]] | None = None, without: frozenset[str] = frozenset()
) -> Table:
    """
    Return the people in a CSV file whose first line holds headings.

    ``wanted`` names columns by what they hold (``given``, ``family``, ``birth`` …), ``without`` leaves things out.
    Raises BadTable with the line where a file cannot be used.
    """
    rows = _rows(decoded(content))
    _at, headings = next(rows, (0, []))
    if not headings:
        raise BadTable("This file is empty.")
    found = _mapped(headings, wanted or {})
    columns = {field: places for field, places in found.items() if field not in without}
    _checked(headings, columns)
    people = []
    for at, cells in rows:
        if len(cells) != len(headings):
            raise BadTable(f"Line {at} has {len(cells)} cells, the first line has {len(headings)}.")
        people.append(_person(at, cells, headings, columns))
    names = {field: [headings[place] for place in places] for field, places in columns.items()}
    return Table(people, names)
