"""The settings that SQLite must really have: set on each connection, read back, never believed."""

from typing import Any

# name: (what it must read, why)
WANTED: dict[str, tuple[Any, str]] = {
    "journal_mode": ("wal", "readers would wait for writers; is the home on a network drive?"),
    "synchronous": (2, "a power cut could lose a note that was already acknowledged"),
    "foreign_keys": (1, "rows could point to nothing"),
    "secure_delete": (1, "erased words could still be read in the file"),
}


def as_read(cursor: Any) -> dict[str, Any]:
    """Return the settings of the connection behind ``cursor``, as SQLite itself reports them."""
    return {name: cursor.execute(f"PRAGMA {name}").fetchone()[0] for name in WANTED}


def differences(found: dict[str, Any]) -> list[str]:
    """Return a sentence for each setting that is not as it must be."""
    return [
        f"SQLite's {name} is {found[name]} and not {wanted}: {why}."
        for name, (wanted, why) in WANTED.items()
        if found[name] != wanted
    ]
