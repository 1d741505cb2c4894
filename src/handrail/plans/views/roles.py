from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_POST

from handrail import ui
from handrail.access import Permission, requires
from handrail.base.errors import DomainError
from handrail.base.words import _
from handrail.people.pages import send
from handrail.plans import actions, queries
from handrail.plans.forms import RoleForm
from handrail.plans.rules.roles import LifeRoleStatus
from handrail.plans.views.shared import load


def _page(
    request: HttpRequest, person_key: str, form: RoleForm, problem: ui.Form | None = None
) -> HttpResponse:
    viewer, participant = load(request, person_key)
    page = queries.roles_page(viewer, participant)
    context = {"page": page, "participant": participant, "form": form, "problem": problem}
    wrong = problem or (form.is_bound and form.errors)
    return ui.page(request, "plans/roles.html", context, status=422 if wrong else 200)


@requires(Permission.RECORD_READ)
def roles(request: HttpRequest, person_key: str) -> HttpResponse:
    """Show the roles of a life; the form writes one down."""
    viewer, participant = load(request, person_key)
    form = RoleForm(request.POST or None)
    done = None
    if form.is_valid():
        done = send(
            request,
            form,
            lambda about: actions.add_life_role(participant=participant, by=viewer, **form.facts),
            lambda _role: reverse("plans:roles", args=[person_key]),
            person=person_key,
        )
    return done or _page(request, person_key, form)


@require_POST
@requires(Permission.STEP_REPORT)
def role_status(request: HttpRequest, person_key: str, key: str) -> HttpResponse:
    """Say that a role began, is over, is wanted or not now."""
    viewer, participant = load(request, person_key)
    role, to, problem = queries.life_role(viewer, participant, key), request.POST.get("do", ""), ui.Form({})
    if to not in set(LifeRoleStatus):
        raise DomainError(str(_("There is no such button. Open the page again.")))
    done = send(
        request,
        problem,
        lambda about: actions.change_life_role(
            role=role, to=LifeRoleStatus(to), version=about.version, by=viewer
        ),
        lambda _role: reverse("plans:roles", args=[person_key]),
        person=person_key,
    )
    return done or _page(request, person_key, RoleForm(), problem)


@require_POST
@requires(Permission.STEP_REPORT)
def role_goal(request: HttpRequest, person_key: str, key: str) -> HttpResponse:
    """Make a role that is wanted a goal of the plan."""
    viewer, participant = load(request, person_key)
    role, plan = queries.life_role(viewer, participant, key), queries.current_plan(viewer, participant)
    problem = ui.Form({})
    done = send(
        request,
        problem,
        lambda about: actions.make_life_role_a_goal(role=role, plan=plan, by=viewer),
        lambda made: reverse("plans:goal", args=[person_key, made.goal.key]),
        person=person_key,
    )
    return done or _page(request, person_key, RoleForm(), problem)
