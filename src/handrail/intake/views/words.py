"""The words of the place: its questions, to change in the browser."""

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_POST

from handrail import ui
from handrail.access import Permission, Viewer, once, requires, viewer_of
from handrail.accounts.queries import organisation_of
from handrail.base.errors import NotFound
from handrail.base.words import _
from handrail.catalogue.rules import LANGUAGE_WORDS
from handrail.intake import actions, definitions, queries
from handrail.intake.forms.words import NewQuestionForm, WordsForm
from handrail.intake.rules.questions import QuestionKind
from handrail.people.pages import send, status_of, tell

STEPS = ("hide", "ask", "ours")


@requires(Permission.WORDS_EDIT)
def words(request: HttpRequest) -> HttpResponse:
    """Show every question of the conversation by part, and what the place has changed."""
    viewer = viewer_of(request)
    return ui.page(request, "intake/words.html", {"parts": queries.written_parts(viewer)})


def _language(request: HttpRequest) -> str:
    """Return the language that is written: from the address, or the form that it made."""
    named = request.POST.get("language") or request.GET.get("language", "")
    return named if named in LANGUAGE_WORDS else "en"


def _languages(chosen: str) -> list[tuple[str, str, bool]]:
    return [(code, str(name), code == chosen) for code, name in LANGUAGE_WORDS.items()]


@requires(Permission.WORDS_EDIT)
def word(request: HttpRequest, code: str) -> HttpResponse:
    """Change the words of one question in one language; what was asked before stands below."""
    viewer, language = viewer_of(request), _language(request)
    question = queries.written_question(viewer, code)
    of_place = code not in definitions.questions()
    form = WordsForm(request.POST or None, question=question, language=language, of_place=of_place)
    done = None
    if form.is_valid():
        done = send(
            request,
            form,
            lambda about: actions.write_question(
                organisation=organisation_of(viewer),
                code=code,
                words=form.words(),
                more=form.more(),
                language=language,
                version=about.version,
                by=viewer,
            ),
            lambda _row: tell(request, _("Kept. From now on we ask it like this."), reverse("intake:words")),
        )
    context = {
        "form": form,
        "question": question,
        "of_place": of_place,
        "versions": queries.versions_of(viewer, code, language),
        "language": language,
        "languages": _languages(language),
        "basis": question.text.say(language),
    }
    return done or ui.page(request, "intake/word.html", context, status=status_of(form))


@requires(Permission.WORDS_EDIT)
def word_new(request: HttpRequest, part: str) -> HttpResponse:
    """Ask something of the place's own in one part."""
    viewer, language = viewer_of(request), _language(request)
    title = next((one.title for one in queries.written_parts(viewer) if one.code == part), None)
    if title is None:
        raise NotFound(str(_("There is no such page.")))
    form = NewQuestionForm(request.POST or None, language=language)
    done = None
    if form.is_valid():
        done = send(
            request,
            form,
            lambda about: actions.add_question(
                organisation=organisation_of(viewer),
                part=part,
                kind=QuestionKind(form.cleaned_data["kind"]),
                words=form.new_words(),
                is_sensitive=form.cleaned_data["sensitive"] == "yes",
                language=language,
                by=viewer,
            ),
            lambda _row: tell(
                request, _("Kept. We ask it at the end of this part."), reverse("intake:words")
            ),
        )
    context = {"form": form, "title": title, "language": language, "languages": _languages(language)}
    return done or ui.page(request, "intake/word_new.html", context, status=status_of(form))


def _changed(viewer: Viewer, code: str, step: str, version: int) -> object:
    place = organisation_of(viewer)
    if step == "ours":
        return actions.use_shipped_question(organisation=place, code=code, version=version, by=viewer)
    return actions.hide_question(
        organisation=place, code=code, hidden=step == "hide", version=version, by=viewer
    )


@require_POST
@requires(Permission.WORDS_EDIT)
def change_word(request: HttpRequest, code: str, step: str) -> HttpResponse:
    """Ask a question no more, ask it again, or ask it in our words again."""
    viewer = viewer_of(request)
    if step not in STEPS:
        raise NotFound(str(_("There is no such page.")))
    queries.written_question(viewer, code)
    return once(
        request,
        lambda about: _changed(viewer, code, step, about.version),
        lambda _row: tell(request, _("Kept."), reverse("intake:words")),
    )
