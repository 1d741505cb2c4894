"""The tables of states as diagrams, read from each package's rules."""

from enum import StrEnum
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import click
from django.apps import apps

PAGE = Path("docs/reference/states.md")
HEAD = """# States

Made by `handrail states --write` from the tables in each package's `rules.py`. A state changes in one
action, by its table, and leaves a row that says who and when.
"""


def _name(state: Any) -> str:
    return str(state.value if isinstance(state, StrEnum) else state)


def diagram(table: dict[Any, set[Any]]) -> str:
    """Return ``table`` as a Mermaid state diagram: the first state begins, states without a way on end."""
    states = list(table)
    lines = ["```mermaid", "stateDiagram-v2", f"    [*] --> {_name(states[0])}"]
    for state in states:
        lines += [f"    {_name(state)} --> {_name(to)}" for to in sorted(table[state], key=_name)]
        if not table[state]:
            lines.append(f"    {_name(state)} --> [*]")
    return "\n".join([*lines, "```"])


def tables() -> dict[str, dict[str, dict[Any, set[Any]]]]:
    """Return each package's STATE_TABLES, by package."""
    found = {}
    for config in apps.get_app_configs():
        if config.name.startswith("handrail.") and find_spec(f"{config.name}.rules"):
            kept = getattr(import_module(f"{config.name}.rules"), "STATE_TABLES", {})
            if kept:
                found[config.label] = kept
    return found


def page() -> str:
    """Return the page of every table."""
    text = [HEAD]
    for package, kept in sorted(tables().items()):
        for name, table in kept.items():
            text += [f"## {name} (`{package}`)", "", diagram(table), ""]
    return "\n".join(text).rstrip() + "\n"


@click.command(name="states")
@click.option("--write", is_flag=True, help=f"Write {PAGE} instead of printing.")
def verb(write: bool) -> None:
    """Print the tables of states as Mermaid diagrams in Markdown."""
    if not write:
        click.echo(page(), nl=False)
        return
    PAGE.parent.mkdir(parents=True, exist_ok=True)
    PAGE.write_text(page(), encoding="utf-8")
    click.echo(f"{PAGE} is written.", err=True)
