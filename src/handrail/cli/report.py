from typing import Any

import click
from django.db import transaction

from handrail.cli.output import Run, as_format, note_reading, operator, the_organisation
from handrail.outcomes.report import outcomes as gather


@click.group(name="report")
def verb() -> None:
    """Print figures of one organisation: totals only, small numbers hidden."""


@verb.command()
@click.option("--organisation", "key", default="", help="Key of the organisation, when there are several.")
@as_format
def outcomes(key: str, form: str) -> None:
    """Print every outcome figure with its n and who is not counted."""
    run = Run()
    organisation = the_organisation(key)
    viewer = operator(organisation)
    with transaction.atomic():
        note_reading(viewer, "report_outcomes", organisation)
        figures = gather(viewer)
    click.echo(run.as_json(figures) if form == "json" else "\n".join(_lines(figures)))


def _lines(value: Any, indent: int = 0, name: str = "") -> list[str]:
    pad = "  " * indent
    if isinstance(value, dict):
        head = [f"{pad}{name}"] if name else []
        inner = indent + 1 if name else indent
        return head + [line for key, item in value.items() for line in _lines(item, inner, str(key))]
    if isinstance(value, list):
        return [f"{pad}{name}"] + [line for item in value for line in _lines(item, indent + 1, "-")]
    return [f"{pad}{name}: {value}"]
