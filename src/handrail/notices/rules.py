"""When a message is tried again, when it is given up, and what a mail may say."""

from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from handrail.base.frozen import frozen
from handrail.base.words import Words, _


class Channel(StrEnum):
    """A way to reach somebody."""

    EMAIL = "email"


class MessageKind(StrEnum):
    """What a message is about; the mail itself never says it."""

    PROPOSAL = "proposal"
    ANSWER = "answer"
    WEEK_CHANGED = "week_changed"
    FIRST_CONTACT = "first_contact"
    LOOK_BACK = "look_back"
    INVITATION = "invitation"
    OPENED = "opened"  # in an emergency: to who coordinates and who manages
    SIGN_IN = "sign_in"  # something about how somebody signs in is new
    ALERT = "alert"  # somebody is needed now
    LINK = "link"  # a page of one's own, without an account


LEASE = timedelta(minutes=5)
AT_A_TIME = 20
FIRST_TIMEOUT = 4.0  # seconds for the mail server when a web process tells at once
# The wait after the first, second, … attempt; together 72 hours, then the message is given up.
WAITS = (
    timedelta(minutes=1),
    timedelta(minutes=5),
    timedelta(minutes=24),
    timedelta(minutes=90),
    timedelta(hours=4),
    timedelta(hours=12),
    timedelta(hours=24),
    timedelta(hours=30),
)
ATTEMPTS_AT_MOST = len(WAITS) + 1

# A mail can be read on a locked phone by anybody: it names nobody and nothing of the field.
SUBJECT = _("You have a message")
BODY = _("There is something new for you. Open %(address)s to read it.")
SIGN_IN_BODY = _("Something about how you sign in is new. Was this you? Open %(address)s to see it.")
NEEDED_SUBJECT = _("Somebody needs you")
NEEDED_BODY = _("Somebody needs you. Open Handrail: %(address)s")


def mail_words(kind: MessageKind) -> tuple[Words, Words]:
    """Return subject and body of a mail: one kind says that it cannot wait, one that a way in was changed."""
    if kind == MessageKind.ALERT:
        return NEEDED_SUBJECT, NEEDED_BODY
    return (SUBJECT, SIGN_IN_BODY) if kind == MessageKind.SIGN_IN else (SUBJECT, BODY)


@frozen
class Reach:
    """Whether somebody may be reached: at which address, or in one sentence why not."""

    address: str = ""
    reason: Words | None = None
    block: Any = None  # what keeps a blocked contact away; whoever sends tells the coordinator

    def __bool__(self) -> bool:
        return bool(self.address)


def next_attempt(attempts: int, now: datetime) -> datetime | None:
    """Return when a message is due again after ``attempts`` attempts (1 or more), or None to give it up."""
    return now + WAITS[attempts - 1] if attempts <= len(WAITS) else None
