"""How findings are drawn: rows for the chart of shares and for the columns by month."""

from typing import Any

from django.utils.formats import date_format

from handrail.base.words import _
from handrail.outcomes.queries import Finding

SHARES = ("steps_as_wanted", "attendance", "looked_back", "notes_agreed")


def is_shown(finding: Finding) -> bool:
    return bool(finding.result.total) and not finding.hidden


def range_row(finding: Finding) -> dict[str, Any]:
    """Return one row of the chart: percentages 0–100, the count, the likely range, who is left out."""
    result = finding.result
    low, high = round(result.low * 100), round(result.high * 100)
    return {
        "title": finding.title,
        "hint": _("%(n)s people") % {"n": finding.people},
        "low": result.low * 100,
        "value": result.value * 100,
        "high": result.high * 100,
        "count": _("%(count)s of %(total)s") % {"count": result.count, "total": result.total},
        "notes": [
            _("likely %(low)s to %(high)s %%") % {"low": low, "high": high},
            _("%(n)s not counted") % {"n": result.not_counted},
        ],
    }


def month_rows(finding: Finding) -> list[tuple[str, list[int]]]:
    """Return (month, counts) of the newest twelve months; a hidden count is drawn as nothing."""
    return [(date_format(month, "M"), [cell or 0 for cell in cells]) for month, cells in finding.result[-12:]]
