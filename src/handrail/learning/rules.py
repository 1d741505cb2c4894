"""Where somebody stands in a lesson, when company is offered, and what sharing shows. No deadline, no score."""

from collections.abc import Sequence
from datetime import date, timedelta
from enum import StrEnum

from handrail.access.permissions import Label
from handrail.base.errors import DomainError
from handrail.base.words import Words, _


class LessonStatus(StrEnum):
    """Where a person stands in one lesson."""

    OPEN = "open"
    FINISHED = "finished"
    PUT_AWAY = "put_away"


LESSON_TRANSITIONS: dict[LessonStatus, set[LessonStatus]] = {
    LessonStatus.OPEN: {LessonStatus.FINISHED, LessonStatus.PUT_AWAY},
    LessonStatus.FINISHED: {LessonStatus.OPEN},  # read again, as often as one likes
    LessonStatus.PUT_AWAY: {LessonStatus.OPEN},
}


class CompanyStatus(StrEnum):
    """What became of the offer to look at lessons together."""

    ASKED = "asked"
    NOT_NOW = "not_now"
    MET = "met"
    TAKEN_BACK = "taken_back"


COMPANY_TRANSITIONS: dict[CompanyStatus, set[CompanyStatus]] = {
    CompanyStatus.ASKED: {CompanyStatus.MET, CompanyStatus.TAKEN_BACK},
    CompanyStatus.NOT_NOW: set(),  # a later wish is a new row
    CompanyStatus.MET: set(),
    CompanyStatus.TAKEN_BACK: set(),
}

STATE_TABLES = {"LessonProgress": LESSON_TRANSITIONS, "LessonCompany": COMPANY_TRANSITIONS}

# A lesson counts as left open when nobody has looked at it for a week. That is no deadline: nothing happens to it.
LEFT_AFTER = timedelta(days=7)
LEFT_OPEN_FOR_AN_OFFER = 2
# Whoever said "not now", or has met somebody, is not asked again for this long.
ASK_AGAIN_AFTER = timedelta(days=60)


def is_left(last_on: date, today: date) -> bool:
    """Return whether an open lesson has been left alone for a week (7 days)."""
    return today - last_on >= LEFT_AFTER


def offers_company(last_on: Sequence[date], answered_on: date | None, today: date) -> bool:
    """
    Return whether to ask the person: would you like to look at it together?

    Two open lessons have been left alone, and the last answer, if any, is 60 days old.
    """
    left = [day for day in last_on if is_left(day, today)]
    if len(left) < LEFT_OPEN_FOR_AN_OFFER:
        return False
    return answered_on is None or today - answered_on >= ASK_AGAIN_AFTER


def label_of(is_shared: bool) -> Label:
    """Return how closely progress is held: the person's alone, unless they share it."""
    return Label.NORMAL if is_shared else Label.PRIVATE


def checked_card(card: int, last: int) -> int:
    """Return ``card``; raise DomainError when the lesson has no such card."""
    if not 1 <= card <= last:
        raise DomainError(str(_("This lesson has no such card. Open it again from the list.")))
    return card


ALONE = _("Only I see which lessons I open, and where I stopped.")
_SHARED = _("%(names)s see which lessons I opened and where I stopped. Not what I tried.")
_SHARED_ONE = _("%(names)s sees which lessons I opened and where I stopped. Not what I tried.")
_NOBODY = _("My team will see which lessons I opened and where I stopped. Nobody is on it yet.")


def sharing_effect(names: Sequence[str]) -> str:
    """Return in plain words what the team sees once the person shares their lessons."""
    if not names:
        return str(_NOBODY)
    pattern: Words = _SHARED_ONE if len(names) == 1 else _SHARED
    return str(pattern % {"names": ", ".join(names)})
