"""The question who it is, before a way in is changed."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from handrail import ui
from handrail.access import Permission, check_about, requires, viewer_of
from handrail.accounts import again, guessing, queries
from handrail.accounts.forms import AgainForm
from handrail.accounts.kept_form import KEPT
from handrail.accounts.views.sign_in import own_address
from handrail.base.errors import DomainError


@requires(Permission.ACCOUNT)
def again_page(request: HttpRequest) -> HttpResponse:
    """Ask again who it is, and go on to where somebody was going: first to what they had typed."""
    viewer = viewer_of(request)
    user = queries.account_of(viewer)
    proof = again.proof_of(request, user)
    form = AgainForm(request.POST or None, proof=proof)
    if form.is_valid():
        check_about(request)
        try:
            trying = guessing.begin_try(request, guessing.account_mark("again", str(user.pk)))
            again.say_again(request, user, proof, form.cleaned_data[proof], viewer)
        except DomainError as error:
            form.add_error(None, str(error))
        else:
            trying.was_right()
            kept = reverse("accounts:kept")
            return redirect(kept if KEPT in request.session else own_address(request.GET.get("next", "")))
    context = {"form": form, "field": str(proof)}
    return ui.page(request, "accounts/again.html", context, status=422 if form.errors else 200)
