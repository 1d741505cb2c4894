"""Who asked, why, where it began, and by when somebody answers."""

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


def first_contact_due(received_on: date) -> date:
    """Return the day by which somebody makes first contact: a week after the referral came (S-219)."""
    return received_on + FIRST_CONTACT_WITHIN
