from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_POST

from handrail import ui
from handrail.access import Category, Permission, Viewer, once, requires
from handrail.base.errors import NotAllowed, NotFound
from handrail.base.words import _
from handrail.measures import actions
from handrail.measures.definitions import instruments, scorer
from handrail.measures.forms import AnswersForm, BeginForm, ErrorForm
from handrail.measures.models import Administration
from handrail.measures.queries import person as reads
from handrail.measures.queries import result as results
from handrail.measures.rules.asking import AdministrationStatus, Mode
from handrail.people.models import Participant
from handrail.people.pages import load, send, status_of, tell
from handrail.safety.queries.answering import who_reads


def _room(person_key: str) -> str:
    return reverse("measures:person", args=[person_key])


def _form(row: Administration) -> str:
    return reverse("measures:form", args=[row.participant.key, row.key])


def _own(viewer: Viewer, participant: Participant, key: str) -> Administration:
    """Return a form that the viewer fills in; for everybody else there is none."""
    row = reads.administration(viewer, participant, key)
    if not reads.is_theirs(viewer, row):
        raise NotFound(str(_("There is no such page.")))
    return row


def _begin_form(request: HttpRequest, viewer: Viewer, participant: Participant) -> BeginForm:
    return BeginForm(
        request.POST or None,
        instruments=reads.may_be_begun(viewer, participant),
        modes=reads.staff_modes(),
        initial={"mode": Mode.STAFF},
    )


@requires(Permission.RECORD_READ)
def person(request: HttpRequest, person_key: str) -> HttpResponse:
    """Show what is due, what was answered, and what is asked of one person."""
    viewer, participant = load(request, person_key, Category.HEALTH)
    context = {
        "participant": participant,
        "page": reads.person_page(viewer, participant),
        "own": viewer.participant_id == participant.pk,
        "staff": viewer.is_staff and viewer.may(Permission.ROOM_WRITE),
        "may_write": viewer.may(Permission.ROOM_WRITE),
    }
    return ui.page(request, "measures/person.html", context)


@requires(Permission.ROOM_WRITE)
def begin(request: HttpRequest, person_key: str) -> HttpResponse:
    """Open a form: the person what is due, a colleague whatever is to be taken in."""
    viewer, participant = load(request, person_key, Category.HEALTH)
    form = _begin_form(request, viewer, participant)
    given: dict[str, Any] = {}
    if viewer.participant_id == participant.pk:
        given = {"instrument": request.POST.get("instrument", ""), "mode": Mode.OWN}
        if request.method != "POST":
            return ui.page(request, "measures/begin.html", {"participant": participant, "form": None})
    elif form.is_valid():
        given = {**form.cleaned_data, "mode": Mode(form.cleaned_data["mode"])}
    done = None
    if given:
        done = send(
            request,
            form,
            lambda about: actions.begin_answers(participant=participant, by=viewer, **given),
            _form,
            person=person_key,
        )
    context = {"participant": participant, "form": form}
    return done or ui.page(request, "measures/begin.html", context, status=status_of(form))


def _after(request: HttpRequest, row: Administration) -> str:
    """Return where to go once answers were written, saying what became of them."""
    key = row.participant.key
    if row.status == AdministrationStatus.KEPT:
        return tell(request, _("Your answers are kept as you typed them. Nothing is lost."), _room(key))
    signs = scorer(row.instrument).signs(row.answers)
    if any(sign.positive for sign in signs):
        return reverse("safety:help_first", args=[key])
    if row.status == AdministrationStatus.DRAFT:
        return tell(request, _("Kept. Go on whenever you like."), _room(key))
    return reverse("measures:result", args=[key, row.key])


@requires(Permission.ROOM_WRITE)
def form(request: HttpRequest, person_key: str, key: str) -> HttpResponse:
    """Answer: send, keep for later, or skip."""
    viewer, participant = load(request, person_key, Category.HEALTH)
    row = _own(viewer, participant, key)
    instrument = instruments()[row.instrument]
    filled = {name: str(value) for name, value in row.answers.items()}
    answers = AnswersForm(
        request.POST or None, instrument=instrument, language=viewer.language, initial=filled
    )
    done = None
    if request.method == "POST":
        act = actions.send_answers if request.POST.get("do") == "send" else actions.save_answers
        shown = request.POST.get("shown", "")
        done = send(
            request,
            answers,
            lambda about: act(
                administration=row,
                answers=answers.answers(),
                shown=shown,
                version=about.version,
                by=viewer,
            ),
            lambda found: _after(request, found),
            person=person_key,
        )
    context = {
        "participant": participant,
        "row": row,
        "instrument": instrument,
        "form": answers,
        "own": viewer.participant_id == participant.pk,
        "reads": who_reads(participant, language=viewer.language) if instrument.safety_items else None,
    }
    return done or ui.page(request, "measures/form.html", context, status=status_of(answers))


@require_POST
@requires(Permission.ROOM_WRITE)
def skip(request: HttpRequest, person_key: str, key: str) -> HttpResponse:
    """Skip a form, put away what was kept, or take what was kept up again."""
    viewer, participant = load(request, person_key, Category.HEALTH)
    row = _own(viewer, participant, key)
    if request.POST.get("do") == "use":
        return once(
            request,
            lambda about: actions.use_kept_answers(administration=row, by=viewer),
            _form,
            person=person_key,
        )
    return once(
        request,
        lambda about: actions.skip_answers(administration=row, by=viewer),
        lambda found: tell(request, _("Skipped. Nothing follows from it."), _room(person_key)),
        person=person_key,
    )


def _result(
    request: HttpRequest, participant: Participant, row: Administration, viewer: Viewer, form: ErrorForm
) -> HttpResponse:
    context = {
        "participant": participant,
        "page": results.result_page(viewer, participant, row),
        "form": form,
        "may_write": viewer.may(Permission.ROOM_WRITE),
        "may_read": viewer.is_staff and row.read_at is None and row.sent_at is not None,
        "may_correct": row.status == AdministrationStatus.SUBMITTED
        and viewer.may(Permission.ROOM_WRITE)
        and (viewer.is_staff or row.sent_by_id == viewer.user_id),
    }
    return ui.page(request, "measures/result.html", context, status=status_of(form))


@requires(Permission.RECORD_READ)
def result(request: HttpRequest, person_key: str, key: str) -> HttpResponse:
    """Show what came out in plain words, the answers, and how it went over time."""
    viewer, participant = load(request, person_key, Category.HEALTH)
    row = reads.administration(viewer, participant, key)
    return _result(request, participant, row, viewer, ErrorForm())


@require_POST
@requires(Permission.ROOM_WRITE)
def read(request: HttpRequest, person_key: str, key: str) -> HttpResponse:
    """Say that one has read it, so that the person knows."""
    viewer, participant = load(request, person_key, Category.HEALTH)
    row = reads.administration(viewer, participant, key)
    if not viewer.is_staff:
        raise NotAllowed(str(_("A colleague says here that they have read it.")))
    return once(
        request,
        lambda about: actions.read_answers(administration=row, by=viewer),
        lambda found: tell(request, _("Kept. The person sees that you have read it."), _room(person_key)),
        person=person_key,
    )


@require_POST
@requires(Permission.ROOM_WRITE)
def error(request: HttpRequest, person_key: str, key: str) -> HttpResponse:
    """Say that answers were entered in error; a corrected copy is one button further."""
    viewer, participant = load(request, person_key, Category.HEALTH)
    row = reads.administration(viewer, participant, key)
    form = ErrorForm(request.POST)
    done = None
    if form.is_valid():
        done = send(
            request,
            form,
            lambda about: actions.mark_answers_in_error(
                administration=row, reason=form.cleaned_data["reason"], by=viewer
            ),
            reverse("measures:result", args=[person_key, key]),
            person=person_key,
        )
    return done or _result(request, participant, row, viewer, form)


@require_POST
@requires(Permission.ROOM_WRITE)
def correct(request: HttpRequest, person_key: str, key: str) -> HttpResponse:
    """Open a corrected copy of answers that were entered in error."""
    viewer, participant = load(request, person_key, Category.HEALTH)
    row = reads.administration(viewer, participant, key)
    return once(
        request,
        lambda about: actions.begin_answers(
            participant=participant, instrument=row.instrument, mode=Mode(row.mode), corrects=row, by=viewer
        ),
        _form,
        person=person_key,
    )
