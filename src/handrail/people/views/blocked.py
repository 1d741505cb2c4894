from functools import partial

from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from handrail import ui
from handrail.access import Category, Permission, requires
from handrail.people import actions
from handrail.people.forms.access import BlockForm
from handrail.people.pages import load, send, status_of
from handrail.people.queries import access as reads
from handrail.people.views.access import is_own


@requires(Permission.RECORD_READ)
def blocked(request: HttpRequest, person_key: str) -> HttpResponse:
    """Keep somebody away from the record, or let that end: for the person and the coordinator alone."""
    viewer, participant = load(request, person_key, Category.ACCESS)
    ends = request.POST.get("end", "")
    form = BlockForm(None if ends else request.POST or None)
    act = None
    if ends:
        block = reads.blocked_contact(viewer, participant, ends)
        act = partial(actions.unblock_contact, block=block, by=viewer)
    elif form.is_valid():
        data = form.cleaned_data
        act = partial(
            actions.block_contact,
            participant=participant,
            name=data["name"],
            phone=data["phone"],
            email=data["email"],
            to_on=data["until"],
            by=viewer,
        )
    if act:
        done = send(
            request,
            form,
            lambda about: act(),
            reverse("people:blocked", args=[person_key]),
            person=person_key,
        )
        if done:
            return done
    context = {
        "participant": participant,
        "mine": is_own(viewer, participant),
        "blocks": reads.blocked_contacts(viewer, participant),
        "form": form,
    }
    return ui.page(request, "people/blocked.html", context, status=status_of(form))
