from typing import Any

from django.http import HttpRequest, HttpResponse, QueryDict
from django.urls import reverse
from django.views.decorators.http import require_POST

from handrail import ui
from handrail.access import (
    Category,
    Permission,
    Viewer,
    on_to_search,
    once,
    requires,
    sealed_address,
    search_page,
    sought,
    viewer_of,
)
from handrail.accounts.rules import NameTaken
from handrail.base.errors import NotAllowed, NotFound
from handrail.base.words import _
from handrail.people import actions, queries, rules
from handrail.people.care_team import care_team
from handrail.people.forms import AccountForm, CoordinatorForm, OpensForm, OutsideAnswerForm, SupporterForm
from handrail.people.models import Participant
from handrail.people.pages import tell
from handrail.people.queries import access as reads
from handrail.people.rules import OutsideAnswer, Relationship, consent
from handrail.people.rules.tasks import TEAM_ASKS, TaskKind


@requires(Permission.PEOPLE_READ)
def people_list(request: HttpRequest) -> HttpResponse:
    """List the people that one works with: 50 at a time by name, found by the beginning of a name."""

    def context(asked: QueryDict) -> dict[str, Any]:
        search = asked.get("q", "")
        found = queries.people_list(viewer_of(request), search=search, start_after=asked.get("after", ""))
        full = len(found) == queries.LIST_LENGTH
        more = {"q": [search], "after": [found[-1].sort_key]} if full else {}
        return {"people": found, "search": search, "more": sealed_address(request, more) if more else ""}

    return search_page(request, "people/list.html", context, "q", "after", fragment="found")


def _is_own(viewer: Viewer, participant: Participant) -> bool:
    return viewer.participant_id == participant.pk


@requires(Permission.RECORD_READ)
def beside(request: HttpRequest, person_key: str) -> HttpResponse:
    """Show who is beside the person and what each sees; the person adds family and friends."""
    viewer = viewer_of(request)
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
    found = queries.people_beside(viewer, participant)
    context = {
        "participant": participant,
        "mine": _is_own(viewer, participant),
        "beside": found,
        "team": care_team(viewer, participant, found),
        "asked": reads.team_asks(viewer, participant),
        "form": form if _is_own(viewer, participant) or viewer.is_staff else None,
        "may_ask": viewer.may(Permission.ROOM_WRITE),
        "sees_health": queries.covers(viewer, participant.pk, Category.HEALTH),
        "may_choose": queries.covers(viewer, participant.pk, Category.ACCESS),
        "may_change_facts": viewer.may(Permission.ROOM_WRITE),
        "may_give_account": queries.may_give_account(viewer, participant),
    }
    return ui.page(request, "people/beside.html", context)


@require_POST
@requires(Permission.ROOM_WRITE)
def team_ask(request: HttpRequest, person_key: str) -> HttpResponse:
    """Ask in one tap for somebody in an empty place of the care team, or take that back."""
    viewer = viewer_of(request)
    participant = queries.person(viewer, person_key)
    asked = reads.team_asks(viewer, participant)
    back = next((one for one in asked.values() if one.key == request.POST.get("back")), None)
    wanted = request.POST.get("ask", "")
    if back is None and wanted not in TEAM_ASKS:
        raise NotFound(str(_("There is no such page.")))
    return once(
        request,
        lambda about: (
            actions.take_back_request(task=back, by=viewer)
            if back
            else actions.ask_for_team(participant=participant, kind=TaskKind(wanted), by=viewer)
        ),
        lambda task: tell(
            request,
            _("It is taken back.") if back else _("Your coordinator reads it."),
            reverse("people:beside", args=[person_key]),
        ),
        person=person_key,
    )


@requires(Permission.RECORD_READ)
def outside(request: HttpRequest, person_key: str) -> HttpResponse:
    """Show plans and goals that other services hold: read-only, offered, answered by the person."""
    viewer = viewer_of(request)
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
def account(request: HttpRequest, person_key: str) -> HttpResponse:
    """Give the person an account, together with them, and list family and friends who have none."""
    viewer = viewer_of(request)
    participant = queries.person(viewer, person_key, Category.ACCESS)
    form = AccountForm(request.POST or None)
    if form.is_valid():
        try:
            return once(
                request,
                lambda about: actions.give_account(participant=participant, **form.cleaned_data, by=viewer),
                lambda relation: reverse("people:account", args=[person_key]),
                person=person_key,
            )
        except NameTaken as error:
            form.add_error("sign_in_name", str(error))
    context = {
        "participant": participant,
        "has_account": queries.has_account(viewer, participant),
        "supporters": queries.without_account(viewer, participant),
        "relationships": rules.RELATIONSHIPS,
        "form": form,
    }
    return ui.page(request, "people/account.html", context, status=422 if form.errors else 200)


@requires(Permission.COORDINATE)
def supporter_account(request: HttpRequest, person_key: str, key: str) -> HttpResponse:
    """Give family or a friend an account: first what the person opens and its effect, then name and password."""
    viewer = viewer_of(request)
    participant = queries.person(viewer, person_key, Category.ACCESS)
    supporter = queries.supporter(viewer, participant, key)
    asked = sought(request, "chosen", "opens")
    choice = OpensForm(asked if asked or request.method == "POST" else None)
    if "chosen" in request.POST and (on := on_to_search(request, "chosen", "opens")):
        return on
    form = AccountForm(request.POST or None)
    if choice.is_valid() and form.is_valid():
        opens = choice.cleaned_data["opens"]
        try:
            return once(
                request,
                lambda about: actions.give_account_to_supporter(
                    supporter=supporter, opens=opens, **form.cleaned_data, by=viewer
                ),
                lambda supporter: reverse("people:beside", args=[person_key]),
                person=person_key,
            )
        except NameTaken as error:
            form.add_error("sign_in_name", str(error))
    context = {"participant": participant, "supporter": supporter, "form": form, "choice": choice}
    if choice.is_valid():
        chosen = choice.cleaned_data["opens"]
        context["opens"] = sorted(chosen)
        sees = chosen | {Category.CONTACT}
        hides = consent.family_hides(sees)
        said = consent.effect(sees=sees, hides=hides, who=supporter.name, name=participant.called)
        context["effect"] = " ".join(said)
    status = 422 if form.errors or choice.errors else 200
    return ui.page(request, "people/supporter_account.html", context, status=status)


@requires(Permission.COORDINATE)
def unnamed(request: HttpRequest) -> HttpResponse:
    """List the people whom nobody coordinates, and name somebody for one of them (S-132, S-163)."""
    viewer = viewer_of(request)
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
