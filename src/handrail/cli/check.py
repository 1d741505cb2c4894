"""Looks at what a place stands on, one sentence each."""

import os
import shutil
import stat
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path

import click
from django.conf import settings
from django.db import DatabaseError, connection

from handrail.accounts.queries import installation
from handrail.base.errors import DomainError
from handrail.base.frozen import frozen
from handrail.base.sealed import master_key, seal, unseal
from handrail.cli.output import Run, as_format
from handrail.cli.tables import missing_migrations
from handrail.learning.lessons import problems
from handrail.measures import definitions as measures
from handrail.people.queries import wrong_about_coordinators
from handrail.safety.queries.alerts import wrong_about_calls
from handrail.web.sqlite.pragmas import as_read, differences

HEAD_ROOM_BYTES = 500 * 1024 * 1024


@frozen
class Finding:
    name: str
    ok: bool
    sentence: str


def database() -> Finding:
    """Return whether the database answers, with the settings that keep notes through a power cut."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
            if connection.vendor != "sqlite":
                return _postgresql()
            found = as_read(cursor)
    except DatabaseError as error:
        return Finding("database", False, f"The database does not answer: {error}.")
    wrong = differences(found)
    told = ", ".join(f"{name} {value}" for name, value in found.items())
    return Finding("database", not wrong, f"SQLite with {told}." if not wrong else " ".join(wrong))


def _postgresql() -> Finding:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT current_setting('server_version_num')::int, current_setting('synchronous_commit')"
        )
        version, commit = cursor.fetchone()
    ok = version >= 150_000 and commit != "off"
    return Finding("database", ok, f"PostgreSQL {version // 10_000}, synchronous_commit {commit}.")


def migrations() -> Finding:
    """Return whether every table of this version is there."""
    try:
        missing = missing_migrations()
    except DatabaseError as error:
        return Finding("migrations", False, f"The tables cannot be read: {error}.")
    told = f"{len(missing)} are missing: run “handrail init” for a new place, or “handrail upgrade”."
    return Finding("migrations", not missing, told if missing else "Every table is there.")


def place() -> Finding:
    """Return what the database says it is."""
    try:
        found = installation()
    except DatabaseError:
        found = None
    if found is None:
        return Finding("place", False, "No place is set up. Run “handrail init”, or “handrail demo”.")
    return Finding(
        "place", True, "A demo: everybody in it is invented." if found.is_demo else "A real place."
    )


def data_key() -> Finding:
    """Return whether the data key opens what it seals."""
    try:
        key = master_key(settings.HANDRAIL_DATA_KEY)
        unseal(key, seal(key, b"handrail", b"check"), b"check")
    except DomainError as error:
        return Finding("data key", False, str(error))
    return Finding("data key", True, "The data key opens what it seals.")


def secrets_kept() -> Finding:
    """Return whether files with secrets are closed to other accounts; their length is checked with the settings."""
    for name in ("secret-key", "data-key"):
        file = Path(settings.HANDRAIL_HOME) / name
        if file.exists() and stat.S_IMODE(file.stat().st_mode) & 0o077:
            return Finding("secrets", False, f"Other accounts can read {file}. Run: chmod 600 {file}")
    return Finding("secrets", True, "Secrets are closed to other accounts.")


def disk() -> Finding:
    """Return whether there is head-room for a night's writing beside the database."""
    home = Path(settings.HANDRAIL_HOME)
    free = shutil.disk_usage(home if home.exists() else home.parent).free
    room = f"{free // 1024**2} MB free under {home}."
    return Finding("disk", free >= HEAD_ROOM_BYTES, room)


def lessons() -> Finding:
    """Return whether every lesson file can be shown, and if not, which line of which file."""
    found = problems()
    told = f"{len(found)} to mend. " + " ".join(found) if found else "Every lesson can be read."
    return Finding("lessons", not found, told)


def instruments() -> Finding:
    """Return whether every copy of an instrument's words that the place added fits, and if not, what to mend."""
    found, own = measures.problems(), len(measures.site_files())
    told = (
        f"{len(found)} to mend. " + " ".join(found) if found else f"{own} copies of your own, and they fit."
    )
    return Finding("instruments", not found, told)


def coordinators() -> Finding:
    """Return whether the list of people whom nobody coordinates says what the relations say."""
    try:
        wrong = wrong_about_coordinators()
    except DatabaseError as error:
        return Finding("coordinators", False, f"The people cannot be read: {error}.")
    told = f"{wrong} people are listed wrongly under “nobody coordinates”." if wrong else "The list is true."
    return Finding("coordinators", not wrong, told)


def calls() -> Finding:
    """Return whether the mark of who is needed now says what the alerts say."""
    try:
        wrong = wrong_about_calls()
    except DatabaseError as error:
        return Finding("alerts", False, f"The alerts cannot be read: {error}.")
    told = f"{wrong} colleagues are marked wrongly as needed." if wrong else "Who is needed is marked truly."
    return Finding("alerts", not wrong, told)


def mail() -> Finding:
    """Return whether mail has a way out; without one messages are given up, which is a choice."""
    told = "Mail goes out." if os.environ.get("HANDRAIL_MAIL_URL") else "This place sends no mail."
    return Finding("mail", True, told)


CHECKS: list[Callable[[], Finding]] = [
    database,
    migrations,
    place,
    data_key,
    secrets_kept,
    disk,
    lessons,
    instruments,
    coordinators,
    calls,
    mail,
]


@click.command(name="check")
@as_format
def verb(form: str) -> None:
    """Look at settings, database, keys and disk. Exit status 1 when something needs a hand."""
    run = Run()
    findings = [check() for check in CHECKS]
    ok = all(finding.ok for finding in findings)
    if form == "json":
        click.echo(run.as_json({"ok": ok, "findings": [asdict(finding) for finding in findings]}))
    else:
        for finding in findings:
            click.echo(f"{'ok   ' if finding.ok else 'WRONG'}  {finding.name}: {finding.sentence}")
    if not ok:
        raise click.ClickException("Something needs a hand; see above.")
