"""The eight starting lines and who has the next word."""

from enum import StrEnum

from handrail.base.words import Words, _


class StartState(StrEnum):
    NOT_YET = "not_yet"
    ASKED = "asked"
    DONE = "done"
    NOT_FOR_ME = "not_for_me"


# Nothing here has a deadline, and every choice can be changed again.
START_TRANSITIONS: dict[StartState, set[StartState]] = {
    StartState.NOT_YET: {StartState.ASKED, StartState.DONE, StartState.NOT_FOR_ME},
    StartState.ASKED: {StartState.DONE, StartState.NOT_FOR_ME, StartState.NOT_YET},
    StartState.DONE: {StartState.ASKED, StartState.NOT_YET, StartState.NOT_FOR_ME},
    StartState.NOT_FOR_ME: {StartState.NOT_YET, StartState.ASKED, StartState.DONE},
}


START_LINES = range(1, 9)


START_STATES: dict[StartState, Words] = {
    StartState.NOT_YET: _("Not yet"),
    StartState.ASKED: _("Asked"),
    StartState.DONE: _("Done"),
    StartState.NOT_FOR_ME: _("Not for me"),
}


class Side(StrEnum):
    """Who has the next word on a line: the person with their family, or the team."""

    NOBODY = ""
    PERSON = "person"
    TEAM = "team"


def waits_for(state: StartState, asked_by: Side) -> Side:
    """Return who has the next word: whoever was asked, so not the side that asked; nobody in any other state."""
    if state != StartState.ASKED:
        return Side.NOBODY
    return Side.PERSON if asked_by == Side.TEAM else Side.TEAM
