"""The rows that indicators read: narrow, without names, the same from a database, a file or a test's table."""

from datetime import date
from uuid import UUID

from handrail.base.frozen import frozen


@frozen
class AttemptFact:
    """One time that a step was tried and done."""

    person: UUID
    tried_on: date
    given: str
    wanted: str


@frozen
class SessionFact:
    """One planned meeting and what became of it."""

    person: UUID
    held_on: date
    status: str


@frozen
class LookBackFact:
    """One look back that was planned, and the day it was held."""

    person: UUID
    planned_on: date
    held_on: date | None


@frozen
class NoteFact:
    """One filed note, and whether the person agreed to it."""

    person: UUID
    held_on: date
    is_agreed: bool


Fact = AttemptFact | SessionFact | LookBackFact | NoteFact
