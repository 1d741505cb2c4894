"""The person's wishes in their own order, and two rulers beside each."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from handrail import ui
from handrail.access import Category, Permission, once, requires
from handrail.base.errors import NotFound
from handrail.base.words import _
from handrail.intake import actions, queries
from handrail.intake.forms import CONTINUE
from handrail.intake.forms.wishes import RulersForm, WishForm
from handrail.intake.rules import Way
from handrail.intake.views.viewpoints import next_address
from handrail.people.pages import load, send, status_of

ASIDE = "aside"
TAKE = "take"


@requires(Permission.INTAKE_ANSWER)
def wishes(request: HttpRequest, person_key: str) -> HttpResponse:
    """Show the wishes in the person's order; write one more, or begin the list with what was said before."""
    viewer, participant = load(request, person_key, Category.INTAKE)
    own = viewer.participant_id == participant.pk
    here = reverse("intake:wishes", args=[person_key])
    listed = queries.wishes(viewer, participant)
    said, kind = ([], None) if listed else queries.wishes_said(viewer, participant)
    takes = TAKE in request.POST
    form = WishForm(
        None if takes else request.POST or None, own=own, called=participant.called, language=viewer.language
    )
    done = None
    if takes and kind:
        done = send(
            request,
            form,
            lambda about: actions.list_wishes(participant=participant, lines=said, kind=kind, by=viewer),
            here,
            person=person_key,
        )
    elif form.is_valid():
        data = form.cleaned_data
        done = send(
            request,
            form,
            lambda about: actions.add_wish(
                participant=participant, words=data["words"], area=data["area"], kind=form.author, by=viewer
            ),
            here,
            person=person_key,
        )
    context = {
        "participant": participant,
        "own": own,
        "wishes": listed,
        "said": said,
        "form": form,
        "onward": next_address(viewer, participant),
    }
    return done or ui.page(request, "intake/wishes.html", context, status=status_of(form))


@requires(Permission.INTAKE_ANSWER)
def wish_move(request: HttpRequest, person_key: str, key: str, way: str) -> HttpResponse:
    """Move a wish up or down in the person's order, or put it aside."""
    viewer, participant = load(request, person_key, Category.INTAKE)
    wish = queries.wish(viewer, participant, key)
    here = reverse("intake:wishes", args=[person_key])
    if way not in (ASIDE, *Way):
        raise NotFound(str(_("There is no such page.")))
    if request.method != "POST":
        return redirect(here)
    return once(
        request,
        lambda about: (
            actions.set_wish_aside(wish=wish, by=viewer)
            if way == ASIDE
            else actions.move_wish(wish=wish, way=Way(way), by=viewer)
        ),
        lambda done: here if way == ASIDE else f"{here}#w-{key}",
        person=person_key,
    )


@requires(Permission.INTAKE_ANSWER)
def wish_rulers(request: HttpRequest, person_key: str, key: str) -> HttpResponse:
    """Ask how much the person wants a wish and how ready they feel; no figure opens or closes anything."""
    viewer, participant = load(request, person_key, Category.INTAKE)
    wish = queries.wish(viewer, participant, key)
    here = reverse("intake:wishes", args=[person_key])
    form = RulersForm(request.POST or None, language=viewer.language)
    if form.is_valid():
        data = form.cleaned_data
        if data["do"] != CONTINUE:
            return redirect(here)
        return once(
            request,
            lambda about: actions.say_rulers(wish=wish, wants=data["wants"], ready=data["ready"], by=viewer),
            lambda done: f"{here}#w-{key}",
            person=person_key,
        )
    context = {
        "participant": participant,
        "own": viewer.participant_id == participant.pk,
        "wish": wish,
        "form": form,
    }
    return ui.page(request, "intake/rulers.html", context, status=status_of(form))
