"""What every verb says and how: figures, JSON, progress, and who runs it."""

import getpass
import json
import sys
import time
from datetime import UTC, datetime
from typing import Any

import click
from django.db import connection

from handrail import __version__
from handrail.access import Viewer
from handrail.accounts.models import Organisation
from handrail.audit.actions import record
from handrail.base import clock, ids
from handrail.demo.day import live_on_the_demo_day

SIGNIFICANT = 10
as_format = click.option(
    "--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True
)


class Unusable(click.ClickException):
    """Input that cannot be used: exit status 2."""

    exit_code = 2


def rounded(value: Any) -> Any:
    """Return ``value`` with every float in it rounded to ten significant digits."""
    if isinstance(value, float):
        return float(f"{value:.{SIGNIFICANT}g}")
    if isinstance(value, dict):
        return {key: rounded(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [rounded(item) for item in value]
    return value


class Run:
    """One run of a verb: its id and start, which every JSON answer carries at the top level."""

    def __init__(self) -> None:
        self.id = ids.uuid7()
        self.started_at = datetime.now(UTC)

    def as_json(self, data: dict[str, Any]) -> str:
        """Return ``data`` as JSON with id, times, version and database engine at the top level."""
        head = {
            "id": str(self.id),
            "started_at": self.started_at.isoformat(),
            "finished_at": datetime.now(UTC).isoformat(),
            "handrail": __version__,
            "engine": connection.vendor,
        }
        return json.dumps({**head, **rounded(data)}, indent=2, ensure_ascii=False, default=str)


class Progress:
    """A bar on standard error for anything that takes over a second; a plain line now and then without a terminal."""

    AFTER, EVERY = 1.0, 5.0

    def __init__(self) -> None:
        self.began = self.said = time.monotonic()
        self.drawn = False

    def __call__(self, what: str, done: int = 0, total: int = 0) -> None:
        now = time.monotonic()
        on_terminal = sys.stderr.isatty()
        if now - self.began < self.AFTER or now - self.said < (0.1 if on_terminal else self.EVERY):
            return
        self.said, self.drawn = now, on_terminal
        bar = f"[{'#' * (30 * done // total):<30}] {done}/{total} " if total else ""
        click.echo(f"\r\x1b[K{bar}{what}" if on_terminal else f"{bar}{what}", err=True, nl=not on_terminal)

    def close(self) -> None:
        if self.drawn:
            click.echo("", err=True)


def the_organisation(key: str = "") -> Organisation:
    """Return the organisation with ``key``, or the only one; refuse with a sentence when that is unclear."""
    found = list(Organisation.objects.filter(**({"key": key} if key else {})).order_by("name")[:2])
    if not found:
        raise click.ClickException(
            "There is no such organisation." if key else "No place is set up here yet. Run “handrail init”."
        )
    if len(found) > 1:
        raise Unusable("There are several organisations here. Name one with --organisation KEY.")
    return found[0]


def operator(organisation: Organisation | None = None) -> Viewer:
    """Return the viewer of a command: the person at the machine, by the name of their OS account."""
    live_on_the_demo_day()
    zone = organisation.zone if organisation else "UTC"
    return Viewer.operator(
        getpass.getuser(),
        organisation_id=organisation.pk if organisation else None,
        today=clock.today(zone),
        zone=zone,
    )


def note_reading(viewer: Viewer, verb: str, organisation: Organisation) -> None:
    """Write the event of a command that reads people's rows."""
    record(viewer, verb, organisation, op="read")
