"""Something I am not happy with: who may hear it, by when it is answered, and what may follow what."""

from datetime import date, timedelta
from enum import StrEnum

from handrail.base.errors import DomainError
from handrail.base.text import kept
from handrail.base.words import Words, _

DEFAULT_ANSWER_DAYS = 5  # working days
MOST_ANSWER_DAYS = 30
SATURDAY = 5


class ComplaintStatus(StrEnum):
    SENT = "sent"
    HEARD = "heard"
    ANSWERED = "answered"
    SETTLED = "settled"
    NOT_SETTLED = "not_settled"
    WITHDRAWN = "withdrawn"


_S = ComplaintStatus
COMPLAINT_TRANSITIONS: dict[ComplaintStatus, set[ComplaintStatus]] = {
    _S.SENT: {_S.HEARD, _S.ANSWERED, _S.WITHDRAWN},
    _S.HEARD: {_S.ANSWERED, _S.WITHDRAWN},
    _S.ANSWERED: {_S.SETTLED, _S.NOT_SETTLED, _S.WITHDRAWN},
    _S.NOT_SETTLED: {_S.ANSWERED, _S.SETTLED, _S.WITHDRAWN},
    _S.SETTLED: set(),
    _S.WITHDRAWN: set(),
}
STATE_TABLES = {"Complaint": COMPLAINT_TRANSITIONS}
COMPLAINT_STATUSES: dict[str, Words] = {
    _S.SENT: _("Sent"),
    _S.HEARD: _("Heard"),
    _S.ANSWERED: _("Answered"),
    _S.SETTLED: _("Settled"),
    _S.NOT_SETTLED: _("Not settled"),
    _S.WITHDRAWN: _("Taken back"),
}
WAITS = (ComplaintStatus.SENT, ComplaintStatus.HEARD, ComplaintStatus.NOT_SETTLED)


class ComplaintAbout(StrEnum):
    """What it is about, beside the words."""

    LOOK = "look"
    PERSON = "person"
    PROGRAMME = "programme"
    OTHER = "other"


def answer_day(sent_on: date, working_days: int) -> date:
    """Return the day by which there is an answer: so many weekdays after ``sent_on``. Holidays are not known."""
    day = sent_on
    for _number in range(working_days):
        day += timedelta(days=1)
        while day.weekday() >= SATURDAY:
            day += timedelta(days=1)
    return day


def checked_words(words: str, when_empty: Words) -> str:
    """Return what was written as it was typed; raise DomainError when nothing was."""
    whole = kept(words)
    if not whole.strip():
        raise DomainError(str(when_empty))
    return whole[:8000]


def checked_days(days: int) -> int:
    """Return the working days until an answer; raise DomainError unless there are 1 to 30."""
    if not 1 <= days <= MOST_ANSWER_DAYS:
        raise DomainError(str(_("Choose from 1 to 30 working days.")))
    return days
