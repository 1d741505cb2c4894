"""How findings are drawn: rows for the chart of shares and for the columns by month."""

from typing import Any

from django.utils.formats import date_format

from handrail.base.words import _
from handrail.catalogue.small import HIDDEN_BELOW
from handrail.outcomes.queries import Finding
from handrail.outcomes.rules import Share

SHARES = ("steps_as_wanted", "attendance", "looked_back", "notes_agreed")


def is_shown(finding: Finding) -> bool:
    return not finding.hidden and bool(finding.result.total)


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
            _("not counted: %(n)s") % {"n": left_out(result)},
        ],
    }


def left_out(result: Share) -> str:
    """Return in words how many are not counted; a small number is not told to who sees totals only."""
    if result.not_counted is None:
        return _("fewer than %(n)s") % {"n": HIDDEN_BELOW}
    return str(result.not_counted)


def month_rows(finding: Finding) -> list[tuple[str, tuple[int | None, ...]]]:
    """Return (month, counts) of the newest twelve months, a hidden month without counts; nothing when all are hidden."""
    months = [] if finding.hidden else finding.result[-12:]
    if not any(cells for _month, cells in months):
        return []
    return [(date_format(month, "M"), cells or (None, None, None)) for month, cells in months]
