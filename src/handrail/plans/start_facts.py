"""What the plan knows about two lines of Getting started: the 90-day plan, and when we look back together."""

from handrail.access import Viewer
from handrail.base.words import _
from handrail.intake.queries.start import StartFact
from handrail.intake.rules import StartState
from handrail.people.models import Participant
from handrail.plans import queries
from handrail.ui.addresses import address
from handrail.ui.dates import day


def plan_fact(viewer: Viewer, participant: Participant) -> StartFact | None:
    """Return line 6: asked while the plan is empty, done when a step is agreed, with who is in it (S-208)."""
    if not queries.has_open_plan(viewer, participant):
        return None
    href, label = address("plans:plan", participant.key), str(_("Open my plan"))
    steps = queries.steps_open(viewer, participant)
    if not steps:
        return StartFact(
            StartState.ASKED, str(_("The plan is open. It waits for a first step.")), href, label
        )
    company = dict.fromkeys(step.with_whom for step in steps if step.with_whom)
    text = f"{steps[0].title}."
    if company:
        text = f"{text} {str(_('With %(who)s.')) % {'who': ', '.join(company)}}"
    return StartFact(StartState.DONE, text, href, label)


def look_back_fact(viewer: Viewer, participant: Participant) -> StartFact | None:
    """Return line 7 as done when a day to look back is planned: which day and who comes (S-209)."""
    planned = queries.next_look_back(viewer, participant)
    if planned is None:
        return None
    text = f"{day(planned.planned_on)}."
    if planned.with_whom:
        text = f"{text} {str(_('With %(who)s.')) % {'who': planned.with_whom}}"
    href = address("plans:look_back", participant.key, planned.key)
    return StartFact(StartState.DONE, text, href, str(_("See who comes")))
