"""Sessions, notes, attempts and the week, as plain tables."""

import re
from collections.abc import Mapping, Sequence
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from itertools import pairwise

from handrail.access.permissions import Label
from handrail.base.frozen import frozen
from handrail.base.words import Words, _
from handrail.plans.rules import SupportLevel
from handrail.practice.rules.groups import GROUP_MEETING_TRANSITIONS, HOME_PRACTICE_TRANSITIONS


class Setting(StrEnum):
    """Where it happened: the guide's seven settings (S-147 to S-153)."""

    COMMUNITY = "community"
    CLINIC = "clinic"
    HOME = "home"
    SUPPORTED_HOUSING = "supported_housing"
    SCHOOL = "school"
    WORKPLACE = "workplace"
    ONLINE = "online"


SETTINGS: dict[Setting, Words] = {
    Setting.COMMUNITY: _("In town, a club or a centre"),
    Setting.CLINIC: _("Clinic"),
    Setting.HOME: _("At home"),
    Setting.SUPPORTED_HOUSING: _("Supported housing"),
    Setting.SCHOOL: _("School or campus"),
    Setting.WORKPLACE: _("Work place"),
    Setting.ONLINE: _("Online or by phone"),
}


class Meeting(StrEnum):
    """How we meet today; the person may change it for one appointment (S-267)."""

    HERE = "here"
    AT_HOME = "at_home"
    ONLINE = "online"


MEETINGS: dict[Meeting, Words] = {
    Meeting.HERE: _("Here"),
    Meeting.AT_HOME: _("At home"),
    Meeting.ONLINE: _("Online"),
}


class SessionStatus(StrEnum):
    PLANNED = "planned"
    MET = "met"
    MOVED = "moved"
    NOT_MET = "not_met"
    CALLED_OFF = "called_off"  # by the team: never counted against the person
    SAID_NO = "said_no"  # by the person, before: counts for nothing


SESSION_TRANSITIONS: dict[SessionStatus, set[SessionStatus]] = {
    SessionStatus.PLANNED: {
        SessionStatus.MET,
        SessionStatus.MOVED,
        SessionStatus.NOT_MET,
        SessionStatus.CALLED_OFF,
        SessionStatus.SAID_NO,
    },
    SessionStatus.MET: {SessionStatus.NOT_MET, SessionStatus.SAID_NO, SessionStatus.MOVED},
    SessionStatus.NOT_MET: {SessionStatus.MET, SessionStatus.SAID_NO, SessionStatus.MOVED},
    SessionStatus.SAID_NO: {SessionStatus.MET, SessionStatus.NOT_MET, SessionStatus.MOVED},
    SessionStatus.MOVED: set(),
    SessionStatus.CALLED_OFF: set(),
}


class NoteStatus(StrEnum):
    DRAFT = "draft"
    FILED = "filed"
    AMENDED = "amended"
    DISCARDED = "discarded"
    IN_ERROR = "in_error"


NOTE_TRANSITIONS: dict[NoteStatus, set[NoteStatus]] = {
    NoteStatus.DRAFT: {NoteStatus.FILED, NoteStatus.DISCARDED},
    NoteStatus.FILED: {NoteStatus.AMENDED, NoteStatus.IN_ERROR},
    NoteStatus.AMENDED: {NoteStatus.AMENDED, NoteStatus.IN_ERROR},
    NoteStatus.DISCARDED: set(),
    NoteStatus.IN_ERROR: set(),
}


UNFILED_NOTES = frozenset({NoteStatus.DRAFT, NoteStatus.DISCARDED})
COUNTED_NOTES = frozenset({NoteStatus.FILED, NoteStatus.AMENDED})


class WeekItemStatus(StrEnum):
    PLANNED = "planned"
    DID_IT = "did_it"
    NOT_THIS_TIME = "not_this_time"
    MOVED = "moved"


WEEK_ITEM_TRANSITIONS: dict[WeekItemStatus, set[WeekItemStatus]] = {
    WeekItemStatus.PLANNED: {WeekItemStatus.DID_IT, WeekItemStatus.NOT_THIS_TIME, WeekItemStatus.MOVED},
    WeekItemStatus.DID_IT: {WeekItemStatus.PLANNED, WeekItemStatus.NOT_THIS_TIME},
    WeekItemStatus.NOT_THIS_TIME: {WeekItemStatus.PLANNED, WeekItemStatus.DID_IT, WeekItemStatus.MOVED},
    WeekItemStatus.MOVED: set(),
}

STATE_TABLES = {
    "Session": SESSION_TRANSITIONS,
    "Note": NOTE_TRANSITIONS,
    "WeekItem": WEEK_ITEM_TRANSITIONS,
    "GroupMeeting": GROUP_MEETING_TRANSITIONS,
    "HomePractice": HOME_PRACTICE_TRANSITIONS,
}


class Next(StrEnum):
    AGAIN = "again"
    NEXT_STEP = "next_step"
    REST = "rest"


NEXTS: dict[Next, Words] = {
    Next.AGAIN: _("Same again"),
    Next.NEXT_STEP: _("Next step"),
    Next.REST: _("Rest here"),
}


class Reporter(StrEnum):
    """Who said how it went: the person, or somebody who was there."""

    SELF = "self"
    STAFF = "staff"


class WorkRung(StrEnum):
    """Steps towards work or study, from exploring to a year in the job (S-190). No order is a duty."""

    EXPLORING = "exploring"
    PROFILE = "profile"
    PRACTICE = "practice"
    APPLYING = "applying"
    INTERVIEW = "interview"
    OFFER = "offer"
    WORKING = "working"
    NINETY_DAYS = "ninety_days"
    ONE_YEAR = "one_year"
    COURSE_PLACE = "course_place"
    STUDYING = "studying"
    FINISHED = "finished"


WORK_RUNGS: dict[WorkRung, Words] = {
    WorkRung.EXPLORING: _("Exploring what I like"),
    WorkRung.PROFILE: _("Wrote down what I have done"),
    WorkRung.PRACTICE: _("Interview practice"),
    WorkRung.APPLYING: _("Applied"),
    WorkRung.INTERVIEW: _("Went to an interview"),
    WorkRung.OFFER: _("Got an offer"),
    WorkRung.WORKING: _("Working"),
    WorkRung.NINETY_DAYS: _("90 days in the job"),
    WorkRung.ONE_YEAR: _("A year in the job"),
    WorkRung.COURSE_PLACE: _("Got a course place"),
    WorkRung.STUDYING: _("Studying"),
    WorkRung.FINISHED: _("Finished a course"),
}


@frozen
class Picked:
    """A step that was worked on: the support there was, and whether it was done or stopped on the way."""

    step_key: str
    given: SupportLevel | None  # None only in a draft that does not say it yet
    is_done: bool = True
    rung: int | None = None


@frozen
class NoteContent:
    """What a note says. ``met``, the given support and ``safety`` are never filled in for anybody."""

    met: SessionStatus | None = None
    steps: tuple[Picked, ...] = ()
    helped: tuple[str, ...] = ()
    words: str = ""
    observation: str = ""
    next: Next | None = None
    work: WorkRung | None = None
    safety: bool | None = None
    label: Label = Label.NORMAL
    language: str = ""


@frozen
class Held:
    """When and where a contact was: suggested from the meeting, or now when nobody planned it (S-014, S-166)."""

    at: datetime
    until: datetime | None = None
    setting: Setting | None = None
    place: str = ""


class Outcome(StrEnum):
    """What the person says of a step: none of the three is a failure."""

    DID_IT = "did_it"
    TRIED = "tried"
    NOT_THIS_TIME = "not_this_time"


OUTCOMES: dict[Outcome, Words] = {
    Outcome.DID_IT: _("I did it"),
    Outcome.TRIED: _("I tried"),
    Outcome.NOT_THIS_TIME: _("Not this time"),
}


class Together(StrEnum):
    """What the person said when the note was read with them."""

    AGREES = "agrees"
    DISAGREES = "disagrees"


# From much company to none. An order of company, not of worth (S-232).
STOPS = (SupportLevel.WITH_ME, SupportLevel.BESIDE_ME, SupportLevel.ON_MY_OWN)


@frozen
class Tried:
    """One attempt, as the rules below see it."""

    on: date
    given: SupportLevel
    is_done: bool


class Turn(StrEnum):
    """How the company on a step changed. Both are entries of a story; neither is a flag."""

    GOES_ON = "goes_on"
    GOES_BACK = "goes_back"


@frozen
class Moment:
    on: date
    turn: Turn
    level: SupportLevel


def first_time_alone(tries: Sequence[Tried]) -> date | None:
    """Return the day of the first attempt on the person's own, whoever reported it; None when there was none (S-234)."""
    return min((one.on for one in tries if one.given == SupportLevel.ON_MY_OWN), default=None)


def turns(tries: Sequence[Tried]) -> list[Moment]:
    """
    Return how the company changed over ``tries``, oldest first.

    Goes on: two attempts in a row, both done, with less company than before. Goes back: an attempt with more.
    """
    if not tries:
        return []
    now = STOPS.index(tries[0].given)
    found = []
    for before, after in pairwise(tries):
        reached = min(STOPS.index(before.given), STOPS.index(after.given))
        if STOPS.index(after.given) < now:
            now = STOPS.index(after.given)
            found.append(Moment(after.on, Turn.GOES_BACK, after.given))
        elif reached > now and before.is_done and after.is_done:
            now = reached
            found.append(Moment(after.on, Turn.GOES_ON, STOPS[reached]))
    return found


def attended(times: Mapping[str, int]) -> tuple[int, int]:
    """
    Return how often people came and of how many; ``times`` says how many sessions have each status.

    Counts what was met and what was not; sessions that the team called off, to which the person said no before
    or that were moved do not count, nor those that nobody has written down yet (S-058, S-192).
    """
    came = times.get(SessionStatus.MET, 0)
    return came, came + times.get(SessionStatus.NOT_MET, 0)


WEEKDAYS = (
    _("Monday"),
    _("Tuesday"),
    _("Wednesday"),
    _("Thursday"),
    _("Friday"),
    _("Saturday"),
    _("Sunday"),
)
TODAY, TOMORROW = _("today"), _("tomorrow")
_CLOCK = re.compile(r"(?<!\d)(\d{1,2})(?:[:.](\d{2}))?\s*(am|pm)?(?![\d\w])", re.IGNORECASE)


@frozen
class OwnLine:
    """Something of my own, read from one line."""

    title: str
    day: date
    at: time | None


def _day_of(word: str, today: date) -> date | None:
    plain = word.casefold()
    if plain in (str(TODAY).casefold(), str(TOMORROW).casefold()):
        return today + timedelta(days=plain == str(TOMORROW).casefold())
    for number, name in enumerate(WEEKDAYS):
        if plain in (str(name).casefold(), str(name).casefold()[:3]):
            return today + timedelta(days=(number - today.weekday()) % 7)
    return None


def _clock_of(text: str) -> tuple[str, time | None]:
    for found in _CLOCK.finditer(text):
        hour, minute, half = int(found[1]), int(found[2] or 0), (found[3] or "").casefold()
        if not (found[2] or half) or minute > 59 or hour > (12 if half else 23):
            continue
        hour = hour % 12 + (12 if half == "pm" else 0) if half else hour
        return text[: found.start()] + text[found.end() :], time(hour, minute)
    return text, None


def read_own_line(line: str, *, today: date, otherwise: date) -> OwnLine:
    """
    Return day, time and words of a line like “Sunday 15:00, call Grandma”.

    A day is read at the beginning or end; without one it is ``otherwise``. What cannot be read stays in the words.
    """
    rest, at = _clock_of(line)
    rest = rest.strip(" ,;")
    words = rest.split()
    day = None
    for place in (0, -1):
        if len(words) > 1 and day is None:
            day = _day_of(words[place].strip(",;:"), today)
            if day:
                del words[place]
                rest = " ".join(words)
    title = rest.strip(" ,;").strip() or line.strip()
    return OwnLine(title, day or otherwise, at)
