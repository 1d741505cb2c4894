from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from handrail import ui
from handrail.access import Category, Permission, requires
from handrail.base.words import _
from handrail.people.pages import status_of, tell
from handrail.practice.rules import WorkRung
from handrail.work import actions, queries
from handrail.work.forms import LadderForm, ProfileForm, TellingForm
from handrail.work.rules import PROFILE_PARTS, Telling
from handrail.work.views.shared import load, send, to_work


@requires(Permission.RECORD_READ)
def page(request: HttpRequest, person_key: str) -> HttpResponse:
    """A person's work and study: what I have done, where I am, what I need there."""
    viewer, participant = load(request, person_key)
    context = {"page": queries.work_page(viewer, participant), "person": participant}
    return ui.page(request, "work/page.html", context)


@requires(Permission.ROOM_WRITE)
def profile(request: HttpRequest, person_key: str) -> HttpResponse:
    """What I have done and like: write on, with every earlier version below."""
    viewer, participant = load(request, person_key)
    kept = queries.profiles(viewer, participant)
    first = {name: getattr(kept[0], name) for name in PROFILE_PARTS} if kept else {}
    form = ProfileForm(request.POST or None, initial=first)
    done = None
    if form.is_valid():
        done = send(
            request,
            form,
            lambda about: actions.write_profile(
                participant=participant, texts=form.cleaned_data, number=about.version, by=viewer
            ),
            lambda version: tell(request, _("Kept. What stood before is kept too."), to_work(person_key)),
            person=person_key,
        )
    context = {
        "person": participant,
        "form": form,
        "is_own": viewer.participant_id == participant.pk,
        "number": kept[0].number if kept else 0,
        "versions": [(row, queries.profile_parts(row)) for row in kept],
    }
    return done or ui.page(request, "work/profile.html", context, status=status_of(form))


@requires(Permission.ROOM_WRITE)
def telling(request: HttpRequest, person_key: str) -> HttpResponse:
    """What I tell at work, and to whom: a choice that can change any day."""
    viewer, participant = load(request, person_key)
    kept = queries.tellings(viewer, participant)
    first = {name: getattr(kept[0], name) for name in ("choice", "what", "whom", "words")} if kept else {}
    form = TellingForm(request.POST or None, initial=first)
    done = None
    if form.is_valid():
        said = {**form.cleaned_data, "choice": Telling(form.cleaned_data["choice"])}
        done = send(
            request,
            form,
            lambda about: actions.choose_telling(participant=participant, by=viewer, **said),
            lambda chosen: tell(request, _("Kept. You can change it any day."), to_work(person_key)),
            person=person_key,
        )
    is_own = viewer.participant_id == participant.pk
    context = {"person": participant, "form": form, "is_own": is_own, "kept": kept}
    return done or ui.page(request, "work/telling.html", context, status=status_of(form))


@requires(Permission.RECORD_READ)
def ladder(request: HttpRequest, person_key: str) -> HttpResponse:
    """Steps towards work or study as a path, and one form to write one down."""
    viewer, participant = load(request, person_key, Category.ATTENDANCE)
    shown = queries.ladder(viewer, participant)
    form = LadderForm(request.POST if request.POST and shown.can_write else None)
    done = None
    if form.is_valid():
        said = {**form.cleaned_data, "rung": WorkRung(form.cleaned_data["rung"])}
        done = send(
            request,
            form,
            lambda about: actions.take_work_step(participant=participant, by=viewer, **said),
            lambda step: tell(request, _("The step is kept."), reverse("work:ladder", args=[person_key])),
            person=person_key,
        )
    context = {"person": participant, "ladder": shown, "form": form}
    return done or ui.page(request, "work/ladder.html", context, status=status_of(form))
