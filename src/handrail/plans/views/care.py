from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_POST

from handrail import ui
from handrail.access import Category, Permission, Viewer, once, requires, viewer_of
from handrail.base.words import _
from handrail.people import queries as people
from handrail.people.models import Participant
from handrail.people.pages import send
from handrail.plans import queries
from handrail.plans.actions import care as actions
from handrail.plans.forms import HealthEventForm, OutsideCareForm, TaskForm, TaskOwnerForm
from handrail.plans.rules import CareTaskStatus, HealthEventKind, OutsideCareKind
from handrail.plans.views.shared import load, verb


def _health(request: HttpRequest, person_key: str) -> tuple[Viewer, Participant]:
    viewer = viewer_of(request)
    return viewer, people.person(viewer, person_key, Category.HEALTH)


def _to_page(person_key: str, part: str = "") -> str:
    return reverse("plans:health", args=[person_key]) + part


def _form_page(
    request: HttpRequest, participant: Participant, form: ui.Form, title: object, lead: object = ""
) -> HttpResponse:
    context = {"participant": participant, "form": form, "title": title, "lead": lead}
    return ui.page(request, "plans/care_form.html", context, status=422 if form.errors else 200)


@requires(Permission.RECORD_READ)
def health(request: HttpRequest, person_key: str) -> HttpResponse:
    """Show who does what, what happened, and care from elsewhere as the person wrote it."""
    return ui.page(
        request, "plans/health.html", {"page": queries.health_page(viewer_of(request), person_key)}
    )


@requires(Permission.ROOM_WRITE)
def care_new(request: HttpRequest, person_key: str) -> HttpResponse:
    """Write down a treatment, a medicine or a service from elsewhere."""
    viewer, participant = _health(request, person_key)
    form = OutsideCareForm(request.POST or None)
    if form.is_valid():
        data = {**form.cleaned_data, "kind": OutsideCareKind(form.cleaned_data["kind"])}
        answer = send(
            request,
            form,
            lambda about: actions.write_outside_care(participant=participant, by=viewer, **data),
            lambda done: _to_page(person_key, "#care"),
            person=person_key,
        )
        if answer:
            return answer
    lead = _("Nothing is checked or changed. Your doctor and pharmacy know more.")
    return _form_page(request, participant, form, _("Care from elsewhere"), lead)


@requires(Permission.ROOM_WRITE)
@require_POST
def care_end(request: HttpRequest, person_key: str, key: str) -> HttpResponse:
    """Say that a treatment, medicine or service has ended."""
    viewer, participant = _health(request, person_key)
    row = queries.outside_care(viewer, participant, key)
    return once(
        request,
        lambda about: actions.end_outside_care(care=row, by=viewer),
        lambda done: _to_page(person_key, "#care"),
        person=person_key,
    )


@requires(Permission.ROOM_WRITE)
def event_new(request: HttpRequest, person_key: str) -> HttpResponse:
    """Write down what happened: a fall, an emergency visit, a stay in hospital, trouble with a medicine."""
    viewer, participant = _health(request, person_key)
    form = HealthEventForm(request.POST or None, initial={"happened_on": viewer.today})
    if form.is_valid():
        data = {**form.cleaned_data, "kind": HealthEventKind(form.cleaned_data["kind"])}
        answer = send(
            request,
            form,
            lambda about: actions.write_health_event(participant=participant, by=viewer, **data),
            lambda done: _to_page(person_key, "#events"),
            person=person_key,
        )
        if answer:
            return answer
    lead = _("Nobody is called by writing here. In danger, call the emergency number.")
    return _form_page(request, participant, form, _("What happened?"), lead)


@requires(Permission.ROOM_WRITE)
def task_new(request: HttpRequest, person_key: str) -> HttpResponse:
    """Add a task for a colleague, a relative or somebody outside."""
    viewer, participant = load(request, person_key)
    owners = queries.task_owners(viewer, participant)
    form = TaskForm(request.POST or None, owners=owners)
    if form.is_valid():
        data = form.cleaned_data
        answer = send(
            request,
            form,
            lambda about: actions.add_care_task(
                participant=participant,
                what=data["what"],
                owner=owners.get(data["owner"]),
                owner_name=data["owner_name"],
                due_on=data["due_on"],
                by=viewer,
            ),
            lambda done: _to_page(person_key, "#tasks"),
            person=person_key,
        )
        if answer:
            return answer
    return _form_page(request, participant, form, _("Who does what?"))


@requires(Permission.ROOM_WRITE)
def task_owner(request: HttpRequest, person_key: str, key: str) -> HttpResponse:
    """Name who does a task."""
    viewer, participant = load(request, person_key)
    row = queries.care_task(viewer, participant, key)
    owners = queries.task_owners(viewer, participant)
    form = TaskOwnerForm(request.POST or None, owners=owners)
    if form.is_valid():
        answer = send(
            request,
            form,
            lambda about: actions.name_task_owner(
                task=row, owner=owners[form.cleaned_data["owner"]], by=viewer
            ),
            lambda done: _to_page(person_key, "#tasks"),
            person=person_key,
        )
        if answer:
            return answer
    lead = _("“%(what)s”. Ask them first.") % {"what": row.what}
    return _form_page(request, participant, form, _("Who does this?"), lead)


TASK_VERBS = {
    "done": CareTaskStatus.DONE,
    "not_needed": CareTaskStatus.NOT_NEEDED,
    "again": CareTaskStatus.OPEN,
}


@requires(Permission.RECORD_READ)
@require_POST
def task_close(request: HttpRequest, person_key: str, key: str) -> HttpResponse:
    """Say that a task is done or not needed, or open it again."""
    viewer, participant = load(request, person_key)
    row = queries.care_task(viewer, participant, key)
    to = verb(request, {name: lambda status=status: status for name, status in TASK_VERBS.items()})()
    back = reverse("plans:tasks") if request.POST.get("back") == "tasks" else _to_page(person_key, "#tasks")
    return once(
        request,
        lambda about: actions.change_care_task_status(task=row, to=to, by=viewer),
        lambda done: back,
        person=person_key,
    )


@requires(Permission.RECORD_READ)
def tasks(request: HttpRequest) -> HttpResponse:
    """List the viewer's own open tasks; to coordinators also those that nobody does."""
    viewer = viewer_of(request)
    context = {"mine": queries.own_tasks(viewer), "alone": queries.tasks_without_owner(viewer)}
    return ui.page(request, "plans/tasks.html", context)
