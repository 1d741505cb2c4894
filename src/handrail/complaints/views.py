from collections.abc import Callable
from typing import Any

from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from handrail import ui
from handrail.access import Permission, requires, viewer_of
from handrail.accounts.queries import organisation_of
from handrail.base.words import _
from handrail.complaints import actions, queries
from handrail.complaints.forms import AnswerForm, ComplaintForm, DeskForm
from handrail.complaints.models import Complaint
from handrail.complaints.rules import COMPLAINT_STATUSES, COMPLAINT_TRANSITIONS, ComplaintStatus
from handrail.people.pages import send, status_of, tell


@requires(Permission.ACCOUNT)
def mine(request: HttpRequest) -> HttpResponse:
    """Show what the viewer wrote, who else helps, and the way to write; colleagues go to what they hear."""
    viewer = viewer_of(request)
    if not queries.writes_for_self(viewer):
        return redirect("complaints:heard")
    context = {"letters": queries.mine(viewer), "desk": queries.desk(viewer), "states": COMPLAINT_STATUSES}
    return ui.page(request, "complaints/mine.html", context)


@requires(Permission.ACCOUNT)
def new(request: HttpRequest) -> HttpResponse:
    """Write what one is not happy with, and choose who hears it."""
    viewer = viewer_of(request)
    if not queries.writes_for_self(viewer):
        return redirect("complaints:heard")
    look = queries.asked_look(viewer, request.GET.get("look", ""), request.GET.get("on", ""))
    about = look.user.pk if look and look.user else None
    form = ComplaintForm(
        request.POST or None,
        hearers=queries.hearers(viewer, about=about),
        team=queries.team(viewer),
        programmes=queries.programmes(viewer),
        look=look,
    )
    if form.is_valid():
        hearer = form.hearers[form.cleaned_data["hearer"]][1]
        answer = send(
            request,
            form,
            lambda _about: actions.send_complaint(
                words=form.cleaned_data["words"], hearer=hearer, about=form.about, by=viewer
            ),
            lambda row: tell(request, _("It is sent."), reverse("complaints:letter", args=[row.key])),
        )
        if answer:
            return answer
    context = {"form": form, "look": look, "desk": queries.desk(viewer)}
    return ui.page(request, "complaints/new.html", context, status=status_of(form))


def _context(request: HttpRequest, row: Complaint, form: Form) -> dict[str, Any]:
    viewer = viewer_of(request)
    return {
        "letter": row,
        "form": form,
        "changes": queries.changes_of(viewer, row),
        "states": COMPLAINT_STATUSES,
        "programme": queries.programmes(viewer).get(row.programme, ""),
        "may": {to.value for to in COMPLAINT_TRANSITIONS[ComplaintStatus(row.status)]},
        "desk": queries.desk(viewer),
        "wrote": row.sender_id == viewer.user_id,
        "hears": row.hearer_id == viewer.user_id,
        "is_late": row.answered_on is None and row.answer_by < viewer.today,
    }


@requires(Permission.ACCOUNT)
def letter(request: HttpRequest, key: str) -> HttpResponse:
    """Show one letter to who wrote it, who hears it, or to whom it was shown; the hearer answers here."""
    viewer = viewer_of(request)
    row = queries.letter(viewer, key)
    form = AnswerForm(request.POST or None)
    if form.is_valid():
        answer = send(
            request,
            form,
            lambda _about: actions.answer_complaint(
                complaint=row, answer=form.cleaned_data["answer"], by=viewer
            ),
            lambda _row: tell(request, _("Answered."), reverse("complaints:letter", args=[key])),
        )
        if answer:
            return answer
    return ui.page(request, "complaints/letter.html", _context(request, row, form), status=status_of(form))


def _step(
    request: HttpRequest, key: str, act: Callable[[Complaint], Complaint], said: object
) -> HttpResponse:
    """Do one thing with a letter by a button, and go back to it."""
    row = queries.letter(viewer_of(request), key)
    address = reverse("complaints:letter", args=[key])
    if request.method != "POST":
        return redirect(address)
    form = AnswerForm()
    answer = send(request, form, lambda _about: act(row), lambda _row: tell(request, said, address))
    return answer or ui.page(
        request, "complaints/letter.html", _context(request, row, form), status=status_of(form)
    )


@requires(Permission.ACCOUNT)
def hear(request: HttpRequest, key: str) -> HttpResponse:
    """Say that it was read and is looked into."""
    by = viewer_of(request)
    return _step(
        request, key, lambda row: actions.hear_complaint(complaint=row, by=by), _("They see that you heard.")
    )


@requires(Permission.ACCOUNT)
def share(request: HttpRequest, key: str) -> HttpResponse:
    """Show it to the one it is about."""
    by = viewer_of(request)
    return _step(request, key, lambda row: actions.share_complaint(complaint=row, by=by), _("It is shown."))


@requires(Permission.ACCOUNT)
def settle(request: HttpRequest, key: str) -> HttpResponse:
    """Say whether the answer is enough."""
    by, is_settled = viewer_of(request), request.POST.get("settled") == "yes"
    return _step(
        request,
        key,
        lambda row: actions.settle_complaint(complaint=row, is_settled=is_settled, by=by),
        _("Thank you for saying so."),
    )


@requires(Permission.ACCOUNT)
def withdraw(request: HttpRequest, key: str) -> HttpResponse:
    """Take it back."""
    by = viewer_of(request)
    return _step(
        request, key, lambda row: actions.withdraw_complaint(complaint=row, by=by), _("It is taken back.")
    )


@requires(Permission.ACCOUNT)
def heard(request: HttpRequest) -> HttpResponse:
    """List what the viewer hears and what was shown to them; to managers also what is late."""
    viewer = viewer_of(request)
    if queries.writes_for_self(viewer):
        return redirect("complaints:mine")
    context = {
        "letters": queries.to_hear(viewer),
        "shown": queries.shown_to_me(viewer),
        "late": queries.late(viewer),
        "states": COMPLAINT_STATUSES,
        "today": viewer.today,
        "may_edit": viewer.may(Permission.PLACE_MANAGE),
    }
    return ui.page(request, "complaints/heard.html", context)


@requires(Permission.PLACE_MANAGE)
def desk(request: HttpRequest) -> HttpResponse:
    """Write down the independent advocate and how long an answer takes."""
    viewer = viewer_of(request)
    found = queries.desk(viewer)
    names = ("advocate_name", "advocate_phone", "answer_days")
    form = DeskForm(request.POST or None, initial={name: getattr(found, name) for name in names})
    if form.is_valid():
        answer = send(
            request,
            form,
            lambda _about: actions.set_complaint_desk(
                organisation=organisation_of(viewer), by=viewer, **form.cleaned_data
            ),
            lambda _row: tell(request, _("Kept."), reverse("complaints:desk")),
        )
        if answer:
            return answer
    return ui.page(request, "complaints/desk.html", {"form": form}, status=status_of(form))
