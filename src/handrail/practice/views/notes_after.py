from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from handrail import ui
from handrail.access import Category, Permission, requires
from handrail.base.words import _
from handrail.people.pages import load, send, status_of, tell
from handrail.practice import actions, queries
from handrail.practice.forms import AmendForm, ReasonForm, TogetherForm
from handrail.practice.rules import Together


@requires(Permission.RECORD_READ)
def notes(request: HttpRequest, person_key: str) -> HttpResponse:
    """List the notes about a person that are open to the viewer."""
    viewer, participant = load(request, person_key, Category.NOTES)
    context = {"person": participant, "notes": queries.notes_of(viewer, participant)}
    is_theirs = viewer.participant_id == participant.pk
    may_write = viewer.may(Permission.NOTE_WRITE)
    return ui.page(
        request, "practice/notes.html", {**context, "is_theirs": is_theirs, "may_write": may_write}
    )


def _note_page(request: HttpRequest, person_key: str, key: str, form: Any = None) -> HttpResponse:
    viewer, participant = load(request, person_key, Category.NOTES)
    page = queries.note_page(viewer, participant, key)
    context = {"page": page, "person": participant, "form": form or TogetherForm(), "reason": ReasonForm()}
    return ui.page(request, "practice/note.html", context, status=status_of(context["form"]))


@requires(Permission.RECORD_READ)
def note(request: HttpRequest, person_key: str, key: str) -> HttpResponse:
    """Show one note with all its texts; a draft leads its author back to the form."""
    viewer, participant = load(request, person_key, Category.NOTES)
    if queries.note(viewer, participant, key).status == "draft":
        return redirect("practice:note_edit", person_key, key)
    return _note_page(request, person_key, key)


@require_POST
@requires(Permission.NOTE_READ)
def answer_note(request: HttpRequest, person_key: str, key: str) -> HttpResponse:
    """The person agrees, or says how they see it."""
    viewer, participant = load(request, person_key, Category.NOTES)
    found = queries.note(viewer, participant, key)
    form = TogetherForm(request.POST)
    here = reverse("practice:note", args=[person_key, key])
    done = None
    if form.is_valid() and request.POST.get("do") == Together.AGREES:
        done = send(
            request,
            form,
            lambda about: actions.agree_note(note=found, version=about.version, by=viewer),
            lambda _note: tell(request, _("Thank you. It says that you agree."), here),
            person=person_key,
        )
    elif form.is_valid():
        done = send(
            request,
            form,
            lambda about: actions.disagree_note(
                note=found, words=form.cleaned_data["words"], version=about.version, by=viewer
            ),
            lambda _note: tell(request, _("Kept. Your words stand beside the note."), here),
            person=person_key,
        )
    return done or _note_page(request, person_key, key, form)


@requires(Permission.NOTE_WRITE)
def amend(request: HttpRequest, person_key: str, key: str) -> HttpResponse:
    """Change the words of one's own note; the older text stays."""
    viewer, participant = load(request, person_key, Category.NOTES)
    page = queries.note_page(viewer, participant, key)
    needs_reason = not queries.is_same_day_edit(page.note)
    first = {"words": page.now.text.words, "observation": page.now.text.observation}
    form = AmendForm(
        request.POST or None, initial=first, called=participant.called, needs_reason=needs_reason
    )
    done = None
    if form.is_valid():
        done = send(
            request,
            form,
            lambda about: actions.amend_note(
                note=page.note, version=about.version, by=viewer, **form.cleaned_data
            ),
            lambda _note: reverse("practice:note", args=[person_key, key]),
            person=person_key,
        )
    context = {"page": page, "person": participant, "form": form, "needs_reason": needs_reason}
    return done or ui.page(request, "practice/amend.html", context, status=status_of(form))


@require_POST
@requires(Permission.NOTE_WRITE)
def in_error(request: HttpRequest, person_key: str, key: str) -> HttpResponse:
    """Mark one's own note as entered in error."""
    viewer, participant = load(request, person_key, Category.NOTES)
    found = queries.note(viewer, participant, key)
    form = ReasonForm(request.POST)
    done = None
    if form.is_valid():
        done = send(
            request,
            form,
            lambda about: actions.note_in_error(
                note=found, version=about.version, by=viewer, **form.cleaned_data
            ),
            lambda _note: reverse("practice:note", args=[person_key, key]),
            person=person_key,
        )
    return done or _note_page(request, person_key, key, form)


@require_POST
@requires(Permission.NOTE_WRITE)
def discard(request: HttpRequest, person_key: str, key: str) -> HttpResponse:
    """Put away one's own draft."""
    viewer, participant = load(request, person_key, Category.NOTES)
    found, _text = queries.draft(viewer, participant, key)
    form = TogetherForm()
    done = send(
        request,
        form,
        lambda about: actions.discard_note(note=found, version=about.version, by=viewer),
        lambda _note: tell(request, _("The draft is put away."), reverse("practice:today")),
        person=person_key,
    )
    return done or redirect("practice:note_edit", person_key, key)


@requires(Permission.NOTE_WRITE)
def read_together(request: HttpRequest, person_key: str, key: str) -> HttpResponse:
    """Read a draft with the person, in large letters; file it with what they say."""
    viewer, participant = load(request, person_key, Category.NOTES)
    found, text = queries.draft(viewer, participant, key)
    content = queries.content_of_draft(found, text)
    form = TogetherForm(request.POST or None)
    done = None
    if form.is_valid():
        together = Together(request.POST.get("do", Together.AGREES))
        done = send(
            request,
            form,
            lambda about: actions.file_note(
                note=found,
                content=content,
                version=about.version,
                together=together,
                together_words=form.cleaned_data["words"],
                by=viewer,
            ),
            lambda note: reverse(
                "practice:first_help" if note.has_safety_concern else "practice:note", args=[person_key, key]
            ),
            person=person_key,
        )
    page = queries.draft_page(viewer, participant, found, content)
    context = {"page": page, "person": participant, "form": form}
    return done or ui.page(request, "practice/read_together.html", context, status=status_of(form))
