"""The page behind a link: nobody is signed in, nothing shows before the second answer, nothing stays after it."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import get_language
from django.views.decorators.http import require_POST

from handrail import ui
from handrail.access import Viewer, once, public, visitor_of
from handrail.accounts import guessing
from handrail.accounts.forgetting import forget_all
from handrail.accounts.rules import TooManyTries, only_letters
from handrail.base import clock
from handrail.base.errors import DomainError
from handrail.base.words import _
from handrail.measures import actions
from handrail.measures.definitions import scorer
from handrail.measures.forms import AnswersForm, BirthForm, LettersForm, WordForm
from handrail.measures.models import Administration, AnswerLink
from handrail.measures.queries import links as reads
from handrail.measures.rules.asking import AdministrationStatus
from handrail.measures.rules.links import CLOSED_WORDS, UNKNOWN, LinkAsks, LinkState
from handrail.people.pages import refuse, send, status_of
from handrail.safety.queries.answering import who_reads

OPENED, SENT = "answer_link", "answer_sent"
OPEN_SECONDS = 30 * 60
NOT_FITTING = _("That is not what this link asks for. Try again, or call the place that gave it to you.")


def _nobody(link: AnswerLink) -> Viewer:
    return reads.answering(link, get_language() or "en")


def _remember(request: HttpRequest, link: AnswerLink) -> None:
    request.session[OPENED] = [link.key, int(clock.now().timestamp())]
    request.session.set_expiry(0)


def _opened(request: HttpRequest) -> AnswerLink | None:
    """Return the link that was opened on this device within half an hour, unless somebody is signed in."""
    key, since = request.session.get(OPENED, ("", 0))
    if visitor_of(request) is not None or int(clock.now().timestamp()) - since > OPEN_SECONDS:
        return None
    return reads.link_of_key(key)


def _closed(request: HttpRequest, link: AnswerLink | None, words: object, status: int = 410) -> HttpResponse:
    """Say in one sentence why nothing opens, and whom to call."""
    context = {"sentence": str(words), "calls": reads.whom_to_call(link)}
    return ui.page(request, "measures/link_closed.html", context, status=status)


def _let_in(request: HttpRequest, link: AnswerLink, form: Any) -> bool:
    """Compare what was said, within the rules for guessing; what is wrong becomes a sentence in the form."""
    said = {name: value for name, value in form.cleaned_data.items() if name in ("word", "born")}
    try:
        trying = guessing.begin_try(request, guessing.account_mark("link", link.key))
        if not reads.opens(link, **said):
            actions.miss_link(link=link, by=_nobody(link))
            refuse(form, str(NOT_FITTING))
            return False
        actions.open_link(link=link, by=_nobody(link))
    except TooManyTries as error:
        form.wait = error.seconds
        refuse(form, str(error))
        return False
    except DomainError as error:
        trying.was_right()
        refuse(form, str(error))
        return False
    trying.was_right()
    return True


def _ask(request: HttpRequest, link: AnswerLink) -> HttpResponse:
    """Ask for what only the person can say, and show nothing of them before."""
    form = (WordForm if link.asks == LinkAsks.WORD else BirthForm)(request.POST or None)
    if form.is_valid() and _let_in(request, link, form):
        _remember(request, link)
        return redirect("measures:answer_page")
    wait = getattr(form, "wait", 0)
    context = {"form": form, "calls": reads.whom_to_call(link)}
    response = ui.page(request, "measures/link_ask.html", context, status=429 if wait else status_of(form))
    if wait:
        response.headers["Retry-After"] = str(wait)
    return response


@public
def answer(request: HttpRequest, letters: str = "") -> HttpResponse:
    """Take the letters of a link and what belongs to them; say clearly when it opens nothing."""
    if visitor_of(request) is not None:
        return ui.page(request, "measures/link_signed_in.html", {})
    if not letters:
        form = LettersForm(request.POST or None)
        if form.is_valid():
            return redirect("measures:answer_of", only_letters(form.cleaned_data["letters"]) or "-")
        return ui.page(request, "measures/link_letters.html", {"form": form}, status=status_of(form))
    link = reads.link_behind(only_letters(letters))
    if link is None:
        return _closed(request, None, UNKNOWN, status=404)
    words = CLOSED_WORDS.get(reads.state_of(link))
    return _closed(request, link, words) if words else _ask(request, link)


def _after(request: HttpRequest, row: Administration) -> str:
    """Return where to go once answers were written, and keep on this device only what the next page needs."""
    unsafe = any(sign.positive for sign in scorer(row.instrument).signs(row.answers))
    is_open = row.status in (AdministrationStatus.DRAFT, AdministrationStatus.KEPT)
    request.session[SENT] = {"link": row.link.key, "status": row.status, "unsafe": unsafe}
    if not is_open:
        request.session.pop(OPENED, None)
    return reverse("measures:answer_done")


def _write(request: HttpRequest, page: reads.LinkPage, form: AnswersForm) -> HttpResponse | None:
    """Send, keep or skip, as the button says."""
    by, row, do = _nobody(page.link), page.row, request.POST.get("do")
    act = actions.send_answers if do == "send" else actions.save_answers
    shown = request.POST.get("shown", "")

    def write(about: Any) -> Administration:
        if do == "skip":
            return actions.skip_answers(administration=row, by=by)
        return act(administration=row, answers=form.answers(), shown=shown, version=about.version, by=by)

    return send(request, form, write, lambda done: _after(request, done), person=page.link.key, by=by)


@public
def answer_page(request: HttpRequest) -> HttpResponse:
    """Show the questions to whoever opened the link: who reads them first, then send, keep or skip."""
    link = _opened(request)
    page = reads.link_page(_nobody(link), link) if link else None
    if link is None or page is None:
        return redirect("measures:answer")
    if link.stopped_at is not None and request.method != "POST":
        return _closed(request, link, CLOSED_WORDS[LinkState.STOPPED])
    _remember(request, link)
    filled = {name: str(value) for name, value in page.row.answers.items()}
    language = get_language() or "en"
    form = AnswersForm(request.POST or None, instrument=page.instrument, language=language, initial=filled)
    done = _write(request, page, form) if request.method == "POST" else None
    context = {
        "page": page,
        "form": form,
        "reads": who_reads(link.participant, language=language) if page.instrument.safety_items else None,
    }
    return done or ui.page(request, "measures/link_page.html", context, status=status_of(form))


@public
@require_POST
def answer_beside(request: HttpRequest, key: str) -> HttpResponse:
    """Go on with what was typed on another device, show it to the one who reads, or put it away."""
    link = _opened(request)
    if link is None:
        return redirect("measures:answer")
    by = _nobody(link)
    row = reads.kept_beside(by, link, key)
    acts = {"swap": actions.swap_answers, "hand": actions.hand_over_kept, "away": actions.skip_answers}
    act = acts.get(request.POST.get("do", ""), actions.skip_answers)
    return once(
        request,
        lambda about: act(administration=row, by=by),
        lambda done: reverse("measures:answer_page"),
        person=link.key,
        by=by,
    )


@public
def answer_done(request: HttpRequest) -> HttpResponse:
    """Say thank you once, with whom to call where that is needed first; shown again it says nothing of anybody."""
    sent = request.session.pop(SENT, None) or {}
    link = reads.link_of_key(sent["link"]) if sent else None
    context = {
        "sent": sent,
        "help": reads.help_after(_nobody(link), link) if link and sent["unsafe"] else None,
        "link": link,
        "goes_on": OPENED in request.session,
    }
    return ui.page(request, "measures/link_done.html", context)


@public
@require_POST
def answer_close(request: HttpRequest) -> HttpResponse:
    """Forget the link on this device, and everything that the browser holds of this place."""
    if visitor_of(request) is None:
        request.session.flush()
    return forget_all(request, redirect("/"))
