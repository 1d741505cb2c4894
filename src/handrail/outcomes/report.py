"""The outcomes as data: what ``handrail report outcomes`` prints."""

from dataclasses import asdict, is_dataclass
from typing import Any

from handrail.access import Viewer
from handrail.outcomes import queries
from handrail.outcomes.queries import Finding, Window

ENGINE = "python over sql rows"


def _figures(finding: Finding) -> Any:
    result = finding.result
    if is_dataclass(result):
        return {**asdict(result), "value": result.value}
    return [
        {"month": month.isoformat(), "with_me": cells[0], "beside_me": cells[1], "on_my_own": cells[2]}
        for month, cells in result
    ]


def outcomes(viewer: Viewer, window: Window | None = None) -> dict[str, Any]:
    """Return every figure with what it counts, of what, and who is not counted; figures unrounded."""
    chosen = window or queries.last_year(viewer.today)
    return {
        "engine": ENGINE,
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
                "source": list(finding.indicator.source),
                "result": _figures(finding),
            }
            for code, finding in queries.findings(viewer, chosen).items()
        },
    }
