"""The rows that indicators read: narrow, without names, the same from a database, a file or a test's table."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID


@dataclass(frozen=True)
class AttemptFact:
    """One time that a step was tried and done."""

    person: UUID
    tried_on: date
    given: str
    wanted: str


@dataclass(frozen=True)
class SessionFact:
    """One planned meeting and what became of it."""

    person: UUID
    held_on: date
    status: str


@dataclass(frozen=True)
class LookBackFact:
    """One look back that was planned, and the day it was held."""

    person: UUID
    planned_on: date
    held_on: date | None


@dataclass(frozen=True)
class NoteFact:
    """One filed note, and whether the person agreed to it."""

    person: UUID
    held_on: date
    is_agreed: bool


Fact = AttemptFact | SessionFact | LookBackFact | NoteFact
