"""The outcomes as data: what ``handrail report outcomes`` prints."""

from dataclasses import asdict, is_dataclass
from typing import Any

from handrail.access import Viewer
from handrail.outcomes import queries
from handrail.outcomes.queries import Finding, Window
from handrail.plans.rules import SupportLevel

METHOD = "python over sql rows"
HIDDEN_CELLS = (None, None, None)


def _figures(finding: Finding) -> Any:
    result = finding.result
    if finding.hidden:
        return None
    if is_dataclass(result):
        return {**asdict(result), "value": result.value}
    return [
        {"month": month.isoformat(), **dict(zip(SupportLevel, cells or HIDDEN_CELLS, strict=True))}
        for month, cells in result
    ]


def outcomes(viewer: Viewer, window: Window | None = None) -> dict[str, Any]:
    """Return every figure with what it counts, of what, and who is not counted; figures unrounded, None where hidden."""
    chosen = window or queries.last_year(viewer.today)
    return {
        "method": METHOD,
        "hidden_below": queries.hidden_below(),
        "from": chosen.from_on.isoformat(),
        "to": chosen.to_on.isoformat(),
        "figures": {
            code: {
                "version": finding.indicator.version,
                "title": finding.title,
                "counts": finding.counts,
                "of": finding.of,
                "not_counted": finding.not_counted,
                "people": finding.people,
                "hidden": finding.hidden,
                "source": list(finding.indicator.source),
                "result": _figures(finding),
            }
            for code, finding in queries.findings(viewer, chosen).items()
        },
    }
