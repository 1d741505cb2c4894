"""Opening the list for hard days in an emergency: why, for how long, and by when somebody looks at it."""

from datetime import date, datetime, timedelta
from enum import StrEnum

from handrail.base.errors import DomainError
from handrail.base.text import kept
from handrail.base.words import Words, _

LASTS = timedelta(minutes=60)
AT_THE_DOOR = timedelta(minutes=15)  # how long a reason and a code hold until something is opened
SEARCHES, SEARCHES_WITHIN = 5, timedelta(hours=1)
REVIEW_DAYS = 2  # working days
SATURDAY = 5
MANY, MANY_WITHIN = 3, timedelta(days=30)
WORDS_LENGTH = 300
ANSWER_LENGTH = 1000


class EmergencyReason(StrEnum):
    """Why, beside the words."""

    DANGER = "danger"
    CANNOT_SAY = "cannot_say"
    NOBODY_THERE = "nobody_there"
    OTHER = "other"


REASONS: dict[EmergencyReason, Words] = {
    EmergencyReason.DANGER: _("Somebody may be in danger now"),
    EmergencyReason.CANNOT_SAY: _("The person cannot say now what helps"),
    EmergencyReason.NOBODY_THERE: _("Nobody of their team can be reached"),
    EmergencyReason.OTHER: _("Something else"),
}


class FoundBy(StrEnum):
    """By what somebody was found."""

    NAME = "name"
    CARD = "card"


class EmergencyStatus(StrEnum):
    """Whether somebody else has looked at the opening."""

    WAITS = "waits"
    REVIEWED = "reviewed"


EMERGENCY_TRANSITIONS: dict[EmergencyStatus, set[EmergencyStatus]] = {
    EmergencyStatus.WAITS: {EmergencyStatus.REVIEWED},
    EmergencyStatus.REVIEWED: set(),
}


def checked_words(words: str, *, longest: int = WORDS_LENGTH) -> str:
    """Return what was written as it was typed; raise DomainError when nothing was, or too much."""
    whole = kept(words)
    if not whole.strip():
        raise DomainError(str(_("Write a few words.")))
    if len(whole) > longest:
        raise DomainError(str(_("That is too long. Say it shorter.")))
    return whole


def is_running(ends_at: datetime, closed_at: datetime | None, now: datetime) -> bool:
    """Return whether an opening still shows anything: until the minute of its end, and until it was closed."""
    return closed_at is None and now < ends_at


def minutes_left(ends_at: datetime, now: datetime) -> int:
    """Return how many minutes are left, the one that has begun counted whole."""
    return max(0, -(-int((ends_at - now).total_seconds()) // 60))


def review_day(opened_on: date) -> date:
    """Return the day by which somebody else has looked: two weekdays later. Holidays are not known."""
    day = opened_on
    for _number in range(REVIEW_DAYS):
        day += timedelta(days=1)
        while day.weekday() >= SATURDAY:
            day += timedelta(days=1)
    return day


def closes_on(today: date, opened_at: datetime, ends_at: datetime) -> date:
    """Return the first day on which the relation is over, by local instants: an hour may reach into the next day."""
    return today + (ends_at.date() - opened_at.date()) + timedelta(days=1)
