"""What practice knows about the last line of Getting started: what changed, and who may see it."""

from handrail.access import Category, Viewer
from handrail.base.words import _
from handrail.intake.queries.start import StartFact
from handrail.intake.rules import StartState
from handrail.people.models import Participant
from handrail.people.queries import covers, who_reads
from handrail.practice import queries
from handrail.ui.addresses import address

NAMED = 3


def _readers(viewer: Viewer, participant: Participant) -> str:
    """Return who else may read the numbers, for the person and the team alone: at most three names, then how many."""
    if not (viewer.is_staff or viewer.participant_id == participant.pk):
        return ""
    names = who_reads(viewer, participant, Category.ATTENDANCE)
    if not names:
        return str(_("Nobody else may read it."))
    shown = ", ".join(names[:NAMED])
    if len(names) > NAMED:
        shown = str(_("%(names)s and %(n)s more")) % {"names": shown, "n": len(names) - NAMED}
    return str(_("Who may read it: %(names)s.")) % {"names": shown}


def changed_fact(viewer: Viewer, participant: Participant) -> StartFact | None:
    """Return line 8 as done once something is written down: the three plain numbers, and who may read them (S-210)."""
    if not covers(viewer, participant.pk, Category.ATTENDANCE):
        return None
    found = queries.numbers(viewer, participant)
    if not found:
        return None
    parts = [f"{term}: {value}." for term, value, _hint in queries.in_words(found)]
    text = " ".join([*parts, _readers(viewer, participant)]).strip()
    href = address("people:beside", participant.key)
    return StartFact(StartState.DONE, text, href, str(_("See who sees what")))
