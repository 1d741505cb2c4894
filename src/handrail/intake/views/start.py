from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.urls import NoReverseMatch, resolve, reverse

from handrail import ui
from handrail.access import Category, Permission, Viewer, once, requires, viewer_of
from handrail.base.errors import Stale
from handrail.base.frozen import frozen
from handrail.base.words import _
from handrail.intake import actions, queries
from handrail.intake.forms import StartLineForm
from handrail.intake.queries.start import ShownLine
from handrail.intake.rules import StartState
from handrail.people.models import Participant
from handrail.people.queries import covers, people_beside, person


@frozen
class Row:
    """One line with the one button that the viewer gets, and the way to change the line."""

    shown: ShownLine
    href: str
    label: str
    change: str
    meanwhile: str
    tap: str = ""  # where one tap asks for it


MEETING_LINE = 2


def _room(viewer: Viewer, name: str, person_key: str) -> str:
    """Return the address of the page that does it, or nothing while there is none for this viewer."""
    for arguments in ([person_key], []):
        try:
            address = reverse(name, args=arguments)
        except NoReverseMatch:
            continue
        needed = resolve(address).func.required_permission
        return address if needed is None or viewer.may(needed) else ""
    return ""


def _button(shown: ShownLine, room: str, change: str, language: str) -> tuple[str, str]:
    line = shown.line
    if shown.fact and shown.fact.href:
        return shown.fact.href, shown.fact.label
    if shown.waits_for_me and change:
        asks = shown.state == StartState.ASKED
        return change, str(_("Answer")) if asks else line.ask.say(language)
    if room and shown.state != StartState.NOT_FOR_ME:
        return room, line.open.say(language)
    if not change:
        return "", ""
    untouched = shown.state == StartState.NOT_YET
    return change, line.ask.say(language) if untouched else str(_("Change this"))


def _row(viewer: Viewer, shown: ShownLine, person_key: str, participant_id: UUID) -> Row:
    can = viewer.may(Permission.START_ANSWER)
    change = reverse("intake:start_line", args=[person_key, shown.line.number]) if can else ""
    room = _room(viewer, shown.line.room, person_key)
    href, label = _button(shown, room, change, viewer.language)
    may_tap = shown.line.number == MEETING_LINE and viewer.may(Permission.INTAKE_ANSWER)
    is_new = shown.state == StartState.NOT_YET and covers(viewer, participant_id, Category.INTAKE)
    tap = reverse("intake:first_meeting", args=[person_key]) if may_tap and is_new else ""
    waits_for_a_room = shown.state == StartState.NOT_YET and not room
    meanwhile = shown.line.meanwhile.say(viewer.language) if waits_for_a_room else ""
    return Row(shown, href, label, change if href != change else "", meanwhile, tap)


def _own(viewer: Viewer, participant: Participant) -> bool:
    return viewer.participant_id == participant.pk


@requires(Permission.RECORD_READ)
def start(request: HttpRequest, person_key: str) -> HttpResponse:
    """Show the eight lines: the same list for the person, for family and for the team."""
    viewer = viewer_of(request)
    participant = person(viewer, person_key, Category.PLAN)
    beside = people_beside(viewer, participant)
    context = {
        "participant": participant,
        "own": _own(viewer, participant),
        "rows": [
            _row(viewer, shown, person_key, participant.pk)
            for shown in queries.start_lines(viewer, participant)
        ],
        "names": [one.name for one in beside if one.user_id and one.user_id != viewer.user_id],
    }
    return ui.page(request, "intake/start.html", context)


def _save(request: HttpRequest, participant: Participant, line: int, data: dict[str, Any]) -> HttpResponse:
    return once(
        request,
        lambda about: actions.set_start_line(
            participant=participant,
            line=line,
            version=about.version,
            by=viewer_of(request),
            **{**data, "state": StartState(data["state"])},
        ),
        lambda row: reverse("intake:start", args=[participant.key]) + f"#l{line}",
        person=participant.key,
    )


@requires(Permission.START_ANSWER)
def start_line(request: HttpRequest, person_key: str, line: int) -> HttpResponse:
    """Say how one line stands: its state, what was agreed, who sees to it, by when."""
    viewer = viewer_of(request)
    participant = person(viewer, person_key, Category.PLAN)
    shown = queries.start_line(viewer, participant, line)
    form = StartLineForm(request.POST or None, shown=shown, ask=not viewer.is_staff)
    changed = False
    if form.is_valid():
        try:
            return _save(request, participant, line, form.cleaned_data)
        except Stale as error:
            changed = True
            form.add_error(None, str(error))
    context = {
        "participant": participant,
        "own": _own(viewer, participant),
        "shown": shown,
        "form": form,
        "changed": changed,
        "meanwhile": shown.line.meanwhile.say(viewer.language),
        "hint": shown.line.hint.say(viewer.language),
    }
    return ui.page(request, "intake/start_line.html", context, status=409 if changed else 200)
