from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from handrail import ui
from handrail.access import Category, Permission, Viewer, once, requires
from handrail.base.errors import NotAllowed
from handrail.base.words import _
from handrail.people import actions, queries
from handrail.people.forms import CoordinatorForm, OutsideAnswerForm, SupporterForm
from handrail.people.models import Participant
from handrail.people.rules import OutsideAnswer, Relationship


@requires(Permission.PEOPLE_READ)
def people_list(request: HttpRequest) -> HttpResponse:
    """List the people that one works with: 50 at a time by name, found by the beginning of a name."""
    search = request.GET.get("q", "")[:100]
    found = queries.people_list(request.viewer, search=search, start_after=request.GET.get("after", ""))
    context = {
        "people": found,
        "search": search,
        "after": found[-1].sort_key if len(found) == queries.LIST_LENGTH else "",
    }
    return ui.page(request, "people/list.html", context, fragment="found")


def _is_own(viewer: Viewer, participant: Participant) -> bool:
    return viewer.participant_id == participant.pk


@requires(Permission.RECORD_READ)
def beside(request: HttpRequest, person_key: str) -> HttpResponse:
    """Show who is beside the person and what each sees; the person adds family and friends."""
    viewer = request.viewer
    participant = queries.person(viewer, person_key)
    form = SupporterForm(request.POST or None)
    if request.method == "POST" and not (_is_own(viewer, participant) or viewer.is_staff):
        raise NotAllowed(str(_("The person adds people here. Ask them.")))
    if form.is_valid():
        data = form.cleaned_data
        return once(
            request,
            lambda about: actions.add_supporter(
                participant=participant,
                name=data["name"],
                relationship=Relationship(data["relationship"]),
                phone=data["phone"],
                by=viewer,
            ),
            lambda supporter: reverse("people:beside", args=[person_key]),
            person=person_key,
        )
    context = {
        "participant": participant,
        "mine": _is_own(viewer, participant),
        "beside": queries.people_beside(viewer, participant),
        "form": form if _is_own(viewer, participant) or viewer.is_staff else None,
    }
    return ui.page(request, "people/beside.html", context)


@requires(Permission.RECORD_READ)
def outside(request: HttpRequest, person_key: str) -> HttpResponse:
    """Show plans and goals that other services hold: read-only, offered, answered by the person."""
    viewer = request.viewer
    participant = queries.person(viewer, person_key, Category.OUTSIDE)
    records = list(queries.outside_records(viewer, participant))
    mine = _is_own(viewer, participant)
    form = OutsideAnswerForm(request.POST or None)
    if request.method == "POST" and not mine:
        raise NotAllowed(str(_("Only the person answers this.")))
    if form.is_valid():
        chosen = queries.outside_record(viewer, participant, request.POST.get("record", ""))
        return once(
            request,
            lambda about: actions.answer_outside_record(
                outside=chosen,
                answer=OutsideAnswer(form.cleaned_data["answer"]),
                reason=form.cleaned_data["reason"],
                by=viewer,
            ),
            lambda record: reverse("people:outside", args=[person_key]),
            person=person_key,
        )
    context = {"participant": participant, "mine": mine, "records": records, "form": form}
    return ui.page(request, "people/outside.html", context)


@requires(Permission.COORDINATE)
def unnamed(request: HttpRequest) -> HttpResponse:
    """List the people whom nobody coordinates, and name somebody for one of them (S-132, S-163)."""
    viewer = request.viewer
    form = CoordinatorForm(request.POST or None, colleagues=queries.may_coordinate(viewer))
    if form.is_valid():
        participant = queries.uncoordinated(viewer, request.POST.get("person", ""))
        return once(
            request,
            lambda about: actions.name_coordinator(
                participant=participant, user=form.cleaned_data["who"], by=viewer
            ),
            lambda relation: reverse("people:unnamed"),
            person=participant.key,
        )
    people = queries.uncoordinated_list(viewer)
    return ui.page(request, "people/unnamed.html", {"people": people, "form": form})
