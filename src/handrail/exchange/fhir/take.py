"""Taking a Questionnaire into the conversation of a place, from a file or from the page."""

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from django.db import transaction

from handrail.access import Viewer
from handrail.accounts.models import Organisation
from handrail.base.errors import DomainError, NotAllowed
from handrail.base.words import Words, _
from handrail.exchange.fhir import strict
from handrail.exchange.fhir.questions import read_questions
from handrail.exchange.fhir.unit import Rejection
from handrail.intake.actions import import_questions

SIZE_AT_MOST = 4 * 1024 * 1024
CHANGES: dict[str, Words] = {
    "created": _("New"),
    "changed": _("Changed"),
    "unchanged": _("As before"),
    "left_out": _("Left out"),
}


@dataclass
class Taken:
    """What became of a form: how many questions, and each place that was refused."""

    dry_run: bool = False
    counts: dict[str, int] = field(default_factory=lambda: dict.fromkeys(CHANGES, 0))
    rejected: list[Rejection] = field(default_factory=list)

    def as_json(self) -> dict[str, Any]:
        """Return the figures for JSON."""
        rejected = [{"file": one.file, "place": one.resource, "reason": one.reason} for one in self.rejected]
        return {"dry_run": self.dry_run, **self.counts, "rejected": rejected}

    def as_text(self) -> str:
        """Return the same as lines to read."""
        lines = [str(_("Tried only. Nothing was written."))] if self.dry_run else []
        lines += [f"{word}: {self.counts[name]}" for name, word in CHANGES.items()]
        if self.rejected:
            lines.append(str(_("Nothing was taken in:")))
        lines += ["  " + f"{one.resource} {one.reason}".strip() for one in self.rejected]
        return "\n".join(lines)


def take_file(
    path: Path,
    *,
    organisation: Organisation,
    by: Viewer,
    part: str = "",
    may_skip: bool = False,
    dry_run: bool = False,
) -> Taken:
    """Take the Questionnaire of a file in; whatever is wrong with the file becomes a rejection with its place."""
    try:
        with path.open("rb") as stream:
            text = stream.read(SIZE_AT_MOST + 1)
    except OSError as error:
        sentence = _("It cannot be opened: %(why)s.") % {"why": error.strerror}
        return Taken(dry_run, rejected=[Rejection(str(path), "", sentence)])
    return take_text(
        text,
        organisation=organisation,
        by=by,
        part=part,
        may_skip=may_skip,
        dry_run=dry_run,
        file=str(path),
    )


def take_text(
    text: bytes,
    *,
    organisation: Organisation,
    by: Viewer,
    part: str = "",
    may_skip: bool = False,
    dry_run: bool = False,
    file: str = "",
) -> Taken:
    """Take a Questionnaire in, all of it or nothing; raise NotAllowed for who does not write the words here."""
    result = Taken(dry_run)
    try:
        if len(text) > SIZE_AT_MOST:
            limit = SIZE_AT_MOST // 1024**2
            raise strict.NotReadable(_("It is larger than %(limit)s MB.") % {"limit": limit})
        plain, _exact = strict.parse(text)
    except strict.NotReadable as error:
        return Taken(dry_run, rejected=[Rejection(file, "", str(error))])
    found = read_questions(plain, part=part, may_skip=may_skip)
    result.rejected = [Rejection(file, one.pointer, one.reason) for one in found.faults]
    if result.rejected:
        return result
    try:
        with transaction.atomic():
            result.counts = import_questions(
                organisation=organisation,
                source=found.source,
                questions=found.questions,
                sources=found.sources,
                by=by,
            )
            if dry_run:
                transaction.set_rollback(True)
    except NotAllowed:
        raise
    except DomainError as error:
        result.rejected = [Rejection(file, "", str(error))]
    return result
