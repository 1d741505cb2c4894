from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_POST

from handrail import ui
from handrail.access import Permission, once, requires
from handrail.base.errors import NotFound
from handrail.base.words import _
from handrail.people.pages import status_of, tell
from handrail.work import actions, queries
from handrail.work.forms import EndForm, JobForm
from handrail.work.forms.jobs import job_initial
from handrail.work.rules import JobStatus
from handrail.work.views.shared import load, send, to_work

MOVES = {"begin": JobStatus.RUNNING, "pause": JobStatus.PAUSED}


def _to_job(person_key: str, key: str) -> str:
    return reverse("work:job", args=[person_key, key])


@requires(Permission.RECORD_READ)
def job(request: HttpRequest, person_key: str, key: str) -> HttpResponse:
    """One job or course, its question when one is due, and what is needed there."""
    viewer, participant = load(request, person_key)
    shown = queries.job_page(viewer, participant, key)
    return ui.page(request, "work/job.html", {"page": shown, "person": participant})


@requires(Permission.ROOM_WRITE)
def job_new(request: HttpRequest, person_key: str) -> HttpResponse:
    """Write down a start."""
    viewer, participant = load(request, person_key)
    form = JobForm(
        request.POST or None,
        goals=queries.goals(viewer, participant),
        currency=participant.organisation.currency,
    )
    done = None
    if form.is_valid():
        done = send(
            request,
            form,
            lambda about: actions.start_job(participant=participant, by=viewer, **form.said()),
            lambda job: _to_job(person_key, job.key),
            person=person_key,
        )
    context = {"person": participant, "form": form, "job": None, "back": to_work(person_key)}
    return done or ui.page(request, "work/job_form.html", context, status=status_of(form))


@requires(Permission.ROOM_WRITE)
def job_change(request: HttpRequest, person_key: str, key: str) -> HttpResponse:
    """Change what is written down of a job."""
    viewer, participant = load(request, person_key)
    found = queries.job(viewer, participant, key)
    form = JobForm(
        request.POST or None,
        goals=queries.goals(viewer, participant),
        currency=found.wage_currency or participant.organisation.currency,
        initial=job_initial(found),
    )
    done = None
    if form.is_valid():
        done = send(
            request,
            form,
            lambda about: actions.change_job(job=found, version=about.version, by=viewer, **form.said()),
            lambda job: _to_job(person_key, key),
            person=person_key,
        )
    context = {"person": participant, "form": form, "job": found, "back": _to_job(person_key, key)}
    return done or ui.page(request, "work/job_form.html", context, status=status_of(form))


@require_POST
@requires(Permission.ROOM_WRITE)
def job_move(request: HttpRequest, person_key: str, key: str) -> HttpResponse:
    """Begin, pause or go on."""
    viewer, participant = load(request, person_key)
    found = queries.job(viewer, participant, key)
    to = MOVES.get(request.POST.get("do", ""))
    if to is None:
        raise NotFound(str(_("There is no such page.")))
    return once(
        request,
        lambda about: actions.move_job(job=found, to=to, by=viewer),
        lambda job: _to_job(person_key, key),
        person=person_key,
    )


@requires(Permission.ROOM_WRITE)
def job_end(request: HttpRequest, person_key: str, key: str) -> HttpResponse:
    """Write down an end; the next page offers a new start."""
    viewer, participant = load(request, person_key)
    found = queries.job(viewer, participant, key)
    form = EndForm(request.POST or None)
    done = None
    if form.is_valid():
        done = send(
            request,
            form,
            lambda about: actions.end_job(job=found, by=viewer, **form.said(viewer.today)),
            lambda job: tell(
                request,
                _("It is kept. Your plan and the people beside you stay as they are."),
                to_work(person_key),
            ),
            person=person_key,
        )
    context = {"person": participant, "form": form, "job": found}
    return done or ui.page(request, "work/job_end.html", context, status=status_of(form))


@require_POST
@requires(Permission.ROOM_WRITE)
def still_there(request: HttpRequest, person_key: str, key: str) -> HttpResponse:
    """Keep “yes, still there”, and go back to where it was asked."""
    viewer, participant = load(request, person_key)
    found = queries.job(viewer, participant, key)
    is_own = viewer.participant_id == participant.pk
    back = reverse("practice:week", args=[person_key]) if is_own else reverse("practice:today")
    return once(
        request,
        lambda about: actions.answer_still_there(job=found, by=viewer, words=request.POST.get("words", "")),
        lambda answer: tell(request, _("Good to know. It is kept."), back),
        person=person_key,
    )
