from django.contrib import messages
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from handrail import ui
from handrail.access import ROLES, Permission, Role, Viewer, once, public, requires, viewer_of
from handrail.accounts import actions, queries, sign_in
from handrail.accounts.forms import COLLEAGUES, AddMemberForm, SettingsForm, SignInForm
from handrail.accounts.models import User
from handrail.accounts.rules import JobTitle
from handrail.base.errors import DomainError
from handrail.base.words import _


def _next(request: HttpRequest) -> str:
    wanted = request.GET.get("next", "")
    return wanted if url_has_allowed_host_and_scheme(wanted, allowed_hosts=None) else "/"


@public
def sign_in_page(request: HttpRequest) -> HttpResponse:
    """Ask for name and password; the same sentence for every way in which they can be wrong."""
    form = SignInForm(request.POST or None)
    if form.is_valid():
        user = sign_in.by_password(request, **form.cleaned_data)
        if user is not None:
            sign_in.begin_session(request, user)
            return redirect(_next(request))
        form.add_error(
            None, str(_("Name and password do not fit. Try again, or ask the person who invited you."))
        )
    return ui.page(request, "accounts/sign_in.html", {"form": form}, status=422 if form.errors else 200)


@public
@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    """End the session and forget it."""
    logout(request)
    return redirect("/")


@requires(Permission.ACCOUNT)
def settings_page(request: HttpRequest) -> HttpResponse:
    """Choose the language and the light or dark look."""
    viewer = viewer_of(request)
    user = queries.account_of(viewer)
    form = SettingsForm(request.POST or None, initial={"language": viewer.language, "theme": user.theme})
    if form.is_valid():
        done = once(
            request,
            lambda about: actions.choose_display(user=user, **form.cleaned_data, by=viewer),
            lambda user: reverse("accounts:settings"),
        )
        messages.success(request, str(_("Kept.")))
        return done
    role = ROLES[viewer.role].name if viewer.role else ""
    return ui.page(request, "accounts/settings.html", {"form": form, "role": role})


@requires(Permission.PLACE_MANAGE)
def members_page(request: HttpRequest) -> HttpResponse:
    """List the colleagues and places, and let the administrator add somebody."""
    viewer = viewer_of(request)
    form = AddMemberForm(request.POST or None)
    if form.is_valid():
        try:
            return once(request, lambda about: _add(form, viewer), lambda user: reverse("accounts:members"))
        except DomainError as error:
            form.add_error("sign_in_name", str(error))
    rows = [(member, ROLES[member.role]) for member in queries.members(viewer, roles=frozenset(COLLEAGUES))]
    context = {
        "form": form,
        "rows": rows,
        "sites": queries.sites(viewer),
        "organisation": queries.organisation_of(viewer),
        "roles": [ROLES[role] for role in Role],
    }
    return ui.page(request, "accounts/members.html", context, status=422 if form.errors else 200)


def _add(form: AddMemberForm, viewer: Viewer) -> User:
    data = form.cleaned_data
    return actions.add_member(
        organisation=queries.organisation_of(viewer),
        sign_in_name=data["sign_in_name"],
        name=data["name"],
        role=Role(data["role"]),
        job_title=JobTitle(data["job_title"]),
        password=data["password"],
        by=viewer,
    )
