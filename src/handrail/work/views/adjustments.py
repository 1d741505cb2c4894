from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from handrail import ui
from handrail.access import Permission, requires
from handrail.base.errors import DomainError, NotFound
from handrail.base.words import _
from handrail.people.pages import status_of, tell
from handrail.work import actions, queries
from handrail.work.forms import AdjustmentForm, MoveForm, StepForm, WhomForm
from handrail.work.rules import AdjustmentKind, AdjustmentStatus
from handrail.work.views.shared import load, send, to_work


def _to(person_key: str, key: str) -> str:
    return reverse("work:adjustment", args=[person_key, key])


@requires(Permission.ROOM_WRITE)
def adjustment_new(request: HttpRequest, person_key: str) -> HttpResponse:
    """Write down what is needed at work."""
    viewer, participant = load(request, person_key)
    jobs = queries.open_jobs(viewer, participant)
    form = AdjustmentForm(request.POST or None, jobs=jobs, initial={"job": request.GET.get("job", "")})
    done = None
    if form.is_valid():
        said = form.cleaned_data
        facts = {"need": said["need"], "because": said["because"], "job": form.jobs.get(said["job"])}
        done = send(
            request,
            form,
            lambda about: actions.need_adjustment(
                participant=participant, kind=AdjustmentKind(said["kind"]), by=viewer, **facts
            ),
            lambda row: _to(person_key, row.key),
            person=person_key,
        )
    context = {"person": participant, "form": form, "row": None, "back": to_work(person_key)}
    return done or ui.page(request, "work/adjustment_form.html", context, status=status_of(form))


@requires(Permission.ROOM_WRITE)
def adjustment_change(request: HttpRequest, person_key: str, key: str) -> HttpResponse:
    """Say an adjustment in other words."""
    viewer, participant = load(request, person_key)
    row = queries.adjustment(viewer, participant, key)
    jobs = queries.open_jobs(viewer, participant)
    first = {
        "need": row.need,
        "because": row.because,
        "kind": row.kind,
        "job": row.job.key if row.job else "",
    }
    form = AdjustmentForm(request.POST or None, jobs=jobs, initial=first)
    done = None
    if form.is_valid():
        said = form.cleaned_data
        done = send(
            request,
            form,
            lambda about: actions.change_adjustment(
                adjustment=row,
                kind=AdjustmentKind(said["kind"]),
                need=said["need"],
                because=said["because"],
                job=form.jobs.get(said["job"]),
                version=about.version,
                by=viewer,
            ),
            lambda changed: _to(person_key, key),
            person=person_key,
        )
    context = {"person": participant, "form": form, "row": row, "back": _to(person_key, key)}
    return done or ui.page(request, "work/adjustment_form.html", context, status=status_of(form))


def _asked_for(request: HttpRequest) -> AdjustmentStatus:
    try:
        return AdjustmentStatus(request.POST.get("do", ""))
    except ValueError as error:
        raise DomainError(str(_("There is no such button. Open the page again."))) from error


@requires(Permission.RECORD_READ)
def adjustment(request: HttpRequest, person_key: str, key: str) -> HttpResponse:
    """One adjustment on its way, and the buttons that lead on."""
    viewer, participant = load(request, person_key)
    shown = queries.adjustment_page(viewer, participant, key)
    form = MoveForm(request.POST if request.POST and shown.can_write else None)
    done = None
    if form.is_valid():
        to = _asked_for(request)
        done = send(
            request,
            form,
            lambda about: actions.move_adjustment(
                adjustment=shown.row, to=to, by=viewer, version=about.version, **form.cleaned_data
            ),
            lambda row: _to(person_key, key),
            person=person_key,
        )
    context = {"person": participant, "page": shown, "form": form}
    return done or ui.page(request, "work/adjustment.html", context, status=status_of(form))


@requires(Permission.ROOM_WRITE)
def adjustment_step(request: HttpRequest, person_key: str, key: str) -> HttpResponse:
    """Make asking for it a step of the plan."""
    viewer, participant = load(request, person_key)
    row = queries.adjustment(viewer, participant, key)
    goals = queries.goals(viewer, participant)
    form = StepForm(request.POST or None, goals=goals)
    done = None
    if form.is_valid():
        done = send(
            request,
            form,
            lambda about: actions.make_step_of_adjustment(adjustment=row, by=viewer, **form.said()),
            lambda changed: reverse("plans:step", args=[person_key, changed.step.key]),
            person=person_key,
        )
    context = {"person": participant, "row": row, "form": form, "goals": goals}
    return done or ui.page(request, "work/adjustment_step.html", context, status=status_of(form))


@requires(Permission.RECORD_READ)
def letter(request: HttpRequest, person_key: str, key: str) -> HttpResponse:
    """The letter to print, and one button to keep that it was given."""
    viewer, participant = load(request, person_key)
    job = queries.job(viewer, participant, key)
    may_write = viewer.may(Permission.ROOM_WRITE)
    if request.method == "POST" and not may_write:
        raise NotFound(str(_("There is no such page.")))
    form = WhomForm(request.POST or None)
    done = None
    if form.is_valid():
        done = send(
            request,
            form,
            lambda about: actions.ask_for_adjustments(job=job, by=viewer, **form.cleaned_data),
            lambda asked: tell(
                request, _("Asked. The answer can be written down here."), to_work(person_key)
            ),
            person=person_key,
        )
    context = {
        "person": participant,
        "job": job,
        "letter": queries.letter(viewer, participant, job),
        "form": form,
        "may_write": may_write,
        "today": viewer.today,
    }
    return done or ui.page(request, "work/letter.html", context, status=status_of(form))
