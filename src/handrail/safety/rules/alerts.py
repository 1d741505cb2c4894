"""Somebody is needed: where an alert stands, who is told after how long, and what was done. Plain tables."""

from datetime import datetime, timedelta
from enum import StrEnum

from handrail.base.errors import DomainError
from handrail.base.text import kept
from handrail.base.words import Words, _

DEED_WORDS_LENGTH = 1000
SOURCE_LENGTH = 20
SOURCE_KEY_LENGTH = 80
NOTE = "note"
# What a colleague wrote in worry: the person does not read of it here. Their own answers they do.
HELD_BACK = frozenset({NOTE})


class AlertStatus(StrEnum):
    """Whether somebody has acted. A new answer in the same episode asks anew."""

    OPEN = "open"
    ACKNOWLEDGED = "acknowledged"
    CLOSED = "closed"


ALERT_TRANSITIONS: dict[AlertStatus, set[AlertStatus]] = {
    AlertStatus.OPEN: {AlertStatus.ACKNOWLEDGED},
    AlertStatus.ACKNOWLEDGED: {AlertStatus.OPEN, AlertStatus.CLOSED},
    AlertStatus.CLOSED: set(),
}
RUNNING = (AlertStatus.OPEN, AlertStatus.ACKNOWLEDGED)


class AlertStep(StrEnum):
    """Who is told, in this order."""

    ON_CALL = "on_call"
    BACKUP = "backup"
    LEADS = "leads"  # who coordinates, and the managers


class DeedKind(StrEnum):
    """What somebody did about an alert."""

    TRIED = "tried"
    SPOKE = "spoke"
    MET = "met"
    WITH_SOMEBODY = "with_somebody"
    EMERGENCY = "emergency"
    MISTAKE = "mistake"
    FINISHED = "finished"


DEEDS: dict[DeedKind, Words] = {
    DeedKind.SPOKE: _("We spoke"),
    DeedKind.MET: _("We met, or I am with them"),
    DeedKind.WITH_SOMEBODY: _("Somebody they trust is with them"),
    DeedKind.EMERGENCY: _("I called the emergency number"),
    DeedKind.TRIED: _("I tried and did not reach them yet"),
    DeedKind.MISTAKE: _("It was meant for another record"),
    DeedKind.FINISHED: _("Looked after, and the next step is agreed"),
}
# Without one of these an alert is nobody's: to have tried is worth writing down, and others are told all the same.
REACHED = frozenset(
    {DeedKind.SPOKE, DeedKind.MET, DeedKind.WITH_SOMEBODY, DeedKind.EMERGENCY, DeedKind.MISTAKE}
)


class Wish(StrEnum):
    """What the person says would help first."""

    CALL = "call"
    COMPANY = "company"
    OWN_LIST = "own_list"
    LATER = "later"


WISHES: dict[Wish, Words] = {
    Wish.CALL: _("Somebody calls me"),
    Wish.COMPANY: _("Somebody I know is with me"),
    Wish.OWN_LIST: _("My own list, for now"),
    Wish.LATER: _("To talk about it when we meet next"),
}


def reached_step(now: datetime, due_at: datetime, last_due_at: datetime) -> AlertStep:
    """Return who may be expected to know by ``now``, by the times of the alert alone."""
    if now >= last_due_at:
        return AlertStep.LEADS
    return AlertStep.BACKUP if now >= due_at else AlertStep.ON_CALL


def steps_until(step: AlertStep) -> tuple[AlertStep, ...]:
    """Return the steps from the first until ``step``."""
    order = list(AlertStep)
    return tuple(order[: order.index(step) + 1])


def due_times(asked_at: datetime, after: tuple[timedelta, timedelta]) -> tuple[datetime, datetime]:
    """Return when the next is told, and when who coordinates and manages are, as ``after`` says of both."""
    second, last = after
    return asked_at + second, asked_at + last


def check_source(source: str, source_key: str) -> None:
    """Raise DomainError for a source without a name or a key, or with one that a column does not hold."""
    if not 0 < len(source) <= SOURCE_LENGTH or not 0 < len(source_key) <= SOURCE_KEY_LENGTH:
        raise DomainError(str(_("An alert needs to say what it comes from.")))


def checked_deed(words: str) -> str:
    """Return the words about what was done; raise DomainError when there are none or too many."""
    whole = kept(words)
    if not whole.strip():
        raise DomainError(str(_("Write in a few words what you did.")))
    if len(whole) > DEED_WORDS_LENGTH:
        raise DomainError(str(_("That is too long. Say it shorter.")))
    return whole
