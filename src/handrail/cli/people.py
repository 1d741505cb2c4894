"""Searches in lists of people that need no database."""

import json
from pathlib import Path

import click

from handrail.people.duplicates.pairs import Looked, likely_pairs
from handrail.people.duplicates.table import NAMES, BadTable, Table, read_table
from handrail.people.duplicates.weigh import REASONS, Match

FIELDS = ", ".join(NAMES)


class Unreadable(click.ClickException):
    """A file or an option that cannot be used: exit status 2."""

    exit_code = 2


@click.group(name="people")
def verb() -> None:
    """Search in a list of people; nothing is stored."""


def _wanted(pairs: tuple[str, ...]) -> dict[str, list[str]]:
    wanted: dict[str, list[str]] = {}
    for pair in pairs:
        field, equals, column = pair.partition("=")
        if not equals or field not in NAMES or not column:
            raise Unreadable(f"--map {pair}: write FIELD=COLUMN, with one of {FIELDS}.")
        wanted.setdefault(field, []).append(column)
    return wanted


def _table(file: Path, pairs: tuple[str, ...], without: tuple[str, ...]) -> Table:
    try:
        return read_table(file.read_bytes(), _wanted(pairs), frozenset(without))
    except BadTable as error:
        raise Unreadable(f"{file.name}: {error}") from None
    except OSError as error:
        raise Unreadable(f"{file.name}: {error.strerror}.") from None


def _as_json(table: Table, pairs: list[Match]) -> str:
    found = [
        {
            "one": pair.one,
            "other": pair.other,
            "score": pair.score,
            "reasons": [reason.value for reason in pair.reasons],
        }
        for pair in pairs
    ]
    told = {"people": len(table.people), "columns": table.columns, "pairs": found}
    return json.dumps(told, indent=2, ensure_ascii=False)


@verb.command()
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--map", "pairs", multiple=True, metavar="FIELD=COLUMN", help=f"What a column holds: {FIELDS}.")
@click.option(
    "--without", multiple=True, type=click.Choice(sorted(NAMES)), help="Leave this out of the comparison."
)
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True)
def duplicates(file: Path, pairs: tuple[str, ...], without: tuple[str, ...], form: str) -> None:
    """Print which rows of a CSV file may be of one person, with the score in bits and the reasons.

    The first line holds headings. Ids are printed, no names; without a column of ids, the number of the line.
    Nothing is stored and nothing is merged.
    """
    table, looked = _table(file, pairs, without), Looked()
    found = sorted(likely_pairs(table.people, looked), key=lambda pair: (-pair.score, pair.one, pair.other))
    if form == "json":
        click.echo(_as_json(table, found))
    else:
        click.echo("one\tother\tscore\treasons")
        for pair in found:
            why = "; ".join(str(REASONS[reason]) for reason in pair.reasons)
            click.echo(f"{pair.one}\t{pair.other}\t{pair.score:.1f}\t{why}")
    large = f" {looked.too_large} groups were too large to compare." if looked.too_large else ""
    click.echo(f"{len(table.people)} people, {len(found)} pairs that may be one.{large}", err=True)
