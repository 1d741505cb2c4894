from collections.abc import Callable
from datetime import date
from uuid import UUID

from django.db.models import QuerySet

from handrail.access import Category, Viewer
from handrail.base.errors import NotFound
from handrail.base.frozen import frozen
from handrail.base.words import Words, _
from handrail.intake import definitions
from handrail.intake.definitions import Line
from handrail.intake.models import StartLine
from handrail.intake.rules import START_LINES, START_STATES, Side, StartState
from handrail.people.models import Participant
from handrail.people.queries import coordinator_of
from handrail.prepared import prepared
from handrail.ui.dates import day

SIGNS = {
    StartState.NOT_YET: "open",
    StartState.ASKED: "asked",
    StartState.DONE: "done",
    StartState.NOT_FOR_ME: "none",
}


@frozen
class StartFact:
    """What another room knows about a line: it stands above what was written by hand."""

    state: StartState
    text: str
    href: str = ""
    label: str = ""


@frozen
class ShownLine:
    """One line as the page shows it, for the one who looks."""

    line: Line
    row: StartLine | None
    state: StartState
    sign: str
    tag: Words
    title: str
    text: str
    who: str
    due_on: date | None
    fact: StartFact | None
    waits_for_me: bool

    @property
    def version(self) -> int:
        return self.row.version if self.row else 0


Fact = Callable[[Viewer, Participant], StartFact | None]
START_FACTS: dict[int, Fact] = {}


def offer_start_fact(line: int, fact: Fact) -> None:
    """Let a higher package say how a line stands; it calls this in its AppConfig.ready."""
    if line not in START_LINES:
        raise ValueError(f"There is no line {line}: getting started has eight.")
    START_FACTS[line] = fact


def coordinator_fact(viewer: Viewer, participant: Participant) -> StartFact | None:
    """Return line 1 as done when somebody is named: who, since when, with a phone number (S-203)."""
    relation = coordinator_of(participant)
    if relation is None:
        return None
    user = relation.user
    text = _("%(name)s, coordinator. Since %(day)s.") % {
        "name": user.name,
        "day": day(relation.from_on, weekday=False),
    }
    first_name = user.name.split()[0] if user.name.split() else user.name
    call = str(_("Call %(name)s") % {"name": first_name}) if user.phone else ""
    number = f" {user.phone}." if user.phone else ""
    return StartFact(StartState.DONE, f"{text}{number}", f"tel:{user.phone}" if user.phone else "", call)


def _own_side(viewer: Viewer) -> Side:
    return Side.TEAM if viewer.is_staff else Side.PERSON


def _shown(line: Line, row: StartLine | None, fact: StartFact | None, viewer: Viewer) -> ShownLine:
    written = StartState(row.state) if row else StartState.NOT_YET
    used = fact if written != StartState.NOT_FOR_ME else None
    state = used.state if used else written
    words = row.words if row else ""
    return ShownLine(
        line=line,
        row=row,
        state=state,
        sign=SIGNS[state],
        tag=START_STATES[state],
        title=line.title.say(viewer.language),
        text=(used.text if used else "") or words or line.hint.say(viewer.language),
        who=row.who if row and not used else "",
        due_on=row.due_on if row and not used else None,
        fact=used,
        waits_for_me=row is not None and state == StartState.ASKED and row.waits_for == _own_side(viewer),
    )


@prepared
def _rows(viewer: Viewer, participant_id: UUID) -> QuerySet[StartLine]:
    return StartLine.objects.visible_to(viewer).filter(participant_id=participant_id)


def start_lines(viewer: Viewer, participant: Participant) -> list[ShownLine]:
    """
    Return the eight lines in the guide's order, as rooms and people say they stand.

    A line without a row is "not yet". Before anything has begun, the first line waits for whoever looks.
    """
    rows = {row.line: row for row in _rows(viewer, participant.pk)}
    viewer.looks.add(Category.PLAN, {participant.pk})
    facts = {1: coordinator_fact, **START_FACTS}
    lines = [
        _shown(
            line,
            rows.get(line.number),
            facts[line.number](viewer, participant) if line.number in facts else None,
            viewer,
        )
        for line in definitions.lines()
    ]
    if all(one.state == StartState.NOT_YET for one in lines):
        first = lines[0]
        lines[0] = ShownLine(**{**vars(first), "waits_for_me": True})
    return lines


def start_line(viewer: Viewer, participant: Participant, number: int) -> ShownLine:
    """Return one of the eight lines; raise NotFound for any other number."""
    for line in start_lines(viewer, participant):
        if line.line.number == number:
            return line
    raise NotFound(str(_("There is no such page.")))


def open_lines(viewer: Viewer, participant: Participant) -> int:
    """Return how many lines are neither done nor put aside."""
    settled = (StartState.DONE, StartState.NOT_FOR_ME)
    return sum(line.state not in settled for line in start_lines(viewer, participant))


@frozen
class LineForTeam:
    """A line that a person or family asked for, and that waits for the team's word."""

    person_key: str
    called: str
    title: str
    number: int
    due_on: date | None


@prepared
def _waiting_lines(viewer: Viewer) -> QuerySet[StartLine]:
    rows = StartLine.objects.among_people_of(viewer).filter(state=StartState.ASKED, waits_for=Side.TEAM)
    return rows.select_related("participant").order_by("due_on", "pk")[:20]


def lines_for_team(viewer: Viewer) -> list[LineForTeam]:
    """Return up to 20 lines that wait for the team, of the people whose record is open to the viewer."""
    found = _waiting_lines(viewer)
    viewer.looks.add(Category.PLAN, {row.participant_id for row in found})
    titles = {line.number: line.title.say(viewer.language) for line in definitions.lines()}
    return [
        LineForTeam(row.participant.key, row.participant.called, titles[row.line], row.line, row.due_on)
        for row in found
    ]
