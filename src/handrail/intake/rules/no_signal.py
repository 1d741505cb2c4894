"""What a phone may send that was written without a signal: its shape, its limits, and what becomes of it. Plain Python."""

import json
from base64 import b64decode
from datetime import datetime, timedelta
from enum import StrEnum
from functools import cache
from typing import Any
from uuid import UUID

import jsonschema_rs

from handrail.base.errors import DomainError
from handrail.base.frozen import frozen
from handrail.base.words import Words, _
from handrail.intake.rules.conversation import AuthorKind

SCHEMA = 1  # of what is sealed; the server goes on opening older ones
MOST_OPS = 50
MOST_BYTES = 256 * 1024
TEXT_AT_MOST = 20_000
PASS_LASTS = timedelta(days=14)
SEVERAL_DAYS = timedelta(days=3)

_ID = {"type": "string", "pattern": "^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$"}
_BASE64 = {"type": "string", "pattern": "^[A-Za-z0-9+/]+={0,2}$"}


def _exactly(**properties: Any) -> dict[str, Any]:
    """Return the schema of an object with these members and no other."""
    return {
        "type": "object",
        "properties": properties,
        "required": list(properties),
        "additionalProperties": False,
    }


@cache
def _batch() -> Any:
    sealed = _exactly(
        op=_ID, v={"type": "integer"}, key={"type": "string", "maxLength": 40}, sender=_BASE64, sealed=_BASE64
    )
    return jsonschema_rs.validator_for(_exactly(ops={"type": "array", "minItems": 1, "items": sealed}))


@cache
def _written() -> Any:
    return jsonschema_rs.validator_for(
        _exactly(
            op=_ID,
            given={"type": "string"},
            question={"type": "string", "maxLength": 40},
            version={"type": "integer", "minimum": 0, "maximum": 32_000},
            text={"type": "string"},
            choices={"type": "array", "items": {"type": "string", "maxLength": 40}, "maxItems": 40},
            author={"enum": ["", *map(str, AuthorKind)]},
            at={"type": "integer", "minimum": 0, "maximum": 8_640_000_000_000_000},
            before={"type": "array", "items": _ID, "maxItems": MOST_OPS},
        )
    )


class Malformed(DomainError):
    """What was sent is no batch of sealed answers."""


class TooMuch(DomainError):
    """A batch is larger than one request may be."""


class Unreadable(DomainError):
    """One sealed answer cannot be opened here, or nobody can say whose it is. It stays on the phone."""


class Became(StrEnum):
    """What became of one sealed answer. The phone forgets it, but for ``refused``."""

    RECEIVED = "received"
    AGAIN = "again"  # it had arrived before: nothing is done twice
    LATE = "late"  # kept apart, for the person and the team to read
    GONE = "gone"  # the record was erased meanwhile: nothing of it is kept
    REFUSED = "refused"


class LateReason(StrEnum):
    """Why an answer that was written without a signal could not be taken as one."""

    CLOSED = "closed"
    NEWER = "newer"
    CHANGED = "changed"
    OLD = "old"


LATE_REASONS: dict[LateReason, Words] = {
    LateReason.CLOSED: _("Whoever wrote it does not see this record any more."),
    LateReason.NEWER: _("A newer conversation had begun."),
    LateReason.CHANGED: _("The question had changed."),
    LateReason.OLD: _("It came more than two weeks after its page was opened."),
}


@frozen
class SealedOp:
    """One answer as it lies on a phone: an id and bytes that only this place can open."""

    op: UUID
    v: int
    key: str
    sender: bytes
    sealed: bytes

    @property
    def about(self) -> bytes:
        """What is bound to the sealed bytes: they open under no other id, schema or key."""
        return f"{self.op}.{self.v}.{self.key}".encode()


@frozen
class Written:
    """One answer as it was written; ``before`` are the ids of what the same field held earlier on the same page."""

    op: UUID
    given: str
    question: str
    version: int
    text: str
    choices: tuple[str, ...]
    author: str
    at: int  # milliseconds by the clock of the phone
    before: tuple[UUID, ...]

    @property
    def says(self) -> bool:
        return bool(self.text.strip() or self.choices)


def _loaded(body: bytes, checker: Any) -> Any:
    found = json.loads(body)
    checker.validate(found)
    return found


def check_size(length: int) -> None:
    """Raise TooMuch for a body of more bytes than one request may have; known before it is read."""
    if length > MOST_BYTES:
        raise TooMuch(str(_("This is too much at once. Send at most 256 KiB, the rest after it.")))


def checked_batch(body: bytes) -> tuple[SealedOp, ...]:
    """
    Return the sealed answers of one request, in their order.

    Raises TooMuch for more than 50 answers or 256 KiB, Malformed for whatever else is wrong: then none of it is taken.
    """
    check_size(len(body))
    try:
        raw = _loaded(body, _batch())
        found = tuple(
            SealedOp(
                UUID(one["op"]), one["v"], one["key"], b64decode(one["sender"]), b64decode(one["sealed"])
            )
            for one in raw["ops"]
        )
    except jsonschema_rs.ValidationError as error:
        place = "/".join(str(part) for part in error.instance_path) or "the top"
        raise Malformed(
            str(_("This is no batch of answers. Look at %(place)s.") % {"place": place})
        ) from error
    except (ValueError, RecursionError) as error:
        raise Malformed(str(_("This is no batch of answers. It cannot be read."))) from error
    if len(found) > MOST_OPS:
        raise TooMuch(str(_("These are too many at once. Send at most 50 answers, the rest after them.")))
    return found


def _storable(text: str) -> str:
    """Return ``text`` with a mark in place of the two things that no database keeps: nothing else is lost for them."""
    return "".join("\ufffd" if one == "\x00" or "\ud800" <= one <= "\udfff" else one for one in text)


def read_written(op: UUID, plain: bytes) -> Written:
    """Return what was sealed under the id ``op``; raise Unreadable for another id, or for what is no answer."""
    try:
        raw = _loaded(plain, _written())
    except (jsonschema_rs.ValidationError, ValueError, RecursionError) as error:
        raise Unreadable(str(_("This answer cannot be read here. It stays on the phone."))) from error
    if raw["op"] != str(op):
        raise Unreadable(str(_("This answer cannot be read here. It stays on the phone.")))
    before = tuple(UUID(one) for one in raw["before"])
    return Written(
        **{
            **raw,
            "op": op,
            "text": _storable(raw["text"]),
            "choices": tuple(_storable(one) for one in raw["choices"]),
            "before": before,
        }
    )


def written_at(milliseconds: int, *, opened_at: datetime, now: datetime) -> datetime:
    """
    Return when an answer was written, as its phone says it, but never before its page was opened and never after now.

    So a clock that is wrong by years does no harm.
    """
    opened, until = opened_at.timestamp(), now.timestamp()
    return datetime.fromtimestamp(min(max(milliseconds / 1000, opened), until), now.tzinfo)


def was_long_under_way(written: datetime, arrived: datetime | None) -> bool:
    """Return whether an answer needed several days to arrive: whoever reads it then looks twice."""
    return arrived is not None and arrived - written > SEVERAL_DAYS
