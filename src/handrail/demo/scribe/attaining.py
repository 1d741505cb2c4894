"""How far a goal can come, and how far each side says that it came."""

from handrail.demo.journal import Entry
from handrail.demo.scribe.stage import Stage
from handrail.outcomes import actions
from handrail.outcomes.models import GoalScale
from handrail.outcomes.rules import LEVELS


def scales(stage: Stage, entry: Entry) -> None:
    """Look at where a goal starts and agree its five steps, from the lowest."""
    facts = entry.facts
    actions.scale_goal(
        goal=stage.found(entry, "goal", facts["goal"]),
        start=facts["start"],
        start_level=facts["start_level"],
        steps=dict(zip(LEVELS, facts["steps"], strict=True)),
        by=stage.viewer(entry.by, entry.day),
    )


def rates(stage: Stage, entry: Entry) -> None:
    """Say to which step a goal came."""
    goal = stage.found(entry, "goal", entry.facts["goal"])
    actions.rate_goal(
        scale=GoalScale.objects.current().get(goal=goal),
        level=entry.facts["level"],
        words=entry.facts.get("words", ""),
        by=stage.viewer(entry.by, entry.day),
    )


HANDLERS = {"scales": scales, "rates": rates}
