"""What was raised in this request and is committed: the process that serves it makes the first attempt to tell."""

from contextvars import ContextVar
from uuid import UUID

from django.db import transaction

_fresh: ContextVar[list[UUID] | None] = ContextVar("fresh", default=None)


def begin() -> list[UUID]:
    """Collect from here on, for one request, and return what the messages will be added to."""
    found: list[UUID] = []
    _fresh.set(found)
    return found


def after_commit(messages: list[UUID]) -> None:
    """Hand these messages to the request once they are committed; a command leaves them to the work loop."""
    found = _fresh.get()
    if found is not None and messages:
        transaction.on_commit(lambda: found.extend(messages))
