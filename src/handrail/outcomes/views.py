from django.http import HttpRequest, HttpResponse

from handrail import ui
from handrail.access import Permission, requires, viewer_of
from handrail.accounts.queries import is_demo, organisation_of
from handrail.base.words import in_language
from handrail.outcomes import queries, shown


@requires(Permission.OUTCOMES_READ)
def outcomes_page(request: HttpRequest) -> HttpResponse:
    """Show whether life gets better, in our own findings with n and who is not counted."""
    viewer = viewer_of(request)
    window = queries.last_year(viewer.today)
    found = queries.findings(viewer, window)
    months = shown.month_rows(found["steps_by_month"])
    context = {
        "organisation": organisation_of(viewer),
        "window": window,
        "found": found,
        "rows": [shown.range_row(found[code]) for code in shown.SHARES if shown.is_shown(found[code])],
        "months": months,
        "gaps": any(cells[0] is None for _name, cells in months),
        "nothing": found["steps_by_month"].result == [],
        "left_out": shown.left_out,
        "hidden_below": queries.hidden_below(),
        "is_demo": is_demo(),
        "claims": [
            (in_language(outcome, viewer.language), variants) for outcome, variants in queries.guide_claims()
        ],
    }
    return ui.page(request, "outcomes/page.html", context)
