"""
Changes one cell at a time and asks whether the tests of ``test_tables.py`` notice: none may survive.

Which test notices what: a cell of decisions.csv, of CLEARANCE, of ROLE_RELATIONS and of DEFAULT_SCOPES is noticed by
``test_every_cell_is_what_the_decision_says``; a cell of ROLES by ``test_every_role_may_what_its_page_says``. They need
no database, so that all of it takes seconds.
"""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from functools import cache
from typing import Any

from handrail.access import CLEARANCE, ROLES, Category, Label, Permission, RelationKind, Role
from handrail.access.roles import ROLE_RELATIONS
from handrail.people import rules
from tests.matrix import tables, test_tables
from tests.matrix.world import STANDINGS

Mutant = tuple[str, Callable[[], bool]]


@contextmanager
def put(table: dict[Any, Any], key: Any, value: Any) -> Iterator[None]:
    """Let another value stand in a table for as long as the block runs."""
    before = table[key]
    table[key] = value
    try:
        yield
    finally:
        table[key] = before


@cache
def _every() -> tuple[tuple[tables.Cell, str], ...]:
    return tuple(test_tables.cells())


@cache
def _cells(**of: Any) -> tuple[tuple[Any, str], ...]:
    """Return the cells of a role, a kind of relation, a category or a label, or all: what the test compares anyway."""
    kind = of.pop("kind", None)
    return tuple(
        (cell, word)
        for cell, word in _every()
        if (kind is None or kind in STANDINGS[cell.relation].kinds)
        and all(getattr(cell, name) == value for name, value in of.items())
    )


def _decisions_notice(**of: Any) -> bool:
    """Return whether some cell of the table and the decision differ."""
    return any(test_tables.decided(cell) != word for cell, word in _cells(**of))


def _of_cell(row: dict[str, str], label: str) -> Callable[[], bool]:
    def noticed() -> bool:
        other = "404" if row[label] == "allow" else "allow"
        return bool(test_tables.wrong_cells([{**row, label: other}]))

    return noticed


def _of_flag(table: dict[Any, frozenset[Any]], key: Any, member: Any, **of: Any) -> Callable[[], bool]:
    def noticed() -> bool:
        with put(table, key, table[key] ^ {member}):
            return _decisions_notice(**of)

    return noticed


def _of_scope(kind: RelationKind, category: Category) -> Callable[[], bool]:
    def noticed() -> bool:
        with put(rules.DEFAULT_SCOPES, kind, rules.DEFAULT_SCOPES[kind] ^ category.bit):
            return _decisions_notice(kind=kind, category=str(category))

    return noticed


def _of_role(role: Role, permission: Permission) -> Callable[[], bool]:
    def noticed() -> bool:
        changed = replace(ROLES[role], permissions=ROLES[role].permissions ^ {permission})
        with put(ROLES, role, changed):
            told = {(str(one), str(may)) for one in Role for may in ROLES[one].permissions}
            return tables.permitted() != told

    return noticed


def _of_rows() -> Iterator[Mutant]:
    for row in tables.decision_rows():
        where = f"decisions.csv {row['role']} {row['relation']} {row['category']}"
        yield from ((f"{where} {label}", _of_cell(row, label)) for label in tables.LABELS)


def _of_roles() -> Iterator[Mutant]:
    for role in Role:
        yield from ((f"ROLES {role} {one}", _of_role(role, one)) for one in Permission)
        # A role that no record is for answers 403 before any relation; a test of its own holds its kinds.
        if Permission.RECORD_READ in ROLES[role].permissions:
            for kind in RelationKind:
                notices = _of_flag(ROLE_RELATIONS, role, kind, role=str(role), kind=kind)
                yield f"ROLE_RELATIONS {role} {kind}", notices


def _of_kinds() -> Iterator[Mutant]:
    for kind in RelationKind:
        for label in Label:
            notices = _of_flag(CLEARANCE, kind, label, kind=kind, label=label.name.lower())
            yield f"CLEARANCE {kind} {label.name}", notices
        yield from ((f"DEFAULT_SCOPES {kind} {one}", _of_scope(kind, one)) for one in Category)


def mutants() -> Iterator[Mutant]:
    """Yield each change with what makes it and says whether it was noticed."""
    yield from _of_rows()
    yield from _of_roles()
    yield from _of_kinds()


def survivors() -> tuple[int, list[str]]:
    """Return how many changes were made one by one, and those that nothing noticed."""
    if _decisions_notice():
        raise SystemExit(
            "The tables are wrong before anything was changed. Run tests/matrix/test_tables.py first."
        )
    made = [(name, noticed()) for name, noticed in mutants()]
    return len(made), [name for name, seen in made if not seen]


def main() -> int:
    count, left = survivors()
    sys.stdout.write("".join(f"nothing noticed  {name}\n" for name in left))
    sys.stdout.write(f"{count} cells changed one by one, {count - len(left)} noticed, {len(left)} not\n")
    return 1 if left else 0
