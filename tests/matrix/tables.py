"""The two reviewed tables of the matrix, read as plain rows, and the table of roles as it stands on its page."""

import csv
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from handrail.access import Label
from tests.contracts.tree import ROOT

FOLDER = Path(__file__).parent
PERMISSIONS = ROOT / "docs" / "reference" / "permissions.md"
LABELS = [label.name.lower() for label in Label]
ANY = "*"


@dataclass(frozen=True)
class Route:
    """One named address: who may ask, what it is about, which ids it takes and of which table."""

    name: str
    path: str
    methods: tuple[str, ...]
    permission: str
    about: str  # person, list or nobody
    categories: tuple[str, ...]
    ids: tuple[tuple[str, str], ...]
    rule: str

    @property
    def models(self) -> list[str]:
        """Return the tables that its ids are of; an id without a table is a word of the code."""
        return [model for _name, model in self.ids if "." in model]


@dataclass(frozen=True)
class Cell:
    """What one role, standing so to a person, gets of one category under one label."""

    role: str
    relation: str
    category: str
    label: str


def _rows(name: str) -> list[dict[str, str]]:
    with (FOLDER / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@cache
def routes() -> tuple[Route, ...]:
    return tuple(
        Route(
            name=row["route"],
            path=row["path"],
            methods=tuple(row["methods"].split()),
            permission=row["permission"],
            about=row["about"],
            categories=tuple(row["categories"].split()),
            ids=tuple((pair.split("=")[0], pair.split("=")[1]) for pair in row["ids"].split()),
            rule=row["rule"],
        )
        for row in _rows("routes.csv")
    )


def decision_rows() -> list[dict[str, str]]:
    return _rows("decisions.csv")


def spread(rows: list[dict[str, str]], relations: list[str], roles: list[str], categories: list[str]):
    """Yield (cell, outcome) for each cell that a row with wildcards stands for."""
    for row in rows:
        for role in roles if row["role"] == ANY else [row["role"]]:
            for relation in relations if row["relation"] == ANY else [row["relation"]]:
                for category in categories if row["category"] == ANY else [row["category"]]:
                    for label in LABELS:
                        yield Cell(role, relation, category, label), row[label]


@cache
def permitted() -> frozenset[tuple[str, str]]:
    """Return (role, permission) as the page for readers says it."""
    lines = [
        [cell.strip() for cell in line[1:-1].split("|")]
        for line in PERMISSIONS.read_text(encoding="utf-8").splitlines()
        if line.startswith("|") and not line.startswith("|---")
    ]
    roles = lines[0][1:]
    return frozenset(
        (role, line[0]) for line in lines[1:] for role, mark in zip(roles, line[1:], strict=True) if mark
    )
