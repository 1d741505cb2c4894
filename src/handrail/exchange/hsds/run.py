"""Importing sets of files, each by itself, everything told in one result."""

from collections import Counter
from collections.abc import Callable, Iterable
from contextlib import nullcontext
from pathlib import Path

from django.db import IntegrityError, transaction

from handrail.access import Viewer
from handrail.accounts.models import Organisation
from handrail.base.errors import NotAllowed
from handrail.base.words import _
from handrail.exchange.hsds import read
from handrail.exchange.hsds.actions import import_places
from handrail.exchange.hsds.build import Directory
from handrail.exchange.hsds.check import Checked
from handrail.exchange.hsds.result import Result
from handrail.exchange.hsds.rows import FileSet, Rejection
from handrail.exchange.hsds.tables import NOT_KEPT

Progress = Callable[[str, int, int], None]
SOURCE_AT_MOST = 100


def _silent(what: str, done: int, total: int) -> None:
    pass


def run(
    paths: Iterable[Path],
    *,
    organisation: Organisation,
    by: Viewer,
    source: str = "",
    dry_run: bool = False,
    progress: Progress = _silent,
) -> Result:
    """
    Read HSDS or Ohana from ``paths`` (files and folders) into the directory, and return what happened.

    A set (the CSV files of one folder, or one JSON file) is one transaction; rows that cannot be taken are listed.
    """
    if len(source) > SOURCE_AT_MOST:
        raise NotAllowed(_("A source has at most %(limit)s letters.") % {"limit": SOURCE_AT_MOST})
    result = Result(dry_run=dry_run)
    with transaction.atomic() if dry_run else nullcontext():
        for number, found in enumerate(read.sets(paths), start=1):
            progress(found.name, number, 0)
            _one(found, result, organisation=organisation, source=source.strip(), by=by)
        if dry_run:
            transaction.set_rollback(True)
    return result


def _one(found: FileSet, result: Result, *, organisation: Organisation, source: str, by: Viewer) -> None:
    checked = Checked(found)
    directory = Directory(checked)
    entries = directory.entries()
    result.orphans += checked.orphans
    result.rejected += checked.rejected
    if entries:
        try:
            taken = import_places(
                entries=entries, organisation=organisation, source=source, home=found.home, by=by
            )
        except IntegrityError:
            sentence = _("Somebody wrote the same at the same moment. Run the import again.")
            result.rejected.append(Rejection(found.name, "", "", str(sentence)))
            return
        for change in ("created", "updated", "unchanged"):
            getattr(result, change).update(getattr(taken, change))
        result.rejected += taken.rejected
    result.not_kept.update(_not_kept(checked, directory))


def _not_kept(checked: Checked, directory: Directory) -> Counter[str]:
    """Count what was read and is not in the directory: other tables, and locations without a service."""
    found = Counter({table: len(checked.rows[table]) for table in NOT_KEPT})
    found["location"] = len(checked.rows["location"].keys() - directory.used)
    return found
