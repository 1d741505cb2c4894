"""What an import did, as text for a person and as JSON for a program."""

from collections import Counter
from dataclasses import dataclass, field
from itertools import groupby
from typing import Any

from handrail.base.frozen import frozen
from handrail.base.words import Words, _
from handrail.exchange.fhir.unit import Rejection

SHOWN = 3
CHANGES: dict[str, Words] = {
    "created": _("Created"),
    "updated": _("Updated"),
    "unchanged": _("Unchanged"),
    "not_kept": _("Not kept"),
}


@frozen
class Named:
    """A person of an import, for the operator who asked for names."""

    change: str
    key: str
    name: str


@dataclass
class Result:
    """Counts by resource type, and every rejection with its reason."""

    dry_run: bool = False
    created: Counter[str] = field(default_factory=Counter)
    updated: Counter[str] = field(default_factory=Counter)
    unchanged: Counter[str] = field(default_factory=Counter)
    not_kept: Counter[str] = field(default_factory=Counter)
    rejected: list[Rejection] = field(default_factory=list)
    people: list[Named] = field(default_factory=list)
    died: int = 0

    def as_json(self, *, names: bool = False) -> dict[str, Any]:
        """Return the figures for JSON; people only with ``names``."""
        found: dict[str, Any] = {"dry_run": self.dry_run}
        found |= {change: dict(sorted(getattr(self, change).items())) for change in CHANGES}
        found["rejected"] = [
            {"file": one.file, "resource": one.resource, "reason": one.reason} for one in self.rejected
        ]
        if names:
            found["people"] = [
                {"change": one.change, "key": one.key, "name": one.name} for one in self.people
            ]
        return found

    def as_text(self, *, names: bool = False) -> str:
        """Return the same as lines to read; people only with ``names``."""
        lines = [str(_("Tried only. Nothing was written."))] if self.dry_run else []
        for change, word in CHANGES.items():
            counts = sorted(getattr(self, change).items())
            lines.append(f"{word}: " + (", ".join(f"{kind} {count}" for kind, count in counts) or "0"))
        if self.died:
            sentence = _("Died, as the source says: %(count)s of these people. Look before anybody calls.")
            lines.append(sentence % {"count": self.died})
        if names:
            lines += [f"  {CHANGES[one.change]}  {one.key}  {one.name}" for one in self.people]
        if self.rejected:
            files = len({one.file for one in self.rejected})
            lines.append(_("Rejected files: %(count)s") % {"count": files})
        return "\n".join(lines + self._rejected())

    def _rejected(self) -> list[str]:
        """Return the first faults of each file; JSON has more of them."""
        lines: list[str] = []
        for file, faults in groupby(self.rejected, key=lambda one: one.file):
            found = list(faults)
            lines.append(f"  {file}")
            lines += ["    " + f"{one.resource} {one.reason}".strip() for one in found[:SHOWN]]
            if len(found) > SHOWN:
                lines.append("    " + _("and %(count)s more") % {"count": len(found) - SHOWN})
        return lines
