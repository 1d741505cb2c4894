"""First contact, the conversation and the eight lines of getting started, as plain tables."""

from datetime import date, timedelta
from enum import StrEnum

from handrail.base.words import Words, _


class ReferralSource(StrEnum):
    """Who asked first (S-172): the person, too."""

    SELF = "self"
    FAMILY = "family"
    DOCTOR = "doctor"
    HOSPITAL = "hospital"
    COMMUNITY_CENTRE = "community_centre"
    AGENCY = "agency"
    SCHOOL = "school"
    EMPLOYER = "employer"
    ELSEWHERE = "elsewhere"


REFERRAL_SOURCES: dict[ReferralSource, Words] = {
    ReferralSource.SELF: _("The person"),
    ReferralSource.FAMILY: _("Family or a friend"),
    ReferralSource.DOCTOR: _("A doctor"),
    ReferralSource.HOSPITAL: _("A hospital, before going home"),
    ReferralSource.COMMUNITY_CENTRE: _("A community centre"),
    ReferralSource.AGENCY: _("Another service"),
    ReferralSource.SCHOOL: _("A school or college"),
    ReferralSource.EMPLOYER: _("An employer"),
    ReferralSource.ELSEWHERE: _("Somebody else"),
}


class EntryReason(StrEnum):
    """Why now (S-016 to S-018). It opens nothing and shuts nobody out (S-010)."""

    AFTER_TREATMENT = "after_treatment"
    ONGOING_SUPPORT = "ongoing_support"
    LITTLE_AROUND = "little_around"
    OWN_WISH = "own_wish"


ENTRY_REASONS: dict[EntryReason, Words] = {
    EntryReason.AFTER_TREATMENT: _("Getting daily life back after a treatment"),
    EntryReason.ONGOING_SUPPORT: _("Support over a longer time"),
    EntryReason.LITTLE_AROUND: _("Little help or company around"),
    EntryReason.OWN_WISH: _("A wish of their own"),
}


class MetAt(StrEnum):
    """Where first contact was: support begins in hospital, after it, or in the community (S-066)."""

    HOSPITAL = "hospital"
    HOME = "home"
    COMMUNITY = "community"
    PHONE = "phone"
    ELSEWHERE = "elsewhere"


MET_AT: dict[MetAt, Words] = {
    MetAt.HOSPITAL: _("In hospital, before going home"),
    MetAt.HOME: _("At home"),
    MetAt.COMMUNITY: _("At a community centre or another normal place"),
    MetAt.PHONE: _("By phone or on a screen"),
    MetAt.ELSEWHERE: _("Somewhere else"),
}


class ReferralStatus(StrEnum):
    NEW = "new"
    IN_CONTACT = "in_contact"
    STARTED = "started"
    NOT_NOW = "not_now"
    WITHDRAWN = "withdrawn"


REFERRAL_TRANSITIONS: dict[ReferralStatus, set[ReferralStatus]] = {
    ReferralStatus.NEW: {ReferralStatus.IN_CONTACT, ReferralStatus.NOT_NOW, ReferralStatus.WITHDRAWN},
    ReferralStatus.IN_CONTACT: {ReferralStatus.STARTED, ReferralStatus.NOT_NOW, ReferralStatus.WITHDRAWN},
    ReferralStatus.NOT_NOW: {ReferralStatus.IN_CONTACT},
    ReferralStatus.WITHDRAWN: {ReferralStatus.IN_CONTACT},
    ReferralStatus.STARTED: set(),
}
FIRST_CONTACT_WITHIN = timedelta(days=7)
# Somebody still has something to do about these.
OPEN_REFERRALS = [ReferralStatus.NEW, ReferralStatus.IN_CONTACT]
REFERRAL_STATUSES: dict[ReferralStatus, Words] = {
    ReferralStatus.NEW: _("New"),
    ReferralStatus.IN_CONTACT: _("In contact"),
    ReferralStatus.STARTED: _("Started"),
    ReferralStatus.NOT_NOW: _("Not now"),
    ReferralStatus.WITHDRAWN: _("Taken back"),
}


ASK_AGAIN_AFTER = timedelta(days=90)
FIRST_MEETING_WITHIN = timedelta(days=7)


def days_to_contact(received_on: date, contacted_on: date | None, today: date) -> int:
    """Return how many days passed from the referral to first contact, or have passed so far (S-219)."""
    return max(0, ((contacted_on or today) - received_on).days)


class FirstMeetingStatus(StrEnum):
    ASKED = "asked"
    ARRANGED = "arranged"
    CALLED_OFF = "called_off"


FIRST_MEETING_TRANSITIONS: dict[FirstMeetingStatus, set[FirstMeetingStatus]] = {
    FirstMeetingStatus.ASKED: {FirstMeetingStatus.ARRANGED, FirstMeetingStatus.CALLED_OFF},
    FirstMeetingStatus.ARRANGED: {FirstMeetingStatus.CALLED_OFF},
    FirstMeetingStatus.CALLED_OFF: set(),
}
FIRST_MEETING_STATUSES: dict[FirstMeetingStatus, Words] = {
    FirstMeetingStatus.ASKED: _("Asked for"),
    FirstMeetingStatus.ARRANGED: _("Arranged"),
    FirstMeetingStatus.CALLED_OFF: _("Called off"),
}


class ConversationMode(StrEnum):
    TOGETHER = "together"
    ME_FIRST = "me_first"
    STAFF_WITH_ME = "staff_with_me"


CONVERSATION_MODES: dict[ConversationMode, tuple[Words, Words]] = {
    ConversationMode.TOGETHER: (_("Together"), _("We talk, and one of us writes.")),
    ConversationMode.ME_FIRST: (_("Me first"), _("I write on my own. We read it together later.")),
    ConversationMode.STAFF_WITH_ME: (_("Staff with me"), _("I say it, and a colleague writes it down.")),
}


class AnswerState(StrEnum):
    """What became of a question. Skipping is as good as answering; later may hold the first words."""

    ANSWERED = "answered"
    SKIPPED = "skipped"
    LATER = "later"


class AuthorKind(StrEnum):
    """Whose words these are."""

    MINE = "mine"
    FAMILY = "family"
    STAFF = "staff"


def stays(stored: AuthorKind, coming: AuthorKind) -> bool:
    """Return whether stored words stay when two people wrote at once: the person's own go first, else the newer."""
    return stored == AuthorKind.MINE and coming != AuthorKind.MINE


class KeptChoice(StrEnum):
    """What a person decides about words that were kept aside."""

    THESE_STAY = "these_stay"
    USE_OTHER = "use_other"
    BOTH = "both"


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


def phase(started_on: date | None, today: date) -> Phase:
    """Return the phase of somebody who started on a day; by days alone, whatever they have done."""
    if started_on is None or started_on > today:
        return Phase.NOT_STARTED
    days = (today - started_on).days
    return next((one for end, one in PHASE_ENDS if days <= end), Phase.PART_OF_LIFE)


class StartState(StrEnum):
    NOT_YET = "not_yet"
    ASKED = "asked"
    DONE = "done"
    NOT_FOR_ME = "not_for_me"


# Nothing here has a deadline, and every choice can be changed again.
START_TRANSITIONS: dict[StartState, set[StartState]] = {
    StartState.NOT_YET: {StartState.ASKED, StartState.DONE, StartState.NOT_FOR_ME},
    StartState.ASKED: {StartState.DONE, StartState.NOT_FOR_ME, StartState.NOT_YET},
    StartState.DONE: {StartState.ASKED, StartState.NOT_YET, StartState.NOT_FOR_ME},
    StartState.NOT_FOR_ME: {StartState.NOT_YET, StartState.ASKED, StartState.DONE},
}
START_LINES = range(1, 9)
START_STATES: dict[StartState, Words] = {
    StartState.NOT_YET: _("Not yet"),
    StartState.ASKED: _("Asked"),
    StartState.DONE: _("Done"),
    StartState.NOT_FOR_ME: _("Not for me"),
}


class Side(StrEnum):
    """Who has the next word on a line: the person with their family, or the team."""

    NOBODY = ""
    PERSON = "person"
    TEAM = "team"


def waits_for(state: StartState, asked_by: Side) -> Side:
    """Return who has the next word: whoever was asked, so not the side that asked; nobody in any other state."""
    if state != StartState.ASKED:
        return Side.NOBODY
    return Side.PERSON if asked_by == Side.TEAM else Side.TEAM


STATE_TABLES = {
    "FirstMeeting": FIRST_MEETING_TRANSITIONS,
    "Referral": REFERRAL_TRANSITIONS,
    "StartLine": START_TRANSITIONS,
    "Enrolment": ENROLMENT_TRANSITIONS,
}


def first_contact_due(received_on: date) -> date:
    """Return the day by which somebody makes first contact: a week after the referral came (S-219)."""
    return received_on + FIRST_CONTACT_WITHIN
