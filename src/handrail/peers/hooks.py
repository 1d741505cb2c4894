"""What a person's peers' page shows of storytelling groups; a place may put other circles in their place."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from handrail.access import Viewer
from handrail.base.frozen import frozen
from handrail.people.models import Participant
from handrail.practice.queries import story_meetings
from handrail.ui.addresses import address


@frozen
class StoryCircle:
    """A storytelling session: a kind of group in which who likes to tells, and who likes to listens (S-125)."""

    on: date
    at: str
    title: str
    where: str
    href: str


StoryCircles = Callable[[Viewer, Participant], list[StoryCircle]]


def _from_groups(viewer: Viewer, participant: Participant) -> list[StoryCircle]:
    page = address("practice:my_groups", participant.key)
    return [
        StoryCircle(one.on, one.at, one.title, one.where, page) for one in story_meetings(viewer, participant)
    ]


@dataclass
class Hooks:
    """One answer each; a place without groups still has a whole page."""

    story_circles: StoryCircles = _from_groups


hooks = Hooks()
