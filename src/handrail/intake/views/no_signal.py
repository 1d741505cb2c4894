"""Answering where there is no signal: the page that is opened before, and the door at which sealed answers arrive."""

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from handrail import ui
from handrail.access import Category, Permission, once, requires, viewer_of
from handrail.access.once import About
from handrail.base.errors import NotFound
from handrail.base.words import _
from handrail.intake import actions, queries, sealing
from handrail.intake.forms.no_signal import NoSignalForm
from handrail.intake.models import Answer, Conversation
from handrail.intake.rules import AnswerState
from handrail.intake.rules.no_signal import Malformed, TooMuch, check_size, checked_batch
from handrail.intake.views.conversation import _own
from handrail.people.pages import load, send, status_of, tell


def _answer_all(form: NoSignalForm, held: Conversation, request: HttpRequest) -> list[Answer]:
    """Keep each answer of the page by the action that keeps one; the page showed none, so none is written over."""
    return [
        actions.answer_question(
            conversation=held,
            question=one.question.code,
            state=AnswerState.ANSWERED,
            author_kind=one.author,
            text=one.text,
            choices=one.choices,
            shown_version=one.question.version,
            by=viewer_of(request),
        )
        for one in form.filled
    ]


@requires(Permission.INTAKE_ANSWER)
def no_signal(request: HttpRequest, person_key: str) -> HttpResponse:
    """Show every question on one page to be taken along; without script it is sent at once, or filled in on paper."""
    viewer, participant = load(request, person_key, Category.INTAKE)
    page = queries.conversation_page(viewer, participant)
    held = page.conversation
    if held is None:
        raise NotFound(str(_("There is no such page.")))
    own = _own(viewer, participant)
    asked = [one for one in page.all_asked if not one.question.hidden]
    form = NoSignalForm(
        request.POST or None, asked=asked, own=own, called=participant.called, language=viewer.language
    )
    home = reverse("intake:conversation", args=[person_key])

    def act(about: About) -> list[Answer]:
        return _answer_all(form, held, request)

    done = None
    if form.is_valid():
        done = send(request, form, act, lambda rows: tell(request, _("It is kept."), home), person=person_key)
    context = {
        "participant": participant,
        "own": own,
        "page": page,
        "form": form,
        "home": home,
        "key": sealing.place_key().id,
        "public": sealing.public_text(),
        "given": sealing.new_pass(viewer, held),
    }
    return done or ui.page(request, "intake/no_signal.html", context, status=status_of(form))


def _refusal(error: Exception, status: int) -> JsonResponse:
    return JsonResponse({"error": str(error)}, status=status)


@require_http_methods(["GET", "POST"])
@requires(Permission.ACCOUNT)
def outbox(request: HttpRequest) -> HttpResponse:
    """Give a fresh mark against forged forms, or take a batch of sealed answers, whoever brings them."""
    viewer = viewer_of(request)
    if request.method == "GET":
        return JsonResponse({"token": get_token(request)})
    try:
        check_size(int(request.META.get("CONTENT_LENGTH") or 0))
        ops = checked_batch(request.body)
    except TooMuch as error:
        return _refusal(error, 413)
    except Malformed as error:
        return _refusal(error, 400)
    taken = [actions.take_sealed(one, by=viewer) for one in ops]
    return JsonResponse({"ops": [{"op": str(one.op), "became": one.became, "why": one.why} for one in taken]})


@require_POST
@requires(Permission.INTAKE_ANSWER)
def late(request: HttpRequest, person_key: str, key: str) -> HttpResponse:
    """Put away what came too late, once somebody has read it."""
    viewer, participant = load(request, person_key, Category.INTAKE)
    row = queries.late_answer(viewer, participant, key)
    return once(
        request,
        lambda about: actions.put_late_answer_away(late=row, by=viewer),
        lambda done: reverse("intake:conversation", args=[person_key]),
        person=person_key,
    )
