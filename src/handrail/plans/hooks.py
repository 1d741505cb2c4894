"""What the plan shows that a higher package knows: it registers in ``AppConfig.ready()``, the plan asks."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple
from uuid import UUID

from handrail.access import Viewer
from handrail.base.words import Words
from handrail.people.models import Participant
from handrail.plans.rules import LifeArea, SupportLevel


class LastAttempt(NamedTuple):
    """The newest try of a step, and how many there were."""

    given: SupportLevel
    companion: str
    on: date
    tries: int


class NextMeeting(NamedTuple):
    """The next planned meeting for a step: ``when`` already in words, ``words`` says where to meet whom."""

    when: str
    words: str


class AreaFact(NamedTuple):
    """What a room says about one area of a person's life: a short sentence and the page behind it."""

    area: LifeArea
    text: str
    href: str


AreaFacts = Callable[[Viewer, Participant], list[AreaFact]]
StripRow = tuple[str | Words, str | Words, str | Words]


@dataclass
class Hooks:
    """One answer each; a place without the higher package still has a whole plan."""

    last_attempts: Callable[[Viewer, Participant], dict[UUID, LastAttempt]] = lambda viewer, person: {}
    next_meetings: Callable[[Viewer, Participant], dict[UUID, NextMeeting]] = lambda viewer, person: {}
    strip: Callable[[Viewer, Participant], list[StripRow]] = lambda viewer, person: []
    area_facts: list[AreaFacts] = field(default_factory=list)
    report_url: Callable[[str, str], str] = lambda person_key, step_key: ""


hooks = Hooks()
