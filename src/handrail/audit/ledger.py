"""
The ledger: a file outside the database that a restored backup cannot take back.

One line of JSON for each entry in ``HANDRAIL_HOME/ledger/ledger.jsonl``: ``at`` (UTC), ``kind`` and ids, never a name.
A line counts once it is on the disk; one that a crash cut short was never promised to anybody.
"""

import fcntl
import json
import os
from pathlib import Path
from uuid import UUID

from django.conf import settings

from handrail.base import clock
from handrail.base.frozen import frozen


@frozen
class Ledger:
    """What stands in the file: entries in their order, and the numbers of lines that cannot be read."""

    entries: tuple[dict[str, str], ...]
    unreadable: tuple[int, ...]


def path() -> Path:
    """Return where the ledger of this place lies."""
    return Path(settings.HANDRAIL_HOME) / "ledger" / "ledger.jsonl"


def _sync_folder(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def write(kind: str, **ids: UUID | str) -> None:
    """
    Add one line and return when it is on the disk.

    An action calls it last, inside its transaction: without the line nothing is committed (OSError).
    """
    file = path()
    is_new = not file.exists()
    file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    entry = {"at": clock.now().isoformat(), "kind": kind, **{name: str(value) for name, value in ids.items()}}
    with open(os.open(file, os.O_RDWR | os.O_APPEND | os.O_CREAT, 0o600), "r+b") as ledger:
        fcntl.flock(ledger, fcntl.LOCK_EX)
        line = json.dumps(entry).encode() + b"\n"
        if _is_cut_short(ledger.fileno()):
            line = b"\n" + line
        os.write(ledger.fileno(), line)
        os.fsync(ledger.fileno())
    if is_new:
        _sync_folder(file.parent)
        _sync_folder(file.parent.parent)


def _is_cut_short(handle: int) -> bool:
    size = os.fstat(handle).st_size
    return size > 0 and os.pread(handle, 1, size - 1) != b"\n"


def read() -> Ledger:
    """Return every entry, oldest first, and which lines cannot be read."""
    file = path()
    entries: list[dict[str, str]] = []
    unreadable = []
    lines = file.read_bytes().split(b"\n") if file.exists() else []
    for number, line in enumerate(lines, start=1):
        try:
            entry = json.loads(line) if line else None
        except ValueError:
            unreadable.append(number)
            continue
        if isinstance(entry, dict):
            entries.append(entry)
        elif line:
            unreadable.append(number)
    return Ledger(tuple(entries), tuple(unreadable))
