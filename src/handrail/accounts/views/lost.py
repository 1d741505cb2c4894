"""What a colleague lost, made anew by an administrator with them in the room: the telephone, the password."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from handrail import ui
from handrail.access import Permission, once, requires, viewer_of
from handrail.accounts import actions, again, queries
from handrail.accounts.forms import COLLEAGUES, NewPasswordForm, ResetForm
from handrail.base.errors import DomainError
from handrail.base.words import _


@requires(Permission.PLACE_MANAGE)
@again.asks_again
def reset_second_step(request: HttpRequest) -> HttpResponse:
    """Take away a colleague's lost second step, with them in the room."""
    viewer = viewer_of(request)
    have = queries.with_second_step(viewer, roles=frozenset(COLLEAGUES))
    form = ResetForm(request.POST or None, colleagues=have)
    if form.is_valid():
        user = queries.colleague(viewer, form.cleaned_data["who"])
        done = once(
            request,
            lambda about: actions.reset_second_step(user=user, by=viewer),
            lambda user: reverse("accounts:members"),
        )
        words = _("%(name)s signs in with the password and sets up the new telephone.") % {"name": user.name}
        messages.success(request, words)
        return done
    status = 422 if form.errors else 200
    return ui.page(request, "accounts/reset_second_step.html", {"form": form}, status=status)


@requires(Permission.PLACE_MANAGE)
@again.asks_again
def new_password(request: HttpRequest) -> HttpResponse:
    """Give a colleague who forgot theirs another first password, with them in the room."""
    viewer = viewer_of(request)
    others = [
        one for one in queries.members(viewer, roles=frozenset(COLLEAGUES)) if one.user_id != viewer.user_id
    ]
    form = NewPasswordForm(request.POST or None, colleagues=others)
    if form.is_valid():
        user = queries.colleague(viewer, form.cleaned_data["who"])
        try:
            done = once(
                request,
                lambda about: actions.give_new_password(
                    user=user, fresh=form.cleaned_data["fresh"], by=viewer
                ),
                lambda user: reverse("accounts:members"),
            )
        except DomainError as error:
            form.add_error("fresh", str(error))
        else:
            words = _("%(name)s signs in with the new password, and with the telephone as before.")
            messages.success(request, words % {"name": user.name})
            return done
    return ui.page(request, "accounts/new_password.html", {"form": form}, status=422 if form.errors else 200)
