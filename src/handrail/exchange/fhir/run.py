"""Importing files: people first, each bundle by itself, everything told in one result."""

import os
from collections.abc import Callable, Iterable
from contextlib import nullcontext
from pathlib import Path

from django.conf import settings
from django.db import IntegrityError, transaction

from handrail.access import Category, Viewer
from handrail.accounts import queries as accounts
from handrail.accounts.models import Organisation
from handrail.audit.actions import write_looks
from handrail.base.errors import NotAllowed
from handrail.base.words import _
from handrail.exchange.fhir import read
from handrail.exchange.fhir.actions import import_bundle, note_trial
from handrail.exchange.fhir.keep import Kept, UnknownPerson
from handrail.exchange.fhir.mapping import SOURCE_AT_MOST
from handrail.exchange.fhir.result import Named, Result
from handrail.exchange.fhir.unit import Refused, Rejection, Unit

Progress = Callable[[str, int, int], None]
SCRATCH = "scratch"
FILES = "files"


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
    Import FHIR R4 from ``paths`` (files and folders) and return what happened to each type of resource.

    A file is taken whole or not at all. ``source`` names the other system. Raises NotAllowed on a demo.
    """
    check_database()
    if len(source) > SOURCE_AT_MOST:
        raise NotAllowed(_("A source has at most %(limit)s letters.") % {"limit": SOURCE_AT_MOST})
    work = _Run(organisation, by, source.strip(), Result(dry_run=dry_run))
    with transaction.atomic() if dry_run else nullcontext():
        work.take(list(read.files(paths)), progress)
        if dry_run:
            transaction.set_rollback(True)
    if dry_run:
        note_trial(organisation=organisation, by=by)
    return work.result


def check_database() -> None:
    """Raise NotAllowed when this database is a demo, where all people are invented, and no scratch copy of one."""
    if accounts.is_demo() and not is_scratch():
        raise NotAllowed(
            str(
                _("This is the demo: its people are invented. Import into a place made with “handrail init”.")
            )
        )


def is_scratch() -> bool:
    """Return whether the operator says that this database may be spoilt: by its name or by HANDRAIL_SCRATCH=1."""
    name = Path(str(settings.DATABASES["default"]["NAME"])).name
    return SCRATCH in name or os.environ.get("HANDRAIL_SCRATCH") == "1"


def note_names(by: Viewer) -> None:
    """Write the look that printing the names of an import is."""
    write_looks(by, by.looks.shown.items(), "import fhir")


class _Run:
    """One run over many files."""

    def __init__(self, organisation: Organisation, by: Viewer, source: str, result: Result) -> None:
        self.organisation, self.by, self.source, self.result = organisation, by, source, result

    def take(self, found: list[read.Found], progress: Progress) -> None:
        """Import files with people first, then those that are about people of other files."""
        later: list[Path] = []
        for done, file in enumerate(found):
            progress(FILES, done, len(found))
            if file.reason:
                self.result.rejected.append(Rejection(str(file.path), "", file.reason))
            elif not self._one(file.path, may_wait=True):
                later.append(file.path)
        for path in later:
            self._one(path, may_wait=False)
        progress(FILES, len(found), len(found))

    def _one(self, path: Path, *, may_wait: bool) -> bool:
        """Import one file; return False when it has to wait for people of other files."""
        unit, rejected = read.read(path, self.source)
        self.result.rejected += rejected
        if unit is None:
            return True
        if may_wait and unit.has_kept and not unit.has_people:
            return False
        try:
            self._add(self._import(unit))
        except UnknownPerson as error:
            if may_wait:
                return False
            self._reject(unit, error)
        except Refused as error:
            self._reject(unit, error)
        return True

    def _import(self, unit: Unit) -> Kept:
        try:
            return import_bundle(entries=unit, organisation=self.organisation, source=self.source, by=self.by)
        except IntegrityError as error:
            sentence = _("Somebody wrote the same at the same moment. Run the import again.")
            raise Refused("", str(sentence)) from error

    def _reject(self, unit: Unit, error: Refused) -> None:
        self.result.rejected.append(Rejection(unit.file, error.place, str(error)))

    def _add(self, kept: Kept) -> None:
        result = self.result
        for change in ("created", "updated", "unchanged", "not_kept"):
            getattr(result, change).update(getattr(kept, change))
        result.died += len(kept.died)
        for change, person in kept.people.values():
            result.people.append(Named(change, person.key, person.full_name))
            if not (result.dry_run and change == "created"):
                self.by.looks.add(Category.CONTACT, {person.pk})
