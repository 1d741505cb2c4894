"""Keys made by us: UUIDv7 for rows, ten letters for URLs; both can be seeded."""

import os
import random
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from uuid import UUID

from handrail.base import clock

# No vowels (no words by chance), no look-alikes.
KEY_LETTERS = "bcdfghjkmnpqrstvwxz"
KEY_LENGTH = 10
NIL = UUID(int=0)  # the id that no row has

_seeded: ContextVar[random.Random | None] = ContextVar("seeded", default=None)


def random_bytes(count: int) -> bytes:
    """Return ``count`` random bytes: the system's, or the seed's inside ``seeded``."""
    source = _seeded.get()
    return source.randbytes(count) if source else os.urandom(count)


def uuid7() -> UUID:
    """Return a time-ordered UUID (RFC 9562, version 7)."""
    millis = int(clock.now().timestamp() * 1000)
    tail = int.from_bytes(random_bytes(10), "big")
    value = (millis & (2**48 - 1)) << 80 | tail
    value = value & ~(0xF << 76) | 0x7 << 76
    value = value & ~(0x3 << 62) | 0x2 << 62
    return UUID(int=value)


def key() -> str:
    """Return ten random letters for a URL: about 42 bits, nothing that counts up."""
    number = int.from_bytes(random_bytes(8), "big")
    letters = []
    for _ in range(KEY_LENGTH):
        number, index = divmod(number, len(KEY_LETTERS))
        letters.append(KEY_LETTERS[index])
    return "".join(letters)


@contextmanager
def seeded(seed: int) -> Iterator[random.Random]:
    """Draw every id and key inside the block from ``seed``, for the demo and for tests."""
    source = random.Random(seed)  # noqa: S311 - a demo must come out the same twice
    token = _seeded.set(source)
    try:
        yield source
    finally:
        _seeded.reset(token)
