from collections.abc import Callable
from typing import Any

from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from handrail import ui
from handrail.access import Category, Permission, requires
from handrail.base.errors import NotFound
from handrail.base.words import _
from handrail.people.models import Participant
from handrail.people.pages import load, remember_wishes, send, status_of
from handrail.safety import actions, queries
from handrail.safety.forms import CheckForm, LineForm, SettleForm
from handrail.safety.models import ListLine
from handrail.safety.rules import SECTIONS, ListSection


def _form(
    request: HttpRequest, participant: Participant, form: Form, title: object, **more: Any
) -> HttpResponse:
    context = {"participant": participant, "form": form, "title": title, "line": None, "lead": "", **more}
    return ui.page(request, "safety/form.html", context, status=status_of(form))


@requires(Permission.RECORD_READ)
def my_list(request: HttpRequest, person_key: str) -> HttpResponse:
    """Show the list for hard days: to the person always, to the team when it is shared."""
    viewer, participant = load(request, person_key, Category.SAFETY)
    page = queries.list_page(viewer, participant)
    return ui.page(request, "safety/list.html", {"page": page, "participant": participant})


@requires(Permission.OWN_RECORD)
def settle(request: HttpRequest, person_key: str) -> HttpResponse:
    """Name the list, and say who may read it, with the effect in words before it is kept."""
    viewer, participant = load(request, person_key, Category.SAFETY)
    found = queries.hard_day_list(viewer, participant)
    names = ("name", "is_shared", "opens_in_emergency", "shares_checks")
    form = SettleForm(
        request.POST or None,
        initial={name: getattr(found, name) for name in names} | {"name": participant.list_name or found.name}
        if found
        else {"name": participant.list_name, "opens_in_emergency": True},
    )
    done = None
    if form.is_valid():
        done = send(
            request,
            form,
            lambda about: actions.settle_list(participant=participant, by=viewer, **form.cleaned_data),
            reverse("safety:list", args=[person_key]),
            person=person_key,
        )
    if done:
        remember_wishes(request, viewer, participant)
    return done or _form(request, participant, form, _("Name and sharing"))


@requires(Permission.OWN_RECORD)
def line_new(request: HttpRequest, person_key: str, section: str) -> HttpResponse:
    """Write one line into a section of the list."""
    viewer, participant = load(request, person_key, Category.SAFETY)
    if section not in list(ListSection):
        raise NotFound(str(_("There is no such page.")))
    kind = ListSection(section)
    title, hint = SECTIONS[kind]
    form = LineForm(request.POST or None)
    if kind != ListSection.CALL:
        del form.fields["phone"]
    done = None
    if form.is_valid():
        done = send(
            request,
            form,
            lambda about: actions.add_list_line(
                participant=participant, section=kind, by=viewer, **form.cleaned_data
            ),
            reverse("safety:list", args=[person_key]) + f"#{kind}",
            person=person_key,
        )
    return done or _form(request, participant, form, title, lead=hint)


VERBS: dict[str, Callable[..., ListLine]] = {
    "up": actions.move_list_line_up,
    "away": actions.put_list_line_away,
}


@requires(Permission.OWN_RECORD)
def line(request: HttpRequest, person_key: str, key: str) -> HttpResponse:
    """Say a line anew, move it up or put it away."""
    viewer, participant = load(request, person_key, Category.SAFETY)
    found = queries.list_line(viewer, participant, key)
    act = VERBS.get(request.POST.get("do", ""))
    form = LineForm(
        request.POST if request.POST and act is None else None,
        initial={"words": found.words, "phone": found.phone},
    )
    if found.section != ListSection.CALL:
        del form.fields["phone"]
    done, back = None, reverse("safety:list", args=[person_key]) + f"#{found.section}"
    if act:
        done = send(request, form, lambda about: act(line=found, by=viewer), back, person=person_key)
    elif form.is_valid():
        done = send(
            request,
            form,
            lambda about: actions.change_list_line(line=found, by=viewer, **form.cleaned_data),
            back,
            person=person_key,
        )
    title = SECTIONS[ListSection(found.section)][0]
    return done or _form(request, participant, form, title, line=found)


@requires(Permission.RECORD_READ)
def checks(request: HttpRequest, person_key: str) -> HttpResponse:
    """Show fourteen days in words and dots; the person says how today is."""
    viewer, participant = load(request, person_key, Category.HEALTH)
    days = queries.checks(viewer, participant)
    today = days[-1].check
    names = ("sleep", "energy", "helped")
    form = CheckForm(
        request.POST or None, initial={name: getattr(today, name) for name in names} if today else {}
    )
    done = None
    if form.is_valid():
        done = send(
            request,
            form,
            lambda about: actions.check_in(participant=participant, by=viewer, **form.cleaned_data),
            reverse("safety:checks", args=[person_key]),
            person=person_key,
        )
    context = {
        "participant": participant,
        "form": form,
        "days": [one for one in reversed(days) if one.check],
        "is_own": viewer.participant_id == participant.pk,
    }
    return done or ui.page(request, "safety/checks.html", context, status=status_of(form))
