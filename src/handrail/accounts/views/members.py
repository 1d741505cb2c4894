"""The administrator's colleagues and places, and what each signed-in person sets for themselves."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from handrail import ui
from handrail.access import ROLES, Permission, Role, Viewer, once, requires, viewer_of
from handrail.accounts import actions, again, queries
from handrail.accounts.forms import COLLEAGUES, AddMemberForm, SettingsForm, SignOutForm
from handrail.accounts.models import User
from handrail.accounts.rules import JobTitle
from handrail.base.errors import DomainError
from handrail.base.words import _


@requires(Permission.ACCOUNT)
def settings_page(request: HttpRequest) -> HttpResponse:
    """Choose the language and the light or dark look; a colleague also says where mail and calls reach them."""
    viewer = viewer_of(request)
    user = queries.account_of(viewer)
    known = {"language": viewer.language, "theme": user.theme, "email": user.email, "phone": user.phone}
    form = SettingsForm(request.POST or None, initial=known, is_colleague=viewer.may(Permission.TODAY))
    if form.is_valid():
        reach = {name: form.cleaned_data.get(name, known[name]) or "" for name in ("email", "phone")}
        if any(reach[name] != (known[name] or "") for name in reach) and not again.is_sure(request):
            return again.to_again(request)
        done = once(
            request,
            lambda about: actions.choose_display(user=user, **form.cleaned_data, by=viewer),
            lambda user: reverse("accounts:settings"),
        )
        messages.success(request, str(_("Kept.")))
        return done
    role = ROLES[viewer.role].name if viewer.role else ""
    own_page = "/me/page" if viewer.participant_id else ""
    context = {"form": form, "role": role, "own_page": own_page}
    return ui.page(request, "accounts/settings.html", context)


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
        "with_second_step": queries.with_second_step(viewer, roles=frozenset(COLLEAGUES)),
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


@requires(Permission.PLACE_MANAGE)
def sign_somebody_out(request: HttpRequest) -> HttpResponse:
    """End every session of a colleague at once."""
    viewer = viewer_of(request)
    form = SignOutForm(
        request.POST or None, colleagues=queries.signed_in(viewer, roles=frozenset(COLLEAGUES))
    )
    if form.is_valid():
        user = queries.colleague(viewer, form.cleaned_data["who"])
        done = once(
            request,
            lambda about: actions.sign_somebody_out(user=user, by=viewer),
            lambda user: reverse("accounts:members"),
        )
        messages.success(request, _("%(name)s is signed out everywhere.") % {"name": user.name})
        return done
    return ui.page(request, "accounts/sign_out_form.html", {"form": form}, status=422 if form.errors else 200)
