"""Opening a list for hard days in an emergency: reason and code, search, one hour to read, and a look afterwards."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from handrail import ui
from handrail.access import Category, Permission, Viewer, requires, viewer_of
from handrail.access.once import About
from handrail.accounts import guessing
from handrail.accounts.actions import take_code
from handrail.accounts.queries import Asked, account_of, asks_code
from handrail.accounts.rules import How, TooManyTries
from handrail.accounts.sign_in import HOW
from handrail.base.errors import NotAllowed
from handrail.base.words import _
from handrail.people.models import Participant
from handrail.people.pages import load, refuse, send, status_of, tell
from handrail.safety.actions import emergency as actions
from handrail.safety.forms.emergency import ReasonForm, ReviewForm, SearchForm
from handrail.safety.queries import emergency as reads
from handrail.safety.rules.emergency import EmergencyReason, FoundBy
from handrail.safety.views import door

NONE_FITS = _(
    "No list opens with that. Check name and date, or the card. In danger, call the emergency number."
)


def _prove(request: HttpRequest, viewer: Viewer, form: ReasonForm) -> HttpResponse | None:
    """Take the code, where one is asked, and let this session search; a wrong code stays on the form."""
    data = form.cleaned_data
    trying = None

    def act(about: About) -> None:
        if trying:
            take_code(user=account_of(viewer), typed=data["code"], by=viewer)
        door.step_in(request, viewer, reason=data["reason"], words=data["words"])

    try:
        if "code" in form.fields:
            trying = guessing.begin_try(request, guessing.account_mark("code", str(viewer.own_user)))
    except TooManyTries as error:
        refuse(form, str(error))
        return None
    done = send(request, form, act, reverse("safety:emergency_search"))
    if done and trying:
        trying.was_right()
    return done


@requires(Permission.EMERGENCY_OPEN)
def emergency(request: HttpRequest) -> HttpResponse:
    """Ask for the reason and a code before anything can be searched."""
    viewer = viewer_of(request)
    asked = asks_code(viewer, is_demo_session=request.session.get(HOW) == How.DEMO)
    if asked == Asked.SET_UP and request.method == "POST":
        raise NotAllowed(str(_("Set up a code first, in My settings.")))
    form = ReasonForm(request.POST or None, asks_code=asked == Asked.CODE)
    done = _prove(request, viewer, form) if form.is_valid() else None
    context = {"form": form, "asked": str(asked), "running": reads.running(viewer)}
    return done or ui.page(request, "safety/emergency.html", context, status=status_of(form))


@requires(Permission.EMERGENCY_OPEN)
def search(request: HttpRequest) -> HttpResponse:
    """Search by full name and birth date, or by a card: one answer, or the same sentence for all else."""
    viewer = viewer_of(request)
    here = door.at_the_door(request, viewer)
    if here is None:
        return redirect("safety:emergency")
    form = SearchForm(request.POST or None)
    done = None

    def act(about: About) -> Participant | None:
        found = actions.search_in_emergency(sought=form.sought, by=viewer)
        door.remember(request, viewer, here, found=found.pk if found else None, found_by=form.sought.by)
        return found

    def then(found: Participant | None) -> str:
        if found is None:
            messages.info(request, str(NONE_FITS))
        return reverse("safety:emergency_found" if found else "safety:emergency_search")

    if form.is_valid():
        done = send(request, form, act, then)
    return done or ui.page(request, "safety/emergency_search.html", {"form": form}, status=status_of(form))


@requires(Permission.EMERGENCY_OPEN)
def found(request: HttpRequest) -> HttpResponse:
    """Say that one list fits, without a name, and open it."""
    viewer = viewer_of(request)
    here = door.at_the_door(request, viewer)
    if here is None or here.person is None:
        return redirect("safety:emergency_search" if here else "safety:emergency")
    form = ui.Form(request.POST or None)
    done = None
    if request.method == "POST":
        person = reads.openable(viewer, here.person)
        if person is None:
            messages.info(request, str(NONE_FITS))
            return redirect("safety:emergency_search")
        done = send(
            request,
            form,
            lambda about: actions.open_in_emergency(
                participant=person,
                reason=EmergencyReason(here.reason),
                words=here.words,
                found_by=FoundBy(here.found_by),
                by=viewer,
            ),
            lambda opening: reverse("safety:emergency_list", args=[opening.key]),
        )
    if done:
        door.step_out(request)
    context = {"form": form, "reason": here.words}
    return done or ui.page(request, "safety/emergency_found.html", context, status=status_of(form))


@requires(Permission.EMERGENCY_OPEN)
def opened_list(request: HttpRequest, key: str) -> HttpResponse:
    """Show the list to read for as long as its hour runs; close it earlier."""
    viewer = viewer_of(request)
    opening = reads.own_opening(viewer, key)
    form = ui.Form(request.POST or None)
    if request.method == "POST":
        done = send(
            request,
            form,
            lambda about: actions.end_emergency(opening=opening, by=viewer),
            lambda ended: tell(request, _("Closed. Thank you for looking."), reverse("safety:emergency")),
        )
        if done:
            return done
    if not opening.is_running:
        return ui.page(request, "safety/emergency_over.html", {}, status=404)
    page = reads.emergency_page(viewer, opening)
    return ui.page(request, "safety/emergency_list.html", {"page": page, "form": form})


@requires(Permission.COORDINATE)
def reviews(request: HttpRequest) -> HttpResponse:
    """List the openings that somebody else has to look at, and keep what was found."""
    viewer = viewer_of(request)
    form = ReviewForm(request.POST or None)
    if form.is_valid():
        opening = reads.review(viewer, request.POST.get("opening", ""))
        done = send(
            request,
            form,
            lambda about: actions.review_emergency(
                opening=opening, answer=form.cleaned_data["answer"], by=viewer
            ),
            reverse("safety:emergency_reviews"),
        )
        if done:
            return done
    context = {"form": form, "reviews": reads.reviews(viewer), "often": reads.often(viewer)}
    return ui.page(request, "safety/emergency_reviews.html", context, status=status_of(form))


@requires(Permission.RECORD_READ)
def openings(request: HttpRequest, person_key: str) -> HttpResponse:
    """Show the person, and who coordinates, each time the list was opened; the person says that they read it."""
    viewer, participant = load(request, person_key, Category.ACCESS)
    is_own = viewer.participant_id == participant.pk
    if request.method == "POST" and not is_own:
        raise NotAllowed(str(_("Only the person says that they have read it.")))
    form = ui.Form(request.POST or None)
    done = None
    if request.method == "POST":
        done = send(
            request,
            form,
            lambda about: actions.read_of_emergencies(participant=participant, by=viewer),
            reverse("safety:openings", args=[person_key]),
            person=person_key,
        )
    found = reads.openings_of(viewer, participant)
    context = {
        "participant": participant,
        "is_own": is_own,
        "openings": found,
        "has_unread": any(one.read_at is None for one in found),
        "form": form,
    }
    return done or ui.page(request, "safety/openings.html", context, status=status_of(form))
