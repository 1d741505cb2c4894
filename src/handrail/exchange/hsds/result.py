"""What an import of places did, as text for a person and as JSON for a program; the shape is that of FHIR's."""

from collections import Counter
from dataclasses import dataclass, field
from itertools import groupby
from typing import Any

from handrail.base.words import _
from handrail.exchange.fhir.result import CHANGES, SHOWN
from handrail.exchange.hsds.rows import Rejection


def _rows(found: list[Rejection]) -> list[dict[str, str]]:
    return [
        {"file": one.file, "row": one.row, "resource": one.resource, "reason": one.reason} for one in found
    ]


@dataclass
class Result:
    """Counts by kind of row, every rejection with file, row and reason, and what points nowhere."""

    dry_run: bool = False
    created: Counter[str] = field(default_factory=Counter)
    updated: Counter[str] = field(default_factory=Counter)
    unchanged: Counter[str] = field(default_factory=Counter)
    not_kept: Counter[str] = field(default_factory=Counter)
    rejected: list[Rejection] = field(default_factory=list)
    orphans: list[Rejection] = field(default_factory=list)

    def as_json(self) -> dict[str, Any]:
        """Return the figures for JSON."""
        found: dict[str, Any] = {"dry_run": self.dry_run}
        for change in CHANGES:
            counts = sorted(getattr(self, change).items())
            found[change] = {kind: count for kind, count in counts if count}
        return found | {"rejected": _rows(self.rejected), "orphans": _rows(self.orphans)}

    def as_text(self) -> str:
        """Return the same as lines to read, with the first three rows of each file."""
        lines = [str(_("Tried only. Nothing was written."))] if self.dry_run else []
        for change, word in CHANGES.items():
            counts = [(kind, count) for kind, count in sorted(getattr(self, change).items()) if count]
            lines.append(f"{word}: " + (", ".join(f"{kind} {count}" for kind, count in counts) or "0"))
        if self.rejected:
            lines.append(_("Rejected rows: %(count)s") % {"count": len(self.rejected)})
            lines += _listed(self.rejected)
        kept = [one for one in self.orphans if one not in self.rejected]
        if kept:
            lines.append(_("Taken, though they also point nowhere: %(count)s") % {"count": len(kept)})
            lines += _listed(kept)
        return "\n".join(lines)


def _listed(found: list[Rejection]) -> list[str]:
    lines: list[str] = []
    for file, group in groupby(sorted(found, key=lambda one: one.file), key=lambda one: one.file):
        rows = list(group)
        lines.append(f"  {file}")
        lines += ["    " + " ".join(part for part in (one.row, one.reason) if part) for one in rows[:SHOWN]]
        if len(rows) > SHOWN:
            lines.append("    " + _("and %(count)s more") % {"count": len(rows) - SHOWN})
    return lines
