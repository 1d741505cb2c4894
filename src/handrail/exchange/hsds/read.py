"""From paths to sets of rows. Whatever is wrong with a file becomes a rejection with a reason, never an error."""

import csv
import io
from collections.abc import Iterable, Iterator
from pathlib import Path

from handrail.base.words import _
from handrail.exchange.fhir import strict
from handrail.exchange.hsds.nested import flatten
from handrail.exchange.hsds.rows import FileSet, Rejection, Row
from handrail.exchange.hsds.tables import table_of_file

SUFFIXES = (".csv", ".json", ".ndjson")
SIZE_AT_MOST = 64 * 1024 * 1024
DESCRIPTION = "datapackage.json"  # says what the CSV files beside it are; their names say it as well


def sets(paths: Iterable[Path]) -> Iterator[FileSet]:
    """Yield the sets that ``paths`` name; a folder is searched to the bottom, its CSV files belong together."""
    for path in paths:
        yield from _sets_of(path)


def _sets_of(path: Path) -> Iterator[FileSet]:
    try:
        if path.is_dir():
            yield from _folder(path)
            return
        reason = "" if path.is_file() else str(_("There is no such file."))
    except (OSError, ValueError):
        reason = str(_("This path cannot be opened."))
    if not reason and path.suffix.lower() not in SUFFIXES:
        reason = str(_("Only .csv, .json and .ndjson files are read here."))
    if reason:
        yield FileSet(str(path), "", rejected=[Rejection(str(path), "", "", reason)])
    elif path.suffix.lower() == ".csv":
        yield _tables(str(path), [path])
    else:
        yield _document(path)


def _folder(folder: Path) -> Iterator[FileSet]:
    found = sorted(file for file in folder.rglob("*") if file.suffix.lower() in SUFFIXES and file.is_file())
    if not found:
        reason = str(_("This folder holds no .csv, .json or .ndjson file."))
        yield FileSet(str(folder), "", rejected=[Rejection(str(folder), "", "", reason)])
    for home in sorted({file.parent for file in found}):
        here = [file for file in found if file.parent == home]
        together = [file for file in here if file.suffix.lower() == ".csv"]
        if together:
            yield _tables(str(home), together)
        for file in here:
            if file.suffix.lower() != ".csv" and not (together and file.name.lower() == DESCRIPTION):
                yield _document(file)


def _bytes(path: Path) -> bytes:
    try:
        with path.open("rb") as stream:
            text = stream.read(SIZE_AT_MOST + 1)
    except OSError as error:
        raise strict.NotReadable(_("It cannot be opened: %(why)s.") % {"why": error.strerror}) from error
    if len(text) > SIZE_AT_MOST:
        limit = SIZE_AT_MOST // 1024**2
        raise strict.NotReadable(_("It is larger than %(limit)s MB. Send it in parts.") % {"limit": limit})
    return text


# ---------- CSV ----------


def _tables(name: str, files: list[Path]) -> FileSet:
    found = FileSet(name, files[0].resolve().parent.name)
    for path in files:
        try:
            _one_table(path, found)
        except strict.NotReadable as error:
            found.rejected.append(Rejection(str(path), "", "", str(error)))
    return found


def _text(path: Path) -> str:
    try:
        return _bytes(path).decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise strict.NotReadable(str(_("It is not UTF-8. Save it as UTF-8 and try again."))) from error


def _records(text: str) -> Iterator[tuple[int, list[str]]]:
    """Yield records with their number as a spreadsheet shows it: the headings are row 1."""
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    number = 0
    while True:
        number += 1
        try:
            yield number, next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            sentence = _("Row %(row)s cannot be read: %(why)s.")
            raise strict.NotReadable(sentence % {"row": number, "why": error}) from error


def _headings(path: Path, cells: list[str]) -> tuple[str, list[str]]:
    headings = [cell.strip().lower() for cell in cells]
    if len(set(headings)) < len(headings):
        raise strict.NotReadable(str(_("Two of its headings are the same.")))
    table = table_of_file(path.stem, headings)
    if not table:
        raise strict.NotReadable(str(_("Neither its name nor its headings are those of a table of HSDS.")))
    return table, headings


def _one_table(path: Path, into: FileSet) -> None:
    records = _records(_text(path))
    first = next(records, None)
    if first is None or not any(cell.strip() for cell in first[1]):
        raise strict.NotReadable(str(_("There is nothing in it.")))
    table, headings = _headings(path, first[1])
    if "id" not in headings and "taxonomy_id" not in headings:
        raise strict.NotReadable(str(_("It has no heading “id”.")))
    columns = frozenset(headings)
    for number, cells in records:
        if not any(cell.strip() for cell in cells):
            continue
        values = {name: cell.strip() for name, cell in zip(headings, cells, strict=False) if cell.strip()}
        if table == "taxonomy_term" and "id" not in columns:
            values["id"] = values.get("taxonomy_id", "")
        row = Row(table, str(path), f"row {number}", values, columns)
        if len(cells) > len(headings):
            words = _("It has %(cells)s cells, and there are %(headings)s headings.")
            row.fault = words % {"cells": len(cells), "headings": len(headings)}
        into.rows.append(row)


# ---------- JSON ----------


def _document(path: Path) -> FileSet:
    found = FileSet(str(path), path.resolve().parent.name)
    try:
        text = _bytes(path)
        if path.suffix.lower() == ".ndjson":
            _lines(text, found)
        else:
            flatten(strict.parse(text)[0], found, "")
    except strict.NotReadable as error:
        found.rejected.append(Rejection(str(path), "", "", str(error)))
    return found


def _lines(text: bytes, into: FileSet) -> None:
    if not text.strip():
        raise strict.NotReadable(str(_("There is nothing in it.")))
    for number, line in enumerate(text.split(b"\n"), start=1):
        if not line.strip():
            continue
        try:
            flatten(strict.parse(line)[0], into, f"line {number}")
        except strict.NotReadable as error:
            into.rejected.append(Rejection(into.name, f"line {number}", "", str(error)))
