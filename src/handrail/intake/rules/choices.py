"""What becomes of a choice, and the rough map of the first year."""

from datetime import date
from enum import StrEnum

from handrail.base.words import Words, _


class EnrolmentRank(StrEnum):
    PRIMARY = "primary"
    BACKUP = "backup"
    ALSO = "also"  # at the same time, as many as the person likes (S-031)


ENROLMENT_RANKS: dict[EnrolmentRank, Words] = {
    EnrolmentRank.PRIMARY: _("First choice"),
    EnrolmentRank.BACKUP: _("My back-up"),
    EnrolmentRank.ALSO: _("At the same time"),
}


# Of these a person has one at a time; another takes its place.
SINGLE_RANKS = (EnrolmentRank.PRIMARY, EnrolmentRank.BACKUP)


class EnrolmentStatus(StrEnum):
    """What became of a choice. Stopping and changing are as good as finishing."""

    CHOSEN = "chosen"
    WAITING = "waiting"  # the offer was full on that day
    STARTED = "started"
    FINISHED = "finished"
    STOPPED = "stopped"
    CHANGED = "changed"  # another choice took its place


ENROLMENT_TRANSITIONS: dict[EnrolmentStatus, set[EnrolmentStatus]] = {
    EnrolmentStatus.CHOSEN: {
        EnrolmentStatus.WAITING,
        EnrolmentStatus.STARTED,
        EnrolmentStatus.STOPPED,
        EnrolmentStatus.CHANGED,
    },
    EnrolmentStatus.WAITING: {
        EnrolmentStatus.STARTED,
        EnrolmentStatus.STOPPED,
        EnrolmentStatus.CHANGED,
    },
    EnrolmentStatus.STARTED: {
        EnrolmentStatus.FINISHED,
        EnrolmentStatus.STOPPED,
        EnrolmentStatus.CHANGED,
    },
    EnrolmentStatus.FINISHED: set(),
    EnrolmentStatus.STOPPED: set(),
    EnrolmentStatus.CHANGED: set(),
}


ENROLMENT_STATUSES: dict[EnrolmentStatus, Words] = {
    EnrolmentStatus.CHOSEN: _("Chosen"),
    EnrolmentStatus.WAITING: _("Waiting for a place"),
    EnrolmentStatus.STARTED: _("Started"),
    EnrolmentStatus.FINISHED: _("Finished"),
    EnrolmentStatus.STOPPED: _("Stopped"),
    EnrolmentStatus.CHANGED: _("Changed for another"),
}


RUNNING_ENROLMENTS = (EnrolmentStatus.CHOSEN, EnrolmentStatus.WAITING, EnrolmentStatus.STARTED)


ENDED_ENROLMENTS = (EnrolmentStatus.FINISHED, EnrolmentStatus.STOPPED, EnrolmentStatus.CHANGED)


class Mix(StrEnum):
    """Where support may happen, as the person wants it (S-054, S-207): any of them together."""

    COMMUNITY = "community"
    CLINIC = "clinic"
    HOME = "home"
    ONLINE = "online"


MIXES: dict[Mix, Words] = {
    Mix.COMMUNITY: _("In town"),
    Mix.CLINIC: _("At a clinic"),
    Mix.HOME: _("At home"),
    Mix.ONLINE: _("Online or by phone"),
}


class Phase(StrEnum):
    """Where a person is on the guide's rough map of the first year (S-071 to S-075). Nobody is late."""

    NOT_STARTED = "not_started"
    ARRIVING = "arriving"
    TRYING = "trying"
    MOVING = "moving"
    ADJUSTING = "adjusting"
    PART_OF_LIFE = "part_of_life"


PHASES: dict[Phase, Words] = {
    Phase.NOT_STARTED: _("Not started yet"),
    Phase.ARRIVING: _("First weeks: arriving"),
    Phase.TRYING: _("From week 7: trying it out"),
    Phase.MOVING: _("From month 3: work, learning or home"),
    Phase.ADJUSTING: _("From month 6: how much support now"),
    Phase.PART_OF_LIFE: _("After a year: part of life"),
}


# The day on which each phase is over; the guide's weeks and months, without its gaps.
PHASE_ENDS = (
    (42, Phase.ARRIVING),
    (90, Phase.TRYING),
    (182, Phase.MOVING),
    (365, Phase.ADJUSTING),
)


# The day on which each phase begins.
PHASE_BEGINS = {
    Phase.ARRIVING: 0,
    Phase.TRYING: 43,
    Phase.MOVING: 91,
    Phase.ADJUSTING: 183,
    Phase.PART_OF_LIFE: 366,
}


# Where somebody may begin: at any of them, as they choose (S-021, S-077).
START_PHASES: dict[Phase, Words] = {
    Phase.ARRIVING: _("At the beginning: arriving"),
    Phase.TRYING: _("Trying things out: I have arrived already"),
    Phase.MOVING: _("Work, learning or a home: that is next for me"),
    Phase.ADJUSTING: _("Less support: I would like to stand more by myself"),
    Phase.PART_OF_LIFE: _("Keeping it up: it is part of my life"),
}


def phase(started_on: date | None, today: date, starts_in: str = Phase.ARRIVING) -> Phase:
    """
    Return the phase of somebody who started on a day, by days alone, whatever they have done.

    The clock can start at any of them (S-077): ``starts_in`` is where the person chose to begin, and the days of the
    phases before it are not counted. Nobody is late.
    """
    if started_on is None or started_on > today:
        return Phase.NOT_STARTED
    days = (today - started_on).days + PHASE_BEGINS[Phase(starts_in)]
    return next((one for end, one in PHASE_ENDS if days <= end), Phase.PART_OF_LIFE)
