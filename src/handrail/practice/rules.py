"""Sessions, notes, attempts and the week, as plain tables."""

from enum import StrEnum

from handrail.base.words import Words, _


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


SESSION_TRANSITIONS: dict[SessionStatus, set[SessionStatus]] = {
    SessionStatus.PLANNED: {
        SessionStatus.MET,
        SessionStatus.MOVED,
        SessionStatus.NOT_MET,
        SessionStatus.CALLED_OFF,
    },
    SessionStatus.MET: {SessionStatus.NOT_MET, SessionStatus.MOVED},
    SessionStatus.NOT_MET: {SessionStatus.MET, SessionStatus.MOVED},
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
