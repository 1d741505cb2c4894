"""What a person chose of the nine: one page to see it, one to choose, one to change or end it."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_POST

from handrail import ui
from handrail.access import Category, Permission, Viewer, once, requires
from handrail.catalogue import queries as catalogue
from handrail.catalogue.hooks import hooks
from handrail.intake import actions, queries
from handrail.intake.forms import ChooseForm, EndForm, EnrolmentForm
from handrail.intake.rules import EnrolmentRank, EnrolmentStatus, Phase
from handrail.people.models import Participant
from handrail.people.pages import load, send
from handrail.people.queries import covers


def _load(request: HttpRequest, person_key: str) -> tuple[Viewer, Participant, dict[str, Any]]:
    viewer, participant = load(request, person_key, Category.PLAN)
    own = viewer.participant_id == participant.pk
    return viewer, participant, {"participant": participant, "own": own}


def _mine(person_key: str) -> str:
    return reverse("intake:choices", args=[person_key])


@requires(Permission.RECORD_READ)
def choices(request: HttpRequest, person_key: str) -> HttpResponse:
    """Show first choice and back-up, what was before, and everything that is offered."""
    viewer, participant, context = _load(request, person_key)
    context |= {
        "page": queries.choices_page(viewer, participant),
        "offers": catalogue.offers(viewer),
        "may_choose": viewer.may(Permission.INTAKE_ANSWER),
        "may_find": covers(viewer, participant.pk, Category.INTAKE),
    }
    return ui.page(request, "intake/choices.html", context)


@requires(Permission.INTAKE_ANSWER)
def choose(request: HttpRequest, person_key: str, offer_key: str) -> HttpResponse:
    """Choose one offer as first choice or back-up, after its price, place and next free place."""
    viewer, participant, context = _load(request, person_key)
    (shown,) = catalogue.shown(viewer, [catalogue.offer(viewer, offer_key)])
    running = queries.running_choices(viewer, participant)
    form = ChooseForm(request.POST or None, running=running, own=context["own"])
    if form.is_valid():
        said = form.cleaned_data
        done = send(
            request,
            form,
            lambda about: actions.choose_offer(
                participant=participant,
                offer=shown.offer,
                rank=EnrolmentRank(said["rank"]),
                mix=said["mix"],
                reason=said.get("reason", ""),
                starts_in=form.phase,
                version=about.version,
                by=viewer,
            ),
            _mine(person_key),
            person=person_key,
        )
        if done:
            return done
    kind = catalogue.programme_type(viewer, shown.slug)
    context |= {"shown": shown, "kind": kind, "how_long": kind.how_long.say(viewer.language), "form": form}
    context |= {"real": hooks.costs(viewer, (kind.slug,))[kind.slug]}
    context |= {"version": queries.choices_version(viewer, participant)}
    return ui.page(request, "intake/choose.html", context, status=422 if form.errors else 200)


def _enrolment_page(
    request: HttpRequest,
    person_key: str,
    key: str,
    *,
    mix: EnrolmentForm | None = None,
    end: EndForm | None = None,
) -> HttpResponse:
    viewer, participant, context = _load(request, person_key)
    one = queries.choice(viewer, participant, key)
    context |= {
        "one": one,
        "mix": mix or EnrolmentForm(initial={"mix": one.row.mix.split(), "starts_in": one.row.starts_in}),
        "end": end or EndForm(),
        "started": one.row.status == EnrolmentStatus.STARTED,
    }
    wrong = any(form is not None and form.errors for form in (mix, end))
    return ui.page(request, "intake/enrolment.html", context, status=422 if wrong else 200)


@requires(Permission.INTAKE_ANSWER)
def enrolment(request: HttpRequest, person_key: str, key: str) -> HttpResponse:
    """Change where support happens in a programme that the person chose."""
    viewer, participant, _context = _load(request, person_key)
    one = queries.choice(viewer, participant, key)
    form = EnrolmentForm(request.POST or None)
    done = None
    if form.is_valid():
        done = send(
            request,
            form,
            lambda about: actions.change_mix(
                enrolment=one.row,
                mix=form.cleaned_data["mix"],
                starts_in=Phase(form.cleaned_data["starts_in"]) if form.cleaned_data["starts_in"] else None,
                version=about.version,
                by=viewer,
            ),
            _mine(person_key),
            person=person_key,
        )
    return done or _enrolment_page(request, person_key, key, mix=form if form.is_bound else None)


@require_POST
@requires(Permission.INTAKE_ANSWER)
def enrolment_start(request: HttpRequest, person_key: str, key: str) -> HttpResponse:
    """Say that a programme has begun today; a back-up, too."""
    viewer, participant, _context = _load(request, person_key)
    one = queries.choice(viewer, participant, key)
    return once(
        request,
        lambda about: actions.start_enrolment(enrolment=one.row, version=about.version, by=viewer),
        lambda _row: _mine(person_key),
        person=person_key,
    )


@require_POST
@requires(Permission.INTAKE_ANSWER)
def enrolment_end(request: HttpRequest, person_key: str, key: str) -> HttpResponse:
    """Say that a programme is finished or stopped."""
    viewer, participant, _context = _load(request, person_key)
    one = queries.choice(viewer, participant, key)
    form = EndForm(request.POST)
    done = None
    if form.is_valid():
        done = send(
            request,
            form,
            lambda about: actions.end_enrolment(
                enrolment=one.row,
                to=EnrolmentStatus(form.cleaned_data["to"]),
                reason=form.cleaned_data["reason"],
                version=about.version,
                by=viewer,
            ),
            _mine(person_key),
            person=person_key,
        )
    return done or _enrolment_page(request, person_key, key, end=form)
