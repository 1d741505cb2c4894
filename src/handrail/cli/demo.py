"""``handrail demo``: make it, forget it, follow its front door."""

import os
import shutil
import socket
import subprocess
import sys
import tempfile
from datetime import date
from pathlib import Path

import click
from django.conf import settings
from django.db import DatabaseError, connection

from handrail.cli.output import Progress
from handrail.cli.supervisor import as_child
from handrail.cli.tables import make_tables
from handrail.demo.build import build
from handrail.demo.check import Outcome, follow_every_link

TODAY = date(2026, 10, 20)
DATABASE = "handrail.sqlite3"


@click.command(name="demo")
@click.option("--seed", default=20261020, show_default=True, help="The same seed gives the same demo.")
@click.option("--neighbours", default=60, show_default=True, help="How many simulated neighbours.")
@click.option("--unless-made", is_flag=True, help="Do nothing when the demo is there.")
@click.option("--forget", is_flag=True, help="Delete the demo's SQLite database instead.")
@click.option(
    "--check", is_flag=True, help="Start a copy of the demo and follow every link of its front door."
)
def verb(seed: int, neighbours: int, unless_made: bool, forget: bool, check: bool) -> None:
    """Make the demo in an empty database: an invented agency, story people, simulated neighbours.

    It always lives on Tuesday 20 October 2026. A database that holds a real place is left alone.
    """
    if forget:
        _forget()
    elif check:
        _check()
    elif not (unless_made and _is_demo() and not _unfinished().exists()):
        _make(seed, neighbours)


def _unfinished() -> Path:
    return Path(settings.HANDRAIL_HOME) / "unfinished"


def _is_demo() -> bool | None:
    """Return what the database says it is, whatever version made it; None when it says nothing."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT is_demo FROM accounts_installation")
            row = cursor.fetchone()
    except DatabaseError:
        return None
    return bool(row[0]) if row else None


def _make(seed: int, neighbours: int) -> None:
    is_demo, unfinished = _is_demo(), _unfinished()
    if is_demo and unfinished.exists():
        _forget()
    elif is_demo is not None:
        kind = "the demo" if is_demo else "a real place"
        raise click.ClickException(f"This database holds {kind} already. Nothing was changed.")
    progress = Progress()
    unfinished.parent.mkdir(parents=True, exist_ok=True)
    unfinished.touch()
    make_tables(progress)
    build(seed=seed, today=TODAY, neighbours=neighbours, progress=progress)
    unfinished.unlink()
    progress.close()
    click.echo("The demo is made. Start it with “handrail serve”.", err=True)


def _forget() -> None:
    """Delete the database file when it says itself that it is a demo, or was never finished."""
    file = _sqlite_file()
    if _is_demo() is False:
        raise click.ClickException("This database holds a real place. It was left alone.")
    connection.close()
    for ending in ("", "-wal", "-shm", ".queue"):
        file.with_name(file.name + ending).unlink(missing_ok=True)


def _sqlite_file() -> Path:
    if connection.vendor != "sqlite":
        raise click.ClickException(
            "Only a demo on SQLite can be forgotten or copied. Drop the database instead."
        )
    return Path(connection.settings_dict["NAME"])


def _check() -> None:
    """Start a copy, so that what the check does stays out of the demo that people use."""
    file = _sqlite_file()
    with tempfile.TemporaryDirectory(prefix="handrail-check-") as home:
        with connection.cursor() as cursor:
            cursor.execute("VACUUM INTO %s", [str(Path(home) / DATABASE)])
        for name in ("secret-key", "data-key"):
            if (kept := Path(settings.HANDRAIL_HOME) / name).exists():
                shutil.copy(kept, home)
        outcome = _serve_and_follow(home)
    for sentence in outcome.sentences:
        click.echo(sentence)
    if outcome.sentences:
        raise click.ClickException(
            f"{len(outcome.sentences)} of {outcome.followed} links did not open ({file})."
        )
    click.echo(f"All {outcome.followed} links of the front door open.")


def _serve_and_follow(home: str) -> Outcome:
    with socket.socket() as trial:
        trial.bind(("127.0.0.1", 0))
        port = trial.getsockname()[1]
    elsewhere = {"DATABASE_URL", "HANDRAIL_BASE_URL"}
    settled = {name: value for name, value in os.environ.items() if name not in elsewhere}
    server = subprocess.Popen(  # noqa: S603 - our own command
        [sys.executable, "-m", "handrail", "serve", "--port", str(port)],
        env={**settled, "HANDRAIL_HOME": home},
        stdout=subprocess.PIPE,
        preexec_fn=as_child(),
    )
    try:
        if server.stdout is None or not server.stdout.readline():
            raise click.ClickException("The demo did not start; see above.")
        return follow_every_link(f"http://127.0.0.1:{port}/")
    finally:
        server.terminate()
        server.wait()
