"""Rows as they were read, and what is said of one that cannot be taken."""

from dataclasses import dataclass, field

from handrail.base.frozen import frozen


@frozen
class Rejection:
    """A row or file that is not taken: which file, which row, what it says it is, and why."""

    file: str
    row: str
    resource: str
    reason: str


@dataclass
class Row:
    """One row of one table, with the file and place it stands at."""

    table: str
    file: str
    place: str
    values: dict[str, str]
    columns: frozenset[str]
    fault: str = ""  # what was wrong already while it was read

    @property
    def id(self) -> str:
        return self.values.get("id", "")

    @property
    def name(self) -> str:
        shown = "".join(letter if letter.isprintable() else "?" for letter in self.id[:120])
        return f"{self.table}/{shown}" if shown else self.table

    def get(self, column: str) -> str:
        return self.values.get(column, "")

    def rejected(self, reason: object) -> Rejection:
        return Rejection(self.file, self.place, self.name, str(reason))


@dataclass
class FileSet:
    """Files that belong together: the CSV files of one folder, or one JSON file. Written whole or not at all."""

    name: str
    home: str
    rows: list[Row] = field(default_factory=list)
    rejected: list[Rejection] = field(default_factory=list)
