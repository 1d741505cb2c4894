"""What audit knows of a viewer: a shape, not a class, so that audit may lie below access."""

from datetime import timedelta
from typing import Protocol
from uuid import UUID

RECEIVED_KEPT = timedelta(days=30)
# The purpose of a look that its person does not read of: the page was about somebody being safe.
HELD_BACK = "safeguarding"
REFUSED = "refused"


class SeesAndDoes(Protocol):
    @property
    def actor(self) -> str: ...
    @property
    def user_id(self) -> UUID | None: ...
    @property
    def organisation_id(self) -> UUID | None: ...
    @property
    def on_behalf_of(self) -> UUID | None: ...
    @property
    def purpose(self) -> str: ...
    @property
    def session(self) -> str: ...
    @property
    def request_id(self) -> UUID: ...


def viewer_key(viewer: SeesAndDoes) -> str:
    """Return one text for who looks: the user's id, or the actor of a command or job."""
    return str(viewer.user_id) if viewer.user_id else viewer.actor
