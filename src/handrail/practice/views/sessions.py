from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from handrail import ui
from handrail.access import Category, Permission, Viewer, requires
from handrail.base.words import _
from handrail.intake.queries import running_programmes
from handrail.people.pages import load, send, status_of, tell
from handrail.practice import actions, queries
from handrail.practice.forms import MeetingForm, MoveForm, RecordForm, SessionForm
from handrail.practice.rules import SessionStatus


def _page(request: HttpRequest, person_key: str, key: str, *, move: MoveForm | None = None) -> HttpResponse:
    viewer, participant = load(request, person_key, Category.WEEK)
    page = queries.session_page(viewer, participant, key)
    move = move or MoveForm(initial={"day": page.session.held_on})
    context = {"page": page, "person": participant, "form": move, "record": RecordForm()}
    return ui.page(request, "practice/session.html", context, status=status_of(move))


@requires(Permission.RECORD_READ)
def session(request: HttpRequest, person_key: str, key: str) -> HttpResponse:
    """Show one meeting: who comes, when, where, and what can be changed."""
    return _page(request, person_key, key)


@requires(Permission.WEEK_EDIT)
def meeting(request: HttpRequest, person_key: str, key: str) -> HttpResponse:
    """Meet here, at home or online this one time."""
    viewer, participant = load(request, person_key, Category.WEEK)
    found = queries.session(viewer, participant, key)
    form = MeetingForm(request.POST or None)
    done = None
    if form.is_valid():
        name = queries.first_name(found.practitioner.name)
        words = _("%(name)s sees it on the day’s page. Nothing else changed.") % {"name": name}
        done = send(
            request,
            form,
            lambda about: actions.change_meeting(
                session=found, meeting=form.meeting(), version=about.version, by=viewer
            ),
            lambda _session: tell(request, words, _after_meeting(viewer, person_key, key)),
            person=person_key,
        )
    return done or redirect("practice:session", person_key, key)


def _after_meeting(viewer: Viewer, person_key: str, key: str) -> str:
    if viewer.participant_id:
        return reverse("practice:week", args=[person_key])
    return reverse("practice:session", args=[person_key, key])


@require_POST
@requires(Permission.SESSION_PLAN)
def record(request: HttpRequest, person_key: str, key: str) -> HttpResponse:
    """Write down what became of a meeting without a note."""
    viewer, participant = load(request, person_key, Category.WEEK)
    found = queries.session(viewer, participant, key)
    form = RecordForm(request.POST)
    done = None
    if form.is_valid():
        done = send(
            request,
            form,
            lambda about: actions.record_meeting(
                session=found,
                to=SessionStatus(form.cleaned_data["to"]),
                reason=form.cleaned_data["reason"],
                version=about.version,
                by=viewer,
            ),
            lambda _session: tell(request, _("Kept."), reverse("practice:session", args=[person_key, key])),
            person=person_key,
        )
    return done or _page(request, person_key, key)


@require_POST
@requires(Permission.SESSION_PLAN)
def session_move(request: HttpRequest, person_key: str, key: str) -> HttpResponse:
    """Move a meeting to another time; the old one stays to be seen."""
    viewer, participant = load(request, person_key, Category.WEEK)
    found = queries.session(viewer, participant, key)
    form = MoveForm(request.POST)
    done = None
    if form.is_valid():
        done = send(
            request,
            form,
            lambda about: actions.move_session(
                session=found,
                **form.times(found.zone),
                reason=form.cleaned_data["reason"],
                version=about.version,
                by=viewer,
            ),
            lambda moved: reverse("practice:session", args=[person_key, moved.key]),
            person=person_key,
        )
    return done or _page(request, person_key, key, move=form)


@requires(Permission.SESSION_PLAN)
def session_new(request: HttpRequest, person_key: str) -> HttpResponse:
    """Plan a meeting with a person."""
    viewer, participant = load(request, person_key, Category.WEEK)
    members = queries.practitioners(viewer)
    form = SessionForm(
        request.POST or None,
        initial={"practitioner": str(viewer.user_id), "day": viewer.today},
        steps=queries.open_steps(viewer, participant),
        members=members,
        programmes=running_programmes(viewer, participant),
    )
    done = None
    if form.is_valid():
        worker = queries.practitioner(viewer, form.cleaned_data["practitioner"])
        done = send(
            request,
            form,
            lambda about: actions.plan_session(
                participant=participant,
                practitioner=worker,
                by=viewer,
                **form.planned(queries.zone_of(participant)),
            ),
            lambda planned: reverse("practice:session", args=[person_key, planned.key]),
            person=person_key,
        )
    context = {"person": participant, "form": form}
    return done or ui.page(request, "practice/session_new.html", context, status=status_of(form))
