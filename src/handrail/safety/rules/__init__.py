"""My list for hard days, in sections of our own words, and the short daily check. Plain tables."""

from datetime import date, timedelta
from enum import StrEnum

from handrail.base.errors import DomainError
from handrail.base.text import kept
from handrail.base.words import Words, _
from handrail.safety.rules.alerts import ALERT_TRANSITIONS
from handrail.safety.rules.emergency import EMERGENCY_TRANSITIONS

STATE_TABLES = {"Alert": ALERT_TRANSITIONS, "EmergencyOpening": EMERGENCY_TRANSITIONS}


class ListSection(StrEnum):
    """The parts of the list, in their order on the page: signs first, what helps next, then people (S-119)."""

    EARLY_SIGNS = "early_signs"
    LATER_SIGNS = "later_signs"
    HELPS = "helps"
    HELPS_NOT = "helps_not"
    CALL = "call"
    SAFE_PLACE = "safe_place"
    IF_OTHERS = "if_others"
    AFTER = "after"


SECTIONS: dict[ListSection, tuple[Words, Words]] = {
    ListSection.EARLY_SIGNS: (
        _("My early signs"),
        _("What I notice first, or others notice. For example: I stop answering the phone."),
    ),
    ListSection.LATER_SIGNS: (
        _("Signs that it is getting hard"),
        _("When it goes on. For example: I have not slept for two nights."),
    ),
    ListSection.HELPS: (
        _("What helps me"),
        _("Things I can do, alone or with somebody. Small ones count."),
    ),
    ListSection.HELPS_NOT: (
        _("What does not help"),
        _("What others can leave. For example: Do not ask many questions at once."),
    ),
    ListSection.CALL: (
        _("Who I call, in this order"),
        _("Somebody to be with, and somebody to ask for help."),
    ),
    ListSection.SAFE_PLACE: (_("Where I feel safe"), _("A room, a bench, a friend’s kitchen.")),
    ListSection.IF_OTHERS: (
        _("What I want if others must decide"),
        _("Who to ask, what is fine with me, and what is not."),
    ),
    ListSection.AFTER: (_("Afterwards"), _("What I need on the days after. Who feeds the cat.")),
}
NAME = _("My list")
LINE_LENGTH = 300
CHECKS = range(1, 6)
CHECKS_SHOWN = timedelta(days=13)


def checked_line(words: str) -> str:
    """Return the words of a line; raise DomainError when there are none or too many."""
    if not kept(words).strip():
        raise DomainError(str(_("Write a few words. One line for one thing.")))
    if len(words) > LINE_LENGTH:
        raise DomainError(str(_("One line holds 300 letters. Make two lines of it.")))
    return words


def check_numbers(*numbers: int | None) -> None:
    """Raise DomainError for a number outside 1 to 5, and when there is none at all."""
    if any(number is not None and number not in CHECKS for number in numbers):
        raise DomainError(str(_("Choose a number from 1 to 5, or leave it open.")))


def days_until(today: date) -> list[date]:
    """Return the fourteen days that the check shows, the oldest first."""
    return [today - timedelta(days=back) for back in range(CHECKS_SHOWN.days, -1, -1)]
