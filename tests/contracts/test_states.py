"""Every status stands in its table of states."""

from importlib import import_module

import pytest

from tests.contracts.tree import SOURCE

TABLES = [
    (package, name, table)
    for package in sorted(path.parent.name for path in SOURCE.glob("*/rules.py"))
    for name, table in import_module(f"handrail.{package}.rules").__dict__.get("STATE_TABLES", {}).items()
]


@pytest.mark.parametrize(("package", "name", "table"), TABLES, ids=lambda value: str(value)[:20])
def test_a_table_names_every_status_and_leads_only_to_known_ones(package, name, table):
    kind = type(next(iter(table)))
    assert set(table) == set(kind)
    assert set().union(*table.values()) <= set(kind)
