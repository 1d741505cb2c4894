"""What a session remembers between the reason and the list: sealed, for fifteen minutes, for whoever gave the reason."""

import json
from base64 import b64decode, b64encode
from dataclasses import asdict, replace
from uuid import UUID

from django.conf import settings
from django.http import HttpRequest

from handrail.access import Viewer
from handrail.base import clock, sealed
from handrail.base.errors import DomainError
from handrail.base.frozen import frozen
from handrail.safety.rules.emergency import AT_THE_DOOR

HELD = "emergency"


@frozen
class Door:
    """The reason and the code were given; ``found`` is whose list a search led to."""

    reason: str
    words: str
    since: int
    found: str = ""
    found_by: str = ""

    @property
    def person(self) -> UUID | None:
        return UUID(self.found) if self.found else None


def _seconds() -> int:
    return int(clock.now().timestamp())


def _put(request: HttpRequest, viewer: Viewer, door: Door) -> None:
    plain = json.dumps(asdict(door)).encode()
    key = sealed.master_key(settings.HANDRAIL_DATA_KEY)
    request.session[HELD] = b64encode(sealed.seal(key, plain, viewer.own_user.bytes)).decode()


def step_in(request: HttpRequest, viewer: Viewer, *, reason: str, words: str) -> None:
    """Remember that a reason and a code were given now."""
    _put(request, viewer, Door(reason=reason, words=words, since=_seconds()))


def at_the_door(request: HttpRequest, viewer: Viewer) -> Door | None:
    """Return the reason that was given, when that was this viewer, less than fifteen minutes ago."""
    held = request.session.get(HELD)
    if not held:
        return None
    key = sealed.master_key(settings.HANDRAIL_DATA_KEY)
    try:
        plain = sealed.unseal(key, b64decode(held), viewer.own_user.bytes)
    except DomainError:
        return None
    door = Door(**json.loads(plain))
    return door if _seconds() - door.since < AT_THE_DOOR.total_seconds() else None


def remember(request: HttpRequest, viewer: Viewer, door: Door, *, found: UUID | None, found_by: str) -> None:
    """Remember whose list a search led to, or that it led to none."""
    _put(request, viewer, replace(door, found=str(found or ""), found_by=found_by if found else ""))


def step_out(request: HttpRequest) -> None:
    """Forget reason and code: the next list needs its own."""
    request.session.pop(HELD, None)
