from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import get_language

from handrail import ui
from handrail.access import public
from handrail.accounts.rules import How
from handrail.accounts.sign_in import begin_session
from handrail.base import clock
from handrail.demo import queries

# The picture of the front door: three places done, a fourth beside somebody, a bench, two to come.
PLACES = [
    {"state": state, "level": level}
    for state, level in [
        ("done", "with_me"),
        ("done", "with_me"),
        ("done", "beside_me"),
        ("now", "beside_me"),
        ("todo", "beside_me"),
        ("look", "beside_me"),
        ("todo", "on_my_own"),
        ("todo", "on_my_own"),
    ]
]
# Which headings stand under one another on a wide screen.
COLUMNS = (
    ("programmes", "own-rooms"),
    ("starting", "settings", "metrics"),
    ("components", "milestones"),
    ("risks", "benefits", "team-rooms"),
)


@public
def front(request: HttpRequest) -> HttpResponse:
    """Show who one can be, and where the guide's headings stand."""
    language = get_language() or "en"
    found = {one.code: one for one in queries.headings(language)}
    context = {
        "people": queries.people_with_a_plan(language),
        "around": queries.around_them(language),
        "columns": [[found[code] for code in column] for column in COLUMNS],
        "places": PLACES,
        "today": clock.now().date(),
    }
    return ui.page(request, "demo/front.html", context)


@public
def be(request: HttpRequest, key: str) -> HttpResponse:
    """Become one of the invented people in one tap, and go where the link leads."""
    begin_session(request, queries.persona(key), how=How.DEMO)
    to = request.GET.get("to", "/")
    return redirect(to if url_has_allowed_host_and_scheme(to, allowed_hosts=None) else "/")
