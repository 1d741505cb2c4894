from collections.abc import Callable
from functools import cache
from typing import Any

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.urls import reverse

from handrail import ui
from handrail.access import Category, Permission, Viewer, requires, search_page, viewer_of
from handrail.base import clock
from handrail.base.words import _
from handrail.people import queries as people
from handrail.people.models import Participant
from handrail.people.pages import load, send, status_of, tell
from handrail.practice import actions, queries
from handrail.practice.actions import NewNote
from handrail.practice.definitions import helped_words
from handrail.practice.forms import NoteForm
from handrail.practice.forms.notes import Chips, content_initial, held_initial, held_words
from handrail.practice.models import Note
from handrail.practice.rules import Held

TEMPLATE = "practice/note_form.html"


def _form(
    viewer: Viewer, participant: Participant, data: Any, zone: str, initial: Callable[[Chips], Any]
) -> NoteForm:
    chips = cache(lambda: queries.helped_chips(viewer, participant, viewer.language))
    return NoteForm(
        data or None,
        initial=initial(chips),
        called=participant.called,
        picks=queries.step_picks(viewer, participant),
        chips=chips,
        team=helped_words(viewer.language),
        zone=zone,
    )


def _after(request: HttpRequest, participant: Participant, do: str) -> Callable[[Note], str]:
    """Return where to go: what to do first for safety, reading together, or back to the day."""

    def then(note: Note) -> str:
        args = [participant.key, note.key]
        if do == "read":
            return reverse("practice:read", args=args)
        if do == "save":
            words = _("Kept as a draft. Only you see it.")
            return tell(request, words, reverse("practice:note_edit", args=args))
        if note.has_safety_concern:
            return reverse("practice:first_help", args=args)
        return tell(request, _("The note is filed."), reverse("practice:note", args=args))

    return then


def _sent(
    request: HttpRequest, form: NoteForm, note: Note | NewNote, participant: Participant
) -> HttpResponse | None:
    """Keep or file what was typed; None when something is missing, and what was typed stays on the page."""
    do = request.POST.get("do", "file")
    if not form.is_valid() or (do == "file" and not form.must_be_complete()):
        return None
    act = actions.file_note if do == "file" else actions.save_draft

    def run(about: Any) -> Note:
        return act(
            note=note,
            content=form.content(),
            held=form.held(),
            version=about.version or None,
            by=viewer_of(request),
        )

    return send(request, form, run, _after(request, participant, do), person=participant.key)


@requires(Permission.NOTE_WRITE)
def note_new(request: HttpRequest, person_key: str) -> HttpResponse:
    """Write a note about a planned meeting, or about a contact that nobody planned."""
    viewer, participant = load(request, person_key, Category.NOTES)
    key = request.GET.get("session", "")
    session = queries.meeting_of_note(viewer, participant, key) if key else None
    begun = queries.draft_of_session(viewer, session) if session and request.method == "GET" else None
    if begun:
        return redirect("practice:note_edit", person_key, begun.key)
    held = queries.held_of(session) if session else Held(clock.now())
    zone = session.zone if session else queries.zone_of(participant)
    form = _form(viewer, participant, request.POST, zone, lambda chips: held_initial(held, zone))
    if request.method == "POST":
        new = NewNote(participant, session, form.held() if form.is_valid() else None)
        if done := _sent(request, form, new, participant):
            return done
    context = {"person": participant, "form": form, "when": held_words(held, zone), "version": 0}
    return ui.page(request, TEMPLATE, {**context, "note": None}, status=status_of(form))


@requires(Permission.NOTE_WRITE)
def note_edit(request: HttpRequest, person_key: str, key: str) -> HttpResponse:
    """Go on with one's own draft."""
    viewer, participant = load(request, person_key, Category.NOTES)
    note, text = queries.draft(viewer, participant, key)
    held = queries.held_of_note(note)
    content = queries.content_of_draft(note, text)

    def initial(chips: Chips) -> dict[str, Any]:
        return {**held_initial(held, note.zone), **content_initial(content, chips())}

    form = _form(viewer, participant, request.POST, note.zone, initial)
    if request.method == "POST" and (done := _sent(request, form, note, participant)):
        return done
    context = {"person": participant, "form": form, "when": held_words(held, note.zone), "note": note}
    return ui.page(request, TEMPLATE, {**context, "version": note.version}, status=status_of(form))


@requires(Permission.NOTE_WRITE)
def pick_person(request: HttpRequest) -> HttpResponse:
    """Choose whom a note is about: first those of today, then everybody by name."""
    viewer = viewer_of(request)

    def context(asked: QueryDict) -> dict[str, Any]:
        search = asked.get("name", "")
        return {
            "day": queries.today_page(viewer) if not search else None,
            "people": people.people_list(viewer, search=search),
            "search": search,
        }

    return search_page(request, "practice/pick_person.html", context, "name")
