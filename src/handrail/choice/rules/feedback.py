"""How people found a programme, told in tenths and never of a few."""

from collections.abc import Mapping
from enum import StrEnum

from handrail.base.frozen import frozen
from handrail.base.words import Words, _
from handrail.catalogue.small import HIDDEN_BELOW

TENTHS = 10


class Found(StrEnum):
    """What somebody says to one question."""

    YES = "yes"
    PARTLY = "partly"
    NO = "no"


FOUND_WORDS: dict[Found, Words] = {Found.YES: _("Yes"), Found.PARTLY: _("Partly"), Found.NO: _("No")}
# The questions by their column: as they are asked, and as the sum is told.
QUESTIONS: dict[str, tuple[Words, Words]] = {
    "helps": (_("Does it help with what I want?"), _("it helps with what they want")),
    "heard": (_("Am I listened to there?"), _("they are listened to")),
    "fits": (_("Does it fit my days?"), _("it fits their days")),
    "tell": (_("Would I tell a friend to look at it?"), _("they would tell a friend")),
}


@frozen
class Told:
    """One line of the sum: the question, and how many tenths say yes."""

    question: str
    tenths: int


def in_tenths(count: int, total: int) -> int:
    """Return a share in tenths, halves up: 12 of 15 are 8 of 10. An exact number could tell of one person."""
    return (2 * TENTHS * count + total) // (2 * total)


def told(
    people: int, yes: Mapping[str, tuple[int, int]], hidden_below: int = HIDDEN_BELOW
) -> tuple[Told, ...]:
    """
    Return the sum of what people said, question by question; nothing while fewer than ``hidden_below`` answered.

    ``yes`` holds for each question how many said yes, of how many who answered it.
    """
    if people < hidden_below:
        return ()
    return tuple(
        Told(question, in_tenths(*yes[question]))
        for question in QUESTIONS
        if yes.get(question, (0, 0))[1] >= hidden_below
    )
