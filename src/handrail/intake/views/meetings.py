"""The joint first meeting of one person: asked for in one tap, who comes, and the person's yes to each of them."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_POST

from handrail import ui
from handrail.access import Category, Permission, Viewer, once, requires
from handrail.base.errors import NotFound
from handrail.base.words import _
from handrail.intake import actions, queries
from handrail.intake.forms.guests import INTERPRETER, InviteForm
from handrail.intake.forms.referrals import ArrangedForm, CallOffForm
from handrail.intake.models import FirstMeeting
from handrail.intake.queries.meetings import Possible
from handrail.intake.rules import FirstMeetingStatus, GuestKind
from handrail.people.models import Participant
from handrail.people.pages import load, send

Forms = dict[str, Any]


def _address(person_key: str) -> str:
    return reverse("intake:first_meeting", args=[person_key])


def _forms(viewer: Viewer, meeting: FirstMeeting, possible: list[Possible], data: Any, do: str) -> Forms:
    """Return the forms of the page, the one that was sent with what was sent; the team agrees the day."""
    made = {"invite": InviteForm(data if do == "invite" else None, possible=possible, prefix="invite")}
    if viewer.may(Permission.REFERRAL_TAKE):
        if meeting.status == FirstMeetingStatus.ASKED:
            made["arranged"] = ArrangedForm(data if do == "arranged" else None, prefix="arranged")
        made["call-off"] = CallOffForm(data if do == "call-off" else None, prefix="call-off")
    return made


def _page(
    request: HttpRequest, viewer: Viewer, participant: Participant, do: str = "", data: Any = None
) -> HttpResponse:
    meeting = queries.meeting_of(viewer, participant)
    context: dict[str, Any] = {
        "participant": participant,
        "own": viewer.participant_id == participant.pk,
        "meeting": meeting,
    }
    if meeting is not None:
        possible = queries.may_come(viewer, participant)
        context["forms"] = _forms(viewer, meeting, possible, data, do)
        context["guests"] = queries.guests(viewer, meeting)
    return ui.page(request, "intake/first_meeting.html", context, status=422 if do else 200)


@requires(Permission.INTAKE_ANSWER)
def first_meeting(request: HttpRequest, person_key: str) -> HttpResponse:
    """Show the joint first meeting, or ask for one in one tap; who asks twice gets the one that stands."""
    viewer, participant = load(request, person_key, Category.INTAKE)
    if request.method != "POST":
        return _page(request, viewer, participant)
    return once(
        request,
        lambda about: actions.ask_joint_meeting(participant=participant, by=viewer),
        lambda meeting: _address(person_key),
        person=person_key,
    )


def _guest(said: dict[str, Any], possible: list[Possible]) -> actions.Guest:
    if said["who"] == INTERPRETER:
        return actions.Guest(GuestKind.INTERPRETER, name=said["name"])
    one = next(one for one in possible if one.key == said["who"])
    return actions.Guest(one.kind, user=queries.account_behind(one), supporter=one.supporter, part=one.part)


def _deed(do: str, form: Any, meeting: FirstMeeting, possible: list[Possible], by: Viewer) -> Any:
    said = form.cleaned_data
    if do == "invite":
        return lambda about: actions.invite(meeting=meeting, guest=_guest(said, possible), by=by)
    act = actions.arrange_first_meeting if do == "arranged" else actions.call_first_meeting_off
    return lambda about: act(meeting=meeting, by=by, version=about.version, **said)


@require_POST
@requires(Permission.INTAKE_ANSWER)
def meeting_change(request: HttpRequest, person_key: str, do: str) -> HttpResponse:
    """Put somebody on the list, or as the team agree the day or call it off."""
    viewer, participant = load(request, person_key, Category.INTAKE)
    meeting = queries.meeting_of(viewer, participant)
    if meeting is None:
        raise NotFound(str(_("There is no such page.")))
    possible = queries.may_come(viewer, participant)
    form = _forms(viewer, meeting, possible, request.POST, do).get(do)
    if form is None:
        raise NotFound(str(_("There is no such page.")))
    done = None
    if form.is_valid():
        deed = _deed(do, form, meeting, possible, viewer)
        done = send(request, form, deed, _address(person_key), person=person_key)
    return done or _page(request, viewer, participant, do, request.POST)


@require_POST
@requires(Permission.INTAKE_ANSWER)
def guest(request: HttpRequest, person_key: str, key: str, do: str) -> HttpResponse:
    """Say yes to one who is to come, or take them off the list: one at a time."""
    viewer, participant = load(request, person_key, Category.INTAKE)
    row = queries.guest(viewer, participant, key)
    deeds = {"yes": actions.say_yes_to_guest, "off": actions.take_guest_off}
    if do not in deeds:
        raise NotFound(str(_("There is no such page.")))
    return once(
        request,
        lambda about: deeds[do](guest=row, version=about.version, by=viewer),
        lambda done: _address(person_key),
        person=person_key,
    )
