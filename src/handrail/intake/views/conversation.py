from functools import partial

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from handrail import ui
from handrail.access import Category, Permission, Viewer, once, requires, viewer_of
from handrail.base.errors import NotFound
from handrail.base.words import _
from handrail.intake import actions, queries
from handrail.intake.forms import DOES, AnswerForm, BeginForm, KeptForm, ModeForm
from handrail.intake.models import Answer
from handrail.intake.queries.conversation import Asked, ConversationPage
from handrail.intake.rules import ConversationMode, KeptChoice
from handrail.intake.views.viewpoints import beyond, beyond_doors
from handrail.people.models import Participant
from handrail.people.queries import person


def _own(viewer: Viewer, participant: Participant) -> bool:
    return viewer.participant_id == participant.pk


def _held(page: ConversationPage) -> ConversationPage:
    """Return the page once a conversation has begun; raise NotFound before."""
    if page.conversation is None:
        raise NotFound(str(_("There is no such page.")))
    return page


@requires(Permission.INTAKE_ANSWER)
def conversation(request: HttpRequest, person_key: str) -> HttpResponse:
    """Show the seven parts with how far they are; begin, go on where it stopped, change how it is held."""
    viewer = viewer_of(request)
    participant = person(viewer, person_key, Category.INTAKE)
    page = queries.conversation_page(viewer, participant)
    held = page.conversation
    form = (
        ModeForm(request.POST or None, initial={"mode": held.mode})
        if held
        else BeginForm(request.POST or None)
    )
    if form.is_valid():
        mode = ConversationMode(form.cleaned_data["mode"])
        if held is not None:
            return once(
                request,
                lambda about: actions.choose_conversation_mode(conversation=held, mode=mode, by=viewer),
                lambda done: reverse("intake:conversation", args=[person_key]),
                person=person_key,
            )
        place = form.cleaned_data["place"]
        return once(
            request,
            lambda about: actions.start_conversation(
                participant=participant, mode=mode, place=place, by=viewer
            ),
            lambda done: reverse("intake:question", args=[person_key, done.last_part, done.last_question]),
            person=person_key,
        )
    context = {
        "participant": participant,
        "own": _own(viewer, participant),
        "page": page,
        "form": form,
        "owned": queries.who_asks(viewer, participant, held),
        "beyond": beyond_doors(person_key, viewer.language),
        "late": queries.late_answers(viewer, participant),
    }
    return ui.page(request, "intake/conversation.html", context)


def _next(answer: Answer, person_key: str, viewer: Viewer) -> str:
    """Go to the next question; stay when two people wrote at once, because that needs a person."""
    kept = queries.open_kept_words(viewer, answer.participant).filter(object_id=answer.pk).exists()
    held = answer.conversation
    if kept:
        part = queries.questions_of(held.organisation_id).questions[answer.question].part
        return reverse("intake:question", args=[person_key, part, answer.question]) + "#kept"
    further = beyond(answer.question, person_key, own=_own(viewer, answer.participant))
    if further:
        return further
    if held.last_question:
        return reverse("intake:question", args=[person_key, held.last_part, held.last_question])
    return reverse("intake:check", args=[person_key])


@requires(Permission.INTAKE_ANSWER)
def question(request: HttpRequest, person_key: str, part: str, question: str) -> HttpResponse:
    """Ask one question: continue, skip or leave it for later."""
    viewer = viewer_of(request)
    participant = person(viewer, person_key, Category.INTAKE)
    page = _held(queries.conversation_page(viewer, participant))
    asked = page.asked(part, question)
    own = _own(viewer, participant)
    form = AnswerForm(request.POST or None, asked=asked, own=own, called=participant.called)
    if form.is_valid():
        data = form.cleaned_data
        return once(
            request,
            lambda about: actions.answer_question(
                conversation=page.conversation,
                question=question,
                state=DOES[data["do"]],
                author_kind=form.author,
                text=data["text"],
                choices=data["choices"],
                version=about.version,
                by=viewer,
            ),
            lambda answer: _next(answer, person_key, viewer),
            person=person_key,
        )
    context = {
        "participant": participant,
        "own": own,
        "page": page,
        "asked": asked,
        "around": _around(page, asked),
        "language": viewer.language,
        "form": form,
    }
    return ui.page(request, "intake/question.html", context)


def _around(page: ConversationPage, asked: Asked) -> dict[str, object]:
    """Return where the question stands: its part, its number and the one before."""
    order = list(page.all_asked)
    place = order.index(asked)
    shown = next(part for part in page.parts if asked in part.asked)
    return {
        "part": shown,
        "number": shown.asked.index(asked) + 1,
        "of": len(shown.asked),
        "before": order[place - 1] if place else None,
        "stopped_here": page.stopped_at == asked,
    }


@requires(Permission.INTAKE_ANSWER)
def check(request: HttpRequest, person_key: str) -> HttpResponse:
    """Read all answers back in the words in which they were given, and agree; it prints."""
    viewer = viewer_of(request)
    participant = person(viewer, person_key, Category.INTAKE)
    page = _held(queries.conversation_page(viewer, participant))
    if request.method == "POST":
        return once(
            request,
            lambda about: actions.read_back(conversation=page.conversation, version=about.version, by=viewer),
            lambda done: reverse("intake:check", args=[person_key]),
            person=person_key,
        )
    own = _own(viewer, participant)
    context = {
        "participant": participant,
        "own": own,
        "page": page,
        "wishes": queries.wishes(viewer, participant),
        "viewpoints": queries.viewpoints(viewer, participant),
        "said_by": partial(queries.said_by, own=own, called=participant.called),
    }
    return ui.page(request, "intake/check.html", context)


@requires(Permission.INTAKE_ANSWER)
def kept(request: HttpRequest, person_key: str, kept_key: str) -> HttpResponse:
    """Carry out what the person decided about words that were set aside."""
    viewer = viewer_of(request)
    participant = person(viewer, person_key, Category.INTAKE)
    page = _held(queries.conversation_page(viewer, participant))
    words, answer = queries.kept_words(viewer, participant, kept_key)
    asked = next(one for one in page.all_asked if one.question.code == answer.question)
    back = reverse("intake:question", args=[person_key, asked.question.part, asked.question.code])
    form = KeptForm(request.POST or None)
    if not form.is_valid():
        return redirect(back + "#kept")
    choice = KeptChoice(form.cleaned_data["choice"])
    return once(
        request,
        lambda about: actions.settle_kept_words(words=words, choice=choice, by=viewer),
        lambda done: back,
        person=person_key,
    )
