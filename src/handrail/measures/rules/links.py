"""A link by which a person answers without an account: its letters, what it asks first, and when it is over."""

from datetime import datetime
from enum import StrEnum

from handrail.base.words import Words, _

KEY_LETTERS = 10
LETTERS = KEY_LETTERS + 14
WRONG_AT_MOST = 20  # a link is lost to somebody who guesses; a new one is made in a minute


class LinkWay(StrEnum):
    """How a link reaches the person."""

    MAIL = "mail"
    PAPER = "paper"  # a square of dots on paper, or on the screen of a colleague beside them


LINK_WAYS: dict[LinkWay, Words] = {
    LinkWay.MAIL: _("By mail"),
    LinkWay.PAPER: _("As a square, on paper or on this screen"),
}


class LinkAsks(StrEnum):
    """What only the person can say, before a link shows anything."""

    WORD = "word"
    BIRTH = "birth"


LINK_ASKS: dict[LinkAsks, Words] = {
    LinkAsks.WORD: _("A word that they choose now"),
    LinkAsks.BIRTH: _("Their date of birth"),
}


class LinkState(StrEnum):
    """Whether a link opens. The time that is over is counted, never marked."""

    OPEN = "open"
    USED = "used"
    STOPPED = "stopped"
    TRIED = "tried"
    OVER = "over"


LINK_STATES: dict[LinkState, Words] = {
    LinkState.OPEN: _("Open"),
    LinkState.USED: _("Answered or skipped"),
    LinkState.STOPPED: _("Stopped"),
    LinkState.TRIED: _("Closed after too many tries"),
    LinkState.OVER: _("Its time is over"),
}
CLOSED_WORDS: dict[LinkState, Words] = {
    LinkState.USED: _("This link was used already. What was answered has arrived."),
    LinkState.STOPPED: _("This link was stopped. Perhaps a newer one is on its way."),
    LinkState.TRIED: _("This link is closed: it was tried too often. Nobody got in."),
    LinkState.OVER: _("The time of this link is over. Nothing follows from that."),
}
UNKNOWN = _("This link does not lead anywhere. Perhaps a letter is missing.")


def link_state(*, used: bool, stopped: bool, wrong: int, expires_at: datetime, now: datetime) -> LinkState:
    """Return whether a link opens at ``now``; what was answered stands before everything else."""
    if used:
        return LinkState.USED
    if wrong >= WRONG_AT_MOST:
        return LinkState.TRIED
    if stopped:
        return LinkState.STOPPED
    return LinkState.OPEN if now < expires_at else LinkState.OVER
