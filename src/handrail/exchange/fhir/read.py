"""From paths to units. Whatever is wrong with a file becomes a rejection with a reason, never an error."""

from collections.abc import Iterable, Iterator
from pathlib import Path

from handrail.base.frozen import frozen
from handrail.base.words import _
from handrail.exchange.fhir import strict
from handrail.exchange.fhir.unit import Entry, Refused, Rejection, Unit, entries_of, rejections

SUFFIXES = (".json", ".ndjson")
SIZE_AT_MOST = 64 * 1024 * 1024
REJECTIONS_AT_MOST = 20


@frozen
class Found:
    """A path to read, or the reason why it cannot be read."""

    path: Path
    reason: str = ""


def files(paths: Iterable[Path]) -> list[Found]:
    """Return the files that ``paths`` name, folders searched to the bottom for .json and .ndjson, in order."""
    return [found for path in paths for found in _files_of(path)]


def _files_of(path: Path) -> list[Found]:
    try:
        if path.is_dir():
            inside = sorted(
                file for file in path.rglob("*") if file.suffix.lower() in SUFFIXES and file.is_file()
            )
            empty = str(_("This folder holds no .json and no .ndjson file."))
            return [Found(file) for file in inside] or [Found(path, empty)]
        if not path.exists():
            return [Found(path, str(_("There is no such file.")))]
    except (OSError, ValueError):
        return [Found(path, str(_("This path cannot be opened.")))]
    if not path.is_file():
        return [Found(path, str(_("This is not an ordinary file.")))]
    if path.suffix.lower() not in SUFFIXES:
        return [Found(path, str(_("Only .json and .ndjson files are read here.")))]
    return [Found(path)]


def read(path: Path, source: str = "") -> tuple[Unit | None, list[Rejection]]:
    """Return what a file holds, or nothing and the reasons why the whole file is refused."""
    file = str(path)
    try:
        text = _bytes(path)
        entries, rejected = _lines(file, text) if path.suffix.lower() == ".ndjson" else _document(file, text)
    except strict.NotReadable as error:
        return None, [Rejection(file, "", str(error))]
    except Refused as error:
        return None, [Rejection(file, error.place, str(error))]
    if rejected:
        return None, _at_most(file, rejected)
    return Unit(file, entries, home=path.resolve().parent.name, source=source), []


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


def _document(file: str, text: bytes) -> tuple[list[Entry], list[Rejection]]:
    plain, exact = strict.parse(text)
    wrong = rejections(file, plain)
    return ([], wrong) if wrong else (entries_of(plain, exact), [])


def _lines(file: str, text: bytes) -> tuple[list[Entry], list[Rejection]]:
    entries: list[Entry] = []
    wrong: list[Rejection] = []
    if not text.strip():
        raise strict.NotReadable(str(_("There is nothing in it.")))
    for number, line in _numbered(text):
        place = f"line {number}"
        try:
            plain, exact = strict.parse(line)
        except strict.NotReadable as error:
            wrong.append(Rejection(file, place, str(error)))
            continue
        wrong += rejections(file, plain, place)
        if isinstance(plain, dict) and plain.get("resourceType") == "Bundle":
            wrong.append(Rejection(file, place, str(_("A line holds one resource, not a Bundle."))))
        if len(wrong) > REJECTIONS_AT_MOST:
            break
        entries.append(Entry(plain, exact, place))
    return entries, wrong


def _numbered(text: bytes) -> Iterator[tuple[int, bytes]]:
    for number, line in enumerate(text.split(b"\n"), start=1):
        if line.strip():
            yield number, line


def _at_most(file: str, rejected: list[Rejection]) -> list[Rejection]:
    if len(rejected) < REJECTIONS_AT_MOST:
        return rejected
    more = Rejection(file, "", str(_("There may be more: reading stopped after 20 faults.")))
    return [*rejected[:REJECTIONS_AT_MOST], more]
