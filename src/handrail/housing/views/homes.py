from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from handrail import ui
from handrail.access import Permission, requires, viewer_of
from handrail.base.words import _
from handrail.housing import actions, queries
from handrail.housing.actions.homes import where
from handrail.housing.forms import AnswerForm, EndForm, HomeForm, MoveForm
from handrail.housing.rules import RightForMe
from handrail.housing.views.shared import form_page, load, to_page
from handrail.people.pages import send


@requires(Permission.RECORD_READ)
def page(request: HttpRequest, person_key: str) -> HttpResponse:
    """Show where the person lives, what they look for, and how the household runs."""
    found = queries.home_page(viewer_of(request), person_key)
    return ui.page(request, "housing/page.html", {"page": found, "form": AnswerForm()})


@requires(Permission.ROOM_WRITE)
def move(request: HttpRequest, person_key: str) -> HttpResponse:
    """Write down where the person lives now."""
    viewer, participant = load(request, person_key)
    current = queries.current_home(viewer, participant)
    form = MoveForm(request.POST or None, current=where(current) if current else "")
    if form.is_valid():
        answer = send(
            request,
            form,
            lambda about: actions.move_in(
                participant=participant,
                facts=form.facts,
                ends_current=form.cleaned_data.get("ends_current", False),
                by=viewer,
            ),
            to_page(person_key),
            person=person_key,
        )
        if answer:
            return answer
    lead = _("No home has a condition here. What is written can be changed.")
    return form_page(request, participant, form, _("Where I live now"), lead=lead)


@requires(Permission.ROOM_WRITE)
def change(request: HttpRequest, person_key: str, key: str) -> HttpResponse:
    """Put right what is written about a home."""
    viewer, participant = load(request, person_key)
    home = queries.home(viewer, participant, key)
    initial = {name: getattr(home, name) for name in HomeForm.base_fields}
    form = HomeForm(request.POST or None, initial=initial)
    if form.is_valid():
        answer = send(
            request,
            form,
            lambda about: actions.change_home(home=home, facts=form.facts, version=about.version, by=viewer),
            to_page(person_key),
            person=person_key,
        )
        if answer:
            return answer
    also = (reverse("housing:end", args=[person_key, key]), _("Nobody lives there any more"))
    return form_page(request, participant, form, _("Change what is written"), version=home.version, also=also)


@requires(Permission.ROOM_WRITE)
def end(request: HttpRequest, person_key: str, key: str) -> HttpResponse:
    """Say that the person lives there no more."""
    viewer, participant = load(request, person_key)
    home = queries.home(viewer, participant, key)
    form = EndForm(request.POST or None, initial={"until_on": viewer.today})
    if form.is_valid():
        answer = send(
            request,
            form,
            lambda about: actions.end_home(home=home, until_on=form.cleaned_data["until_on"], by=viewer),
            to_page(person_key),
            person=person_key,
        )
        if answer:
            return answer
    lead = _("%(where)s. It stays in the list of earlier homes.") % {"where": where(home)}
    return form_page(request, participant, form, _("I do not live there any more"), lead=lead)


@requires(Permission.ROOM_WRITE)
def answer(request: HttpRequest, person_key: str, key: str) -> HttpResponse:
    """Keep what the person says to: is it right for me?"""
    viewer, participant = load(request, person_key)
    home = queries.home(viewer, participant, key)
    form = AnswerForm(request.POST or None)
    if form.is_valid():
        sent = send(
            request,
            form,
            lambda about: actions.answer_home(
                home=home,
                answer=RightForMe(form.cleaned_data["answer"]),
                words=form.cleaned_data["words"],
                by=viewer,
            ),
            to_page(person_key, "#right"),
            person=person_key,
        )
        if sent:
            return sent
    return form_page(request, participant, form, _("Is it right for me?"))
