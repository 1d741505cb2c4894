from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from handrail import ui
from handrail.access import Permission, requires
from handrail.base.words import _
from handrail.housing import actions, queries
from handrail.housing.forms import OwnerForm, SettleForm, TroubleForm
from handrail.housing.queries.page import shown_trouble
from handrail.housing.rules import LOOK_AFTER, TROUBLE_STATUSES, TroubleKind
from handrail.housing.views.shared import form_page, load, to_page
from handrail.people.pages import send


@requires(Permission.ROOM_WRITE)
def trouble_new(request: HttpRequest, person_key: str) -> HttpResponse:
    """Note rent or neighbour trouble early."""
    viewer, participant = load(request, person_key)
    form = TroubleForm(request.POST or None)
    if form.is_valid():
        data = form.cleaned_data
        answer = send(
            request,
            form,
            lambda about: actions.notice_trouble(
                participant=participant, kind=TroubleKind(data["kind"]), words=data["words"], by=viewer
            ),
            to_page(person_key, "#trouble"),
            person=person_key,
        )
        if answer:
            return answer
    lead = _("Your coordinator sees it today and looks at it within a week.")
    return form_page(request, participant, form, _("Something about my home"), lead=lead)


@requires(Permission.RECORD_READ)
def trouble(request: HttpRequest, person_key: str, key: str) -> HttpResponse:
    """Show one notice: who sees to it, when somebody looks again, and what was done."""
    viewer, participant = load(request, person_key)
    row = queries.trouble(viewer, participant, key)
    owners = queries.owners(viewer, participant)
    first = {"owner": str(row.owner_id or ""), "look_on": viewer.today + LOOK_AFTER}
    context = {
        "participant": participant,
        "trouble": shown_trouble(row),
        "changes": queries.changes_of(viewer, row),
        "states": TROUBLE_STATUSES,
        "form": OwnerForm(owners=owners, initial=first),
        "settle": SettleForm(),
        "may_write": viewer.may(Permission.ROOM_WRITE),
    }
    return ui.page(request, "housing/trouble.html", context)


@requires(Permission.ROOM_WRITE)
def see_to(request: HttpRequest, person_key: str, key: str) -> HttpResponse:
    """Say who sees to it and when somebody looks again."""
    viewer, participant = load(request, person_key)
    row = queries.trouble(viewer, participant, key)
    owners = queries.owners(viewer, participant)
    form = OwnerForm(request.POST or None, owners=owners)
    if form.is_valid():
        data = form.cleaned_data
        answer = send(
            request,
            form,
            lambda about: actions.see_to_trouble(
                trouble=row,
                owner=owners[data["owner"]],
                look_on=data["look_on"],
                words=data["words"],
                by=viewer,
            ),
            reverse("housing:trouble", args=[person_key, key]),
            person=person_key,
        )
        if answer:
            return answer
    return form_page(request, participant, form, _("Who sees to it?"))


@requires(Permission.ROOM_WRITE)
def settle(request: HttpRequest, person_key: str, key: str) -> HttpResponse:
    """Say that it is settled."""
    viewer, participant = load(request, person_key)
    row = queries.trouble(viewer, participant, key)
    form = SettleForm(request.POST or None)
    if form.is_valid():
        answer = send(
            request,
            form,
            lambda about: actions.settle_trouble(trouble=row, words=form.cleaned_data["words"], by=viewer),
            reverse("housing:trouble", args=[person_key, key]),
            person=person_key,
        )
        if answer:
            return answer
    return form_page(request, participant, form, _("It is settled"))
