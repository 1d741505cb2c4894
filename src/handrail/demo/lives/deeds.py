"""What can happen in an invented life. Each deed is one meaningful thing, done by somebody at an instant.

``by`` is a key of the team, "self" for the person, or "" for the office. Goals, steps, meetings and
things of the week are numbered within the life. The same deeds are carried out by ``acting`` or written by ``bulk``.
"""

from dataclasses import dataclass, field
from datetime import date, datetime, time
from typing import Any

SELF = "self"
OFFICE = ""


@dataclass(slots=True)
class Deed:
    at: datetime  # UTC
    by: str


@dataclass(slots=True)
class Referred(Deed):
    source: str
    reason: str
    words: str
    contact: str  # "" when nobody has taken it yet


@dataclass(slots=True)
class Contacted(Deed):
    pass


@dataclass(slots=True)
class PutOff(Deed):
    alternatives: str


@dataclass(slots=True)
class Began(Deed):
    pass


@dataclass(slots=True)
class GotAccount(Deed):
    pass


@dataclass(slots=True)
class Coordinated(Deed):
    who: str


@dataclass(slots=True)
class LetIn(Deed):
    who: str
    kind: str
    part: str
    source: str


@dataclass(slots=True)
class LetGo(Deed):
    who: str
    kind: str


@dataclass(slots=True)
class NamedSupporter(Deed):
    name: str
    called: str
    relationship: str


@dataclass(slots=True)
class Talked(Deed):
    mode: str
    place: str


@dataclass(slots=True)
class Said(Deed):
    question: str
    state: str
    text: str
    choices: tuple[str, ...]


@dataclass(slots=True)
class ReadBack(Deed):
    pass


@dataclass(slots=True)
class Lined(Deed):
    line: int
    state: str
    who: str
    words: str


@dataclass(slots=True)
class OpenedPlan(Deed):
    pass


@dataclass(slots=True)
class ChangedPlan(Deed):
    to: str
    reason: str


@dataclass(slots=True)
class Wished(Deed):
    goal: int
    words: str
    life_area: str
    environment: str
    picture: str


@dataclass(slots=True)
class Stepped(Deed):
    """A step added by the person, or proposed by somebody of the team."""

    step: int
    goal: int
    facts: dict[str, str]
    proposed: bool


@dataclass(slots=True)
class Answered(Deed):
    step: int
    agrees: bool
    reason: str


@dataclass(slots=True)
class Wanted(Deed):
    step: int
    level: str


@dataclass(slots=True)
class Rested(Deed):
    step: int
    reason: str


@dataclass(slots=True)
class Resumed(Deed):
    step: int


@dataclass(slots=True)
class SetAside(Deed):
    step: int
    reason: str


@dataclass(slots=True)
class Finished(Deed):
    step: int
    level: str


@dataclass(slots=True)
class LookedBack(Deed):
    kind: str
    words: str
    with_whom: str


@dataclass(slots=True)
class MovedLookBack(Deed):
    kind: str
    planned_on: date


@dataclass(slots=True)
class KeptMoment(Deed):
    words: str


@dataclass(slots=True)
class Planned(Deed):
    meeting: int
    title: str
    starts_at: datetime
    ends_at: datetime
    setting: str
    place: str
    step: int
    programme: str  # code of the programme that the meeting is part of, "" for none


@dataclass(slots=True)
class Noted(Deed):
    """A note written after a meeting, with the person; ``together`` is what they said to it."""

    meeting: int
    met: str
    steps: tuple[tuple[int, str, bool], ...]
    helped: tuple[str, ...]
    words: str
    next: str
    work: str
    together: str
    differs: str


@dataclass(slots=True)
class Recorded(Deed):
    meeting: int
    to: str
    reason: str


@dataclass(slots=True)
class Moved(Deed):
    meeting: int
    to: int
    starts_at: datetime
    ends_at: datetime


@dataclass(slots=True)
class Reported(Deed):
    step: int
    done: bool
    given: str
    words: str


@dataclass(slots=True)
class WeekPlanned(Deed):
    item: int
    title: str
    planned_on: date
    planned_at: time | None
    step: int  # 0 for none


@dataclass(slots=True)
class WeekAnswered(Deed):
    item: int
    to: str


@dataclass(slots=True)
class DayTimes(Deed):
    times: tuple[tuple[time, str, str], ...]


@dataclass(frozen=True, slots=True)
class Ref:
    """Names something that a deed points to: by number within the life, by name when all lives share it."""

    kind: str
    name: int | str


@dataclass(slots=True)
class Did(Deed):
    """Something in a room: ``verb`` is mostly the action's name, ``thing`` numbers what it makes or moves."""

    verb: str
    thing: int
    facts: dict[str, Any]


@dataclass(slots=True)
class Person:
    """Who the life is about; ``account`` is their sign-in name, "" for most."""

    called: str
    given_name: str
    family_name: str
    birth_on: date
    phone: str
    address: str
    language: str
    site: str
    account: str


@dataclass(slots=True)
class Life:
    person: Person
    zone: str
    deeds: list[Deed] = field(default_factory=list)
