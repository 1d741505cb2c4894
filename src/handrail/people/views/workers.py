"""Another worker: the person asks, the coordinator hands over; and what happens when a colleague leaves."""

from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from handrail import ui
from handrail.access import STAFF_ROLES, Category, Permission, Role, requires, viewer_of
from handrail.accounts.queries import organisation_of
from handrail.base.errors import NotAllowed
from handrail.base.words import _
from handrail.people import actions
from handrail.people.forms.access import HandOverForm, LeaverForm, OtherWorkerForm, TaskForm
from handrail.people.pages import load, send, status_of, tell
from handrail.people.queries import access as reads
from handrail.people.rules.blocked import PLACES, Place
from handrail.people.rules.tasks import TASK_KINDS, TaskKind
from handrail.people.views.access import is_own

MEETING_PEOPLE = frozenset({Role.SPECIALIST, Role.CLINICIAN, Role.COORDINATOR})


@requires(Permission.OWN_RECORD)
def other_worker(request: HttpRequest, person_key: str) -> HttpResponse:
    """Let the person ask for another worker, without a reason, and take that back."""
    viewer, participant = load(request, person_key, Category.ACCESS)
    if not is_own(viewer, participant):
        raise NotAllowed(str(_("Only the person asks for this.")))
    here = reverse("people:other_worker", args=[person_key])
    taken_back = request.POST.get("back", "")
    rows = {str(row.pk): (row.user.name, row.user) for row in reads.workers(viewer, participant)}
    requests = reads.own_requests(viewer, participant)
    form = OtherWorkerForm(None if taken_back else request.POST or None, workers=rows)
    task = next((one for one in requests if one.key == taken_back), None)
    if task or form.is_valid():
        data = form.cleaned_data if not task else {}
        done = send(
            request,
            form,
            lambda about: (
                actions.take_back_request(task=task, by=viewer)
                if task
                else actions.ask_other_worker(
                    participant=participant, user=data["who"], words=data["words"], by=viewer
                )
            ),
            here,
            person=person_key,
        )
        if done:
            return done
    context = {"participant": participant, "form": form, "requests": requests}
    return ui.page(request, "people/other_worker.html", context, status=status_of(form))


@requires(Permission.COORDINATE)
def hand_over(request: HttpRequest, person_key: str) -> HttpResponse:
    """Give a worker's part to a colleague, agreed with the person."""
    viewer, participant = load(request, person_key, Category.CONTACT)
    rows = {str(row.pk): row for row in reads.workers(viewer, participant)}
    form = HandOverForm(
        request.POST or None,
        relations=[(key, f"{row.user.name}, {row.part or _('care team')}") for key, row in rows.items()],
        colleagues=reads.colleagues(viewer, MEETING_PEOPLE),
    )
    if form.is_valid():
        data = form.cleaned_data
        done = send(
            request,
            form,
            lambda about: actions.hand_over(
                relation=rows[data["relation"]],
                to=data["to"],
                stays=data["stays"],
                words=data["words"],
                by=viewer,
            ),
            reverse("people:beside", args=[person_key]),
            person=person_key,
        )
        if done:
            return done
    context = {"participant": participant, "form": form}
    return ui.page(request, "people/hand_over.html", context, status=status_of(form))


@requires(Permission.COORDINATE)
def tasks(request: HttpRequest) -> HttpResponse:
    """List what somebody has to decide about who sees a record, and keep what was decided."""
    viewer = viewer_of(request)
    form = TaskForm(request.POST or None)
    if form.is_valid():
        task = reads.access_task(viewer, request.POST.get("task", ""))
        done = send(
            request,
            form,
            lambda about: actions.settle_task(task=task, answer=form.cleaned_data["answer"], by=viewer),
            reverse("people:access_tasks"),
            person=task.participant.key,
        )
        if done:
            return done
    lines = [
        {
            "task": row,
            "kind": TASK_KINDS[TaskKind(row.kind)],
            "place": PLACES[Place(row.place)] if row.place else "",
            "hands_over": row.kind in (TaskKind.OTHER_WORKER, TaskKind.NEW_WORKER),
        }
        for row in reads.access_tasks(viewer)
    ]
    context = {
        "lines": lines,
        "again": reads.asked_again(viewer),
        "reviews": reads.guardian_reviews(viewer),
        "name_of": reads.consent_name,
        "form": form,
    }
    return ui.page(request, "people/access_tasks.html", context, status=status_of(form))


@requires(Permission.MEMBER_END)
def leavers(request: HttpRequest) -> HttpResponse:
    """End everything of a colleague who leaves, at once."""
    viewer = viewer_of(request)
    found = reads.colleagues(viewer, frozenset({*STAFF_ROLES, Role.PEER}))
    others = {key: one for key, one in found.items() if key != str(viewer.user_id)}
    form = LeaverForm(request.POST or None, colleagues=others)
    if form.is_valid():
        organisation = organisation_of(viewer)
        done = send(
            request,
            form,
            lambda about: actions.let_go(user=form.cleaned_data["who"], organisation=organisation, by=viewer),
            lambda leaving: tell(request, _said(leaving), reverse("people:leavers")),
        )
        if done:
            return done
    waiting = [row for row in reads.access_tasks(viewer) if row.kind == TaskKind.NEW_WORKER]
    context = {"form": form, "waiting": waiting}
    return ui.page(request, "people/leavers.html", context, status=status_of(form))


def _said(leaving: actions.Leaving) -> str:
    facts = {"name": leaving.user.name, "count": len(leaving.people)}
    return _("%(name)s is signed out and sees nobody any more. %(count)s people need somebody new.") % facts
