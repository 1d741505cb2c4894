"""What a person's peers' page shows that another package knows: it is set in ``AppConfig.ready()``, the page asks."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from handrail.access import Viewer
from handrail.people.models import Participant


@dataclass(frozen=True)
class StoryCircle:
    """A storytelling session: a kind of group in which who likes to tells, and who likes to listens (S-125)."""

    on: date
    at: str
    title: str
    where: str
    href: str


StoryCircles = Callable[[Viewer, Participant], list[StoryCircle]]


@dataclass
class Hooks:
    """One answer each; a place without groups still has a whole page."""

    story_circles: StoryCircles = lambda viewer, participant: []


hooks = Hooks()
