"""Where somebody lives, what they look for, what is seen to early, and how a household runs. Plain tables."""

from datetime import date, timedelta
from enum import StrEnum

from handrail.base.errors import DomainError
from handrail.base.text import kept
from handrail.base.words import Words, _


class HomeKind(StrEnum):
    """The kinds of homes of S-116. None is a stage of another, and none has a condition (S-118)."""

    OWN = "own"
    WITH_FAMILY = "with_family"
    SUPPORTED_FLAT = "supported_flat"
    GROUP_HOME = "group_home"
    RESIDENTIAL = "residential"
    OTHER = "other"


HOME_KINDS: dict[HomeKind, Words] = {
    HomeKind.OWN: _("A place of my own"),
    HomeKind.WITH_FAMILY: _("With family"),
    HomeKind.SUPPORTED_FLAT: _("A supported flat"),
    HomeKind.GROUP_HOME: _("A group home"),
    HomeKind.RESIDENTIAL: _("A residential home"),
    HomeKind.OTHER: _("Somewhere else"),
}


class HomeSupport(StrEnum):
    """How much support comes to the home, from round the clock to none (S-117)."""

    ROUND_THE_CLOCK = "round_the_clock"
    EVERY_DAY = "every_day"
    SOME_DAYS = "some_days"
    NOW_AND_THEN = "now_and_then"
    NONE = "none"


HOME_SUPPORTS: dict[HomeSupport, Words] = {
    HomeSupport.ROUND_THE_CLOCK: _("Somebody is there round the clock"),
    HomeSupport.EVERY_DAY: _("Somebody comes every day"),
    HomeSupport.SOME_DAYS: _("Somebody comes some days a week"),
    HomeSupport.NOW_AND_THEN: _("Somebody comes now and then"),
    HomeSupport.NONE: _("No support at home"),
}
HOURS_IN_A_WEEK = 168


class RightForMe(StrEnum):
    """The person's own answer to: is it right for me?"""

    YES = "yes"
    PARTLY = "partly"
    NO = "no"


RIGHT_FOR_ME: dict[RightForMe, Words] = {
    RightForMe.YES: _("Yes"),
    RightForMe.PARTLY: _("Partly"),
    RightForMe.NO: _("No"),
}


class HomeApplicationStatus(StrEnum):
    LOOKING = "looking"
    APPLIED = "applied"
    VIEWING = "viewing"
    OFFERED = "offered"
    TAKEN = "taken"
    DECLINED = "declined"
    NOT_GIVEN = "not_given"


_A = HomeApplicationStatus
APPLICATION_TRANSITIONS: dict[HomeApplicationStatus, set[HomeApplicationStatus]] = {
    _A.LOOKING: {_A.APPLIED, _A.VIEWING, _A.OFFERED, _A.DECLINED, _A.NOT_GIVEN},
    _A.APPLIED: {_A.VIEWING, _A.OFFERED, _A.DECLINED, _A.NOT_GIVEN},
    _A.VIEWING: {_A.APPLIED, _A.OFFERED, _A.DECLINED, _A.NOT_GIVEN},
    _A.OFFERED: {_A.TAKEN, _A.DECLINED, _A.NOT_GIVEN},
    _A.TAKEN: set(),
    _A.DECLINED: {_A.LOOKING},  # one may look again
    _A.NOT_GIVEN: {_A.LOOKING},
}
OPEN_APPLICATIONS = frozenset({_A.LOOKING, _A.APPLIED, _A.VIEWING, _A.OFFERED})
APPLICATION_STATUSES: dict[HomeApplicationStatus, Words] = {
    _A.LOOKING: _("I look at it"),
    _A.APPLIED: _("I asked for it"),
    _A.VIEWING: _("A visit is arranged"),
    _A.OFFERED: _("It is offered to me"),
    _A.TAKEN: _("I take it"),
    _A.DECLINED: _("Not for me"),
    _A.NOT_GIVEN: _("It went to somebody else"),
}


class TroubleKind(StrEnum):
    """What can be noticed early around a home."""

    RENT = "rent"
    NEIGHBOURS = "neighbours"
    LETTER = "letter"
    REPAIR = "repair"
    OTHER = "other"


TROUBLE_KINDS: dict[TroubleKind, Words] = {
    TroubleKind.RENT: _("Rent or bills"),
    TroubleKind.NEIGHBOURS: _("Neighbours"),
    TroubleKind.LETTER: _("A letter from the landlord"),
    TroubleKind.REPAIR: _("Something is broken"),
    TroubleKind.OTHER: _("Something else"),
}


class HomeTroubleStatus(StrEnum):
    NOTICED = "noticed"
    SEEN_TO = "seen_to"
    SETTLED = "settled"


_T = HomeTroubleStatus
TROUBLE_TRANSITIONS: dict[HomeTroubleStatus, set[HomeTroubleStatus]] = {
    _T.NOTICED: {_T.SEEN_TO, _T.SETTLED},
    _T.SEEN_TO: {_T.SETTLED},
    _T.SETTLED: {_T.SEEN_TO},  # it can come back
}
TROUBLE_STATUSES: dict[HomeTroubleStatus, Words] = {
    _T.NOTICED: _("Noticed"),
    _T.SEEN_TO: _("Being seen to"),
    _T.SETTLED: _("Settled"),
}
LOOK_AFTER = timedelta(days=7)

STATE_TABLES = {"HomeApplication": APPLICATION_TRANSITIONS, "HomeTrouble": TROUBLE_TRANSITIONS}

WEEKDAYS: dict[str, Words] = {
    "1": _("Monday"),
    "2": _("Tuesday"),
    "3": _("Wednesday"),
    "4": _("Thursday"),
    "5": _("Friday"),
    "6": _("Saturday"),
    "7": _("Sunday"),
}
EVERY_DAY = "1234567"


def checked_words(text: str, otherwise: Words, *, most: int = 200) -> str:
    """Return ``text`` without spaces around it; raise DomainError with the sentence ``otherwise`` when empty."""
    tidy = kept(text).strip()
    if not tidy:
        raise DomainError(str(otherwise))
    return tidy[:most]


def checked_since(since_on: date, *, today: date, birth_on: date | None) -> date:
    """Return the day somebody moved in; raise DomainError for a day to come or before they were born."""
    if since_on > today:
        raise DomainError(str(_("This day is still to come. Write the home here when you live there.")))
    if birth_on and since_on < birth_on:
        raise DomainError(str(_("This day is before the day of birth. Look at the year again.")))
    return since_on


def checked_end(until_on: date, *, since_on: date, today: date) -> date:
    """Return the last day in a home; raise DomainError when it lies before the first one or is to come."""
    if until_on > today:
        raise DomainError(str(_("This day is still to come. Choose today or a day before.")))
    if until_on < since_on:
        raise DomainError(str(_("This day is before you moved in. Choose a later day.")))
    return until_on


def checked_hours(hours: int | None, support: HomeSupport) -> int | None:
    """Return the hours of support in a week, 0 to 168; raise DomainError when hours and words disagree."""
    if hours is None:
        return None
    if not 0 <= hours <= HOURS_IN_A_WEEK:
        raise DomainError(str(_("A week has 168 hours. Write a number from 0 to 168.")))
    if support is HomeSupport.NONE and hours:
        raise DomainError(str(_("You chose no support at home. Leave the hours empty, or choose who comes.")))
    return hours


def checked_weekdays(days: str) -> str:
    """Return the days of a routine in order, 1 for Monday; raise DomainError without any."""
    found = "".join(sorted(set(days) & set(EVERY_DAY)))
    if not found:
        raise DomainError(str(_("Choose at least one day.")))
    return found


def two_homes(where: str) -> DomainError:
    """Return what is said to somebody who writes down a second home."""
    pattern = _("You live in one home at a time. Here it is still “%(where)s”. Tick that it has ended.")
    return DomainError(str(pattern) % {"where": where})
