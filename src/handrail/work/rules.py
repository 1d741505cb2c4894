"""Jobs and courses, adjustments, and the question whether somebody is still there. Plain tables."""

import re
from collections.abc import Iterable
from datetime import date, timedelta
from enum import StrEnum

from handrail.base.errors import DomainError
from handrail.base.frozen import frozen
from handrail.base.text import folded, kept
from handrail.base.transitions import check_transition
from handrail.base.words import Words, _
from handrail.practice.rules import WorkRung


class JobKind(StrEnum):
    """What somebody does: paid, a trial, for nothing, or learning (S-113, S-114, S-260)."""

    JOB = "job"
    PLACEMENT = "placement"
    INTERNSHIP = "internship"
    VOLUNTEERING = "volunteering"
    CAMPUS_JOB = "campus_job"
    COURSE = "course"


JOB_KINDS: dict[JobKind, Words] = {
    JobKind.JOB: _("Job"),
    JobKind.PLACEMENT: _("Placement or trial"),
    JobKind.INTERNSHIP: _("Paid internship"),
    JobKind.VOLUNTEERING: _("Volunteering"),
    JobKind.CAMPUS_JOB: _("Job on campus"),
    JobKind.COURSE: _("Course or studies"),
}
PAID_KINDS = frozenset({JobKind.JOB, JobKind.INTERNSHIP, JobKind.CAMPUS_JOB})


class JobStatus(StrEnum):
    PLANNED = "planned"
    RUNNING = "running"
    PAUSED = "paused"
    ENDED = "ended"


JOB_TRANSITIONS: dict[JobStatus, set[JobStatus]] = {
    JobStatus.PLANNED: {JobStatus.RUNNING, JobStatus.ENDED},
    JobStatus.RUNNING: {JobStatus.PAUSED, JobStatus.ENDED},
    JobStatus.PAUSED: {JobStatus.RUNNING, JobStatus.ENDED},
    JobStatus.ENDED: set(),  # a new start is a new row; nothing else about the person ends
}
JOB_STATUS_WORDS: dict[JobStatus, Words] = {
    JobStatus.PLANNED: _("Begins soon"),
    JobStatus.RUNNING: _("Now"),
    JobStatus.PAUSED: _("Pause"),
    JobStatus.ENDED: _("Ended"),
}
OPEN_JOBS = frozenset({JobStatus.PLANNED, JobStatus.RUNNING, JobStatus.PAUSED})


class EndReason(StrEnum):
    """Why a job or course ended. None of them says whose fault it was."""

    FINISHED = "finished"
    FOR_A_TIME = "for_a_time"
    OTHER_PLACE = "other_place"
    OWN_CHOICE = "own_choice"
    THEIR_CHOICE = "their_choice"
    DID_NOT_FIT = "did_not_fit"
    DID_NOT_BEGIN = "did_not_begin"


END_REASONS: dict[EndReason, Words] = {
    EndReason.FINISHED: _("I finished it"),
    EndReason.FOR_A_TIME: _("It was for a time"),
    EndReason.OTHER_PLACE: _("I found another place"),
    EndReason.OWN_CHOICE: _("I chose to stop"),
    EndReason.THEIR_CHOICE: _("They ended it"),
    EndReason.DID_NOT_FIT: _("It did not fit me now"),
    EndReason.DID_NOT_BEGIN: _("It did not begin"),
}


class WagePer(StrEnum):
    HOUR = "hour"
    WEEK = "week"
    MONTH = "month"


WAGE_PERS: dict[WagePer, Words] = {
    WagePer.HOUR: _("an hour"),
    WagePer.WEEK: _("a week"),
    WagePer.MONTH: _("a month"),
}


class AdjustmentStatus(StrEnum):
    NEEDED = "needed"
    ASKED = "asked"
    AGREED = "agreed"
    NOT_AGREED = "not_agreed"
    IN_PLACE = "in_place"
    HELPS = "helps"
    DOES_NOT_HELP = "does_not_help"
    LET_GO = "let_go"


_A = AdjustmentStatus
ADJUSTMENT_TRANSITIONS: dict[AdjustmentStatus, set[AdjustmentStatus]] = {
    _A.NEEDED: {_A.ASKED, _A.LET_GO},
    _A.ASKED: {_A.AGREED, _A.NOT_AGREED, _A.LET_GO},
    _A.AGREED: {_A.IN_PLACE, _A.NOT_AGREED, _A.LET_GO},
    _A.NOT_AGREED: {_A.ASKED, _A.LET_GO},  # asked again, in other words or somebody else
    _A.IN_PLACE: {_A.HELPS, _A.DOES_NOT_HELP, _A.LET_GO},
    _A.HELPS: {_A.DOES_NOT_HELP, _A.LET_GO},
    _A.DOES_NOT_HELP: {_A.HELPS, _A.ASKED, _A.LET_GO},  # something else is asked for
    _A.LET_GO: {_A.NEEDED},
}
ADJUSTMENT_WORDS: dict[AdjustmentStatus, Words] = {
    _A.NEEDED: _("I need this"),
    _A.ASKED: _("Asked"),
    _A.AGREED: _("They agreed"),
    _A.NOT_AGREED: _("They said no"),
    _A.IN_PLACE: _("In place"),
    _A.HELPS: _("It helps"),
    _A.DOES_NOT_HELP: _("It does not help"),
    _A.LET_GO: _("Not needed now"),
}
# What the button says that leads to a status.
ADJUSTMENT_VERBS: dict[AdjustmentStatus, Words] = {
    _A.NEEDED: _("I need it again"),
    _A.ASKED: _("I asked"),
    _A.AGREED: _("They agreed"),
    _A.NOT_AGREED: _("They said no"),
    _A.IN_PLACE: _("It is in place"),
    _A.HELPS: _("It helps"),
    _A.DOES_NOT_HELP: _("It does not help"),
    _A.LET_GO: _("Not needed now"),
}
# The way of an adjustment as it is drawn; the other states stand beside it.
ADJUSTMENT_WAY = (_A.NEEDED, _A.ASKED, _A.AGREED, _A.IN_PLACE, _A.HELPS)
IN_USE = frozenset({_A.IN_PLACE, _A.HELPS, _A.DOES_NOT_HELP})

STATE_TABLES = {"Job": JOB_TRANSITIONS, "Adjustment": ADJUSTMENT_TRANSITIONS}


class AdjustmentKind(StrEnum):
    """What an adjustment changes: the surroundings, never the person (S-229)."""

    HOURS = "hours"
    BREAKS = "breaks"
    PLACE = "place"
    TASKS = "tasks"
    TOOLS = "tools"
    PEOPLE = "people"
    OTHER = "other"


ADJUSTMENT_KINDS: dict[AdjustmentKind, Words] = {
    AdjustmentKind.HOURS: _("Hours"),
    AdjustmentKind.BREAKS: _("Breaks"),
    AdjustmentKind.PLACE: _("Place"),
    AdjustmentKind.TASKS: _("Tasks"),
    AdjustmentKind.TOOLS: _("Tools"),
    AdjustmentKind.PEOPLE: _("People"),
    AdjustmentKind.OTHER: _("Something else"),
}


class Telling(StrEnum):
    """What the person tells at work about themselves. It is theirs to choose, and to change."""

    TELLS = "tells"
    NEEDS_ONLY = "needs_only"
    TELLS_NOT = "tells_not"
    LATER = "later"


TELLINGS: dict[Telling, Words] = {
    Telling.TELLS: _("I tell them"),
    Telling.NEEDS_ONLY: _("I say what I need, not why"),
    Telling.TELLS_NOT: _("I tell them nothing"),
    Telling.LATER: _("I decide later"),
}


class Way(StrEnum):
    """How somebody met an employer."""

    IN_PERSON = "in_person"
    PHONE = "phone"
    WRITTEN = "written"


WAYS: dict[Way, Words] = {
    Way.IN_PERSON: _("In person"),
    Way.PHONE: _("By phone"),
    Way.WRITTEN: _("In writing"),
}

PROFILE_PARTS: dict[str, Words] = {
    "done": _("What I have done"),
    "learned": _("What I have learned"),
    "good_at": _("What I am good at"),
    "likes": _("What I like"),
    "wants": _("Hours, pay, place and the way there"),
    "not_wanted": _("What I do not want"),
    "beside": _("Who helps me look"),
}

# Days after a start on which somebody asks; the last one closes the ladder with a year.
MARKS = (30, 90, 180, 365)
ASKED_FOR_DAYS = 90  # how long the last question stays open
HELPS_ASKED_AFTER = timedelta(days=30)
MOST_HOURS = 80
WEEK_MINUTES = 7 * 24 * 60


def due_mark(started_on: date, answered: Iterable[int], today: date) -> int | None:
    """
    Return the mark at which “still there?” is due, or None.

    Only the newest mark that has passed is asked: who said yes after 180 days is not asked about day 30.
    """
    days = (today - started_on).days
    passed = [mark for mark in MARKS if days >= mark]
    if not passed or days >= MARKS[-1] + ASKED_FOR_DAYS:
        return None
    return None if max(answered, default=0) >= passed[-1] else passed[-1]


def rung_of_start(kind: JobKind, status: JobStatus) -> WorkRung | None:
    """Return the step of the ladder that a start is; a trial and volunteering are named by the person, if at all."""
    if kind == JobKind.COURSE:
        return WorkRung.COURSE_PLACE if status == JobStatus.PLANNED else WorkRung.STUDYING
    if kind in PAID_KINDS:
        return WorkRung.OFFER if status == JobStatus.PLANNED else WorkRung.WORKING
    return None


def rung_of_mark(kind: JobKind, mark: int) -> WorkRung | None:
    """Return the step of the ladder that staying until ``mark`` is."""
    if kind not in PAID_KINDS:
        return None
    if mark >= 365:
        return WorkRung.ONE_YEAR
    return WorkRung.NINETY_DAYS if mark >= 90 else None


def rung_of_end(kind: JobKind, reason: EndReason) -> WorkRung | None:
    return WorkRung.FINISHED if (kind, reason) == (JobKind.COURSE, EndReason.FINISHED) else None


WORK_LADDER = (
    WorkRung.EXPLORING,
    WorkRung.PROFILE,
    WorkRung.PRACTICE,
    WorkRung.APPLYING,
    WorkRung.INTERVIEW,
    WorkRung.OFFER,
    WorkRung.WORKING,
    WorkRung.NINETY_DAYS,
    WorkRung.ONE_YEAR,
)
STUDY_LADDER = (WorkRung.COURSE_PLACE, WorkRung.STUDYING, WorkRung.FINISHED)


@frozen
class JobFacts:
    """What is written down of a job or course. Only kind, name, place and start are needed."""

    kind: JobKind
    title: str
    place: str
    started_on: date
    minutes_week: int | None = None
    hours_words: str = ""
    wage_minor: int | None = None
    wage_currency: str = ""
    wage_per: WagePer | None = None
    is_for_a_time: bool = False
    has_coach: bool = False


JOB_FIELDS = tuple(JobFacts.__dataclass_fields__)


class AskFirst(DomainError):
    """Something that may be right and is asked about once: saying “yes, that is right” lets it through."""


def check_dates(*, started_on: date, ended_on: date | None, birth_on: date | None) -> None:
    """Raise DomainError for a start before birth or an end before the start."""
    if birth_on and started_on < birth_on:
        raise DomainError(str(_("This start is before the day of birth. Look at the year again.")))
    if ended_on and ended_on < started_on:
        raise DomainError(str(_("The end is before the start. Change one of the two days.")))


def check_facts(facts: JobFacts, birth_on: date | None) -> JobFacts:
    """Return ``facts`` as they can be kept; raise DomainError with what to do when something is missing or cannot be."""
    for text in (facts.title, facts.place):
        if not kept(text).strip():
            raise DomainError(str(_("Write what you do there and where it is.")))
    check_dates(started_on=facts.started_on, ended_on=None, birth_on=birth_on)
    if facts.minutes_week is not None and not 0 <= facts.minutes_week <= WEEK_MINUTES:
        raise DomainError(str(_("A week has 168 hours. Write the hours of one week.")))
    if facts.wage_minor is not None and (
        facts.wage_minor < 0 or not facts.wage_currency or not facts.wage_per
    ):
        raise DomainError(str(_("Write the pay as an amount, and say for how long.")))
    return facts


def check_hours(minutes: Iterable[int | None], *, is_right: bool) -> None:
    """Raise AskFirst when jobs at the same time make more than 80 hours a week; ``is_right`` says it was asked."""
    hours = sum(one or 0 for one in minutes) / 60
    if hours > MOST_HOURS and not is_right:
        raise AskFirst(
            _("Together this makes %(hours)s hours a week. Is that right? Then say so below and save again.")
            % {"hours": f"{hours:g}"}
        )


def check_job_move(now: JobStatus, to: JobStatus) -> None:
    """Raise a sentence that says what to do when a job cannot be moved to ``to``."""
    if now == JobStatus.ENDED:
        raise DomainError(str(_("This one has ended. Write down a new start instead.")))
    check_transition(JOB_TRANSITIONS, now, to)


def words_in(text: str, listed: Iterable[str]) -> list[str]:
    """Return the words or phrases of ``listed`` that ``text`` has, whatever their case and accents."""
    plain = folded(text)
    return [word for word in listed if re.search(rf"(?<!\w){re.escape(folded(word))}", plain)]
