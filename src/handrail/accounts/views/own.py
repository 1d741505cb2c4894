"""How I sign in: password, second step, devices; and what came back after a time-out."""

from django.contrib import messages
from django.contrib.auth import HASH_SESSION_KEY, logout
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.timezone import localtime

from handrail import ui
from handrail.access import Permission, check_about, once, requires, viewer_of
from handrail.accounts import actions, again, guessing, queries, rules
from handrail.accounts.forgetting import forget_all
from handrail.accounts.forms import CodeForm, PasswordForm
from handrail.accounts.kept_form import KEPT, opened
from handrail.accounts.views.sign_in import NEW_SECRET, new_secret, shown
from handrail.base.errors import DomainError
from handrail.base.words import _


@requires(Permission.ACCOUNT)
def devices(request: HttpRequest) -> HttpResponse:
    """List where I am signed in, on what device, since when; end one of them or all."""
    viewer = viewer_of(request)
    user = queries.account_of(viewer)
    if request.POST.get("do") == "everywhere":
        check_about(request)
        actions.sign_out_everywhere(user=user, by=viewer)
        logout(request)
        return forget_all(request, redirect("accounts:sign_in"))
    if request.method == "POST":
        key = request.POST.get("there", "")
        return once(
            request,
            lambda about: actions.sign_out_there(user=user, sign_in_key=key, by=viewer),
            lambda user: reverse("accounts:devices"),
        )
    context = {
        "sign_ins": [(one, localtime(one.began_at)) for one in queries.own_sign_ins(viewer)],
        "this": request.session.session_key,
        "hows": rules.HOWS,
    }
    return ui.page(request, "accounts/devices.html", context)


@requires(Permission.ACCOUNT)
def password(request: HttpRequest) -> HttpResponse:
    """Change my password; every other device is signed out by it."""
    viewer = viewer_of(request)
    user = queries.account_of(viewer)
    form = PasswordForm(request.POST or None)
    if form.is_valid():
        try:
            trying = guessing.begin_try(request, guessing.account_mark("change", str(user.pk)))
            done = once(
                request,
                lambda about: actions.change_password(
                    user=user, **form.cleaned_data, but=request.session.session_key or "", by=viewer
                ),
                lambda user: reverse("accounts:settings"),
            )
        except DomainError as error:
            form.add_error(None, str(error))
        else:
            trying.was_right()
            request.session[HASH_SESSION_KEY] = user.get_session_auth_hash()
            messages.success(request, str(_("Kept. Other devices are signed out.")))
            return done
    return ui.page(request, "accounts/password.html", {"form": form}, status=422 if form.errors else 200)


@requires(Permission.ACCOUNT)
@again.asks_again
def second_step(request: HttpRequest) -> HttpResponse:
    """Set up a second step of my own wish, make new recovery codes, or give it up where it is not needed."""
    viewer = viewer_of(request)
    user = queries.account_of(viewer)
    has = queries.second_step(user.pk) is not None
    form = CodeForm(request.POST if "code" in request.POST else None)
    codes: list[str] = []
    if request.method == "POST":
        check_about(request)
        try:
            codes = _change(request, form, has=has)
        except DomainError as error:
            form.add_error(None, str(error))
        else:
            if not codes and not form.errors:
                return redirect("accounts:second_step")
    if codes:
        return ui.page(request, "accounts/recovery_codes.html", {"codes": codes, "to": request.path})
    must = bool(viewer.role and rules.must_have_second_step(viewer.role))
    context = {"form": form, "has": has, "must": must, "left": queries.codes_left(viewer)}
    if not has:
        context |= shown(new_secret(request), user)
    page = "accounts/second_step.html" if has else "accounts/second_step_new.html"
    return ui.page(request, page, context, status=422 if form.errors else 200)


def _change(request: HttpRequest, form: CodeForm, *, has: bool) -> list[str]:
    """Do what the page was asked for, a code first; return the recovery codes to show, if there are new ones."""
    viewer = viewer_of(request)
    user = queries.account_of(viewer)
    if not form.is_valid():
        return []
    typed = form.cleaned_data["code"]
    if not has:
        codes = actions.set_up_second_step(user=user, secret=new_secret(request), typed=typed, by=viewer)
        request.session.pop(NEW_SECRET, None)
        return codes
    trying = guessing.begin_try(request, guessing.account_mark("code", str(user.pk)))
    actions.take_code(user=user, typed=typed, by=viewer)
    trying.was_right()
    if request.POST.get("do") == "give_up" and viewer.role:
        actions.give_up_second_step(user=user, role=viewer.role, by=viewer)
        return []
    return actions.renew_recovery_codes(user=user, by=viewer)


@requires(Permission.ACCOUNT)
def kept(request: HttpRequest) -> HttpResponse:
    """Show what was typed when the session ran out, to its author, to be sent or put away."""
    found = opened(request.session.get(KEPT, ""), viewer_of(request).own_user)
    if found is None or request.POST.get("do") == "away":
        request.session.pop(KEPT, None)
        return redirect("/")
    return ui.page(request, "accounts/kept.html", {"kept": found, "was_asked": again.has_said_again(request)})


@requires(Permission.ACCOUNT)
def still_here(request: HttpRequest) -> HttpResponse:
    """Say that somebody is still at the page; the answer carries the time, and nothing else."""
    return HttpResponse(status=204)
