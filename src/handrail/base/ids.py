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


class _Counting:
    """Numbers ids within a millisecond, so that what was written later also stands later (RFC 9562, 6.2)."""

    MOST = 2**12
    BACK = 10_000  # a clock that goes back further was set: ids follow it

    def __init__(self) -> None:
        self._millis, self._number = 0, 0

    def next(self, millis: int, start: int) -> tuple[int, int]:
        """Return millisecond and number of the next id; a full millisecond borrows from the one after it."""
        if not 0 <= self._millis - millis < self.BACK:
            self._millis, self._number = millis, start % (self.MOST // 2)
        elif self._number + 1 < self.MOST:
            self._number += 1
        else:
            self._millis, self._number = self._millis + 1, 0
        return self._millis, self._number


_of_all = _Counting()
_counting: ContextVar[_Counting | None] = ContextVar("counting", default=None)


def random_bytes(count: int) -> bytes:
    """Return ``count`` random bytes: the system's, or the seed's inside ``seeded``."""
    source = _seeded.get()
    return source.randbytes(count) if source else os.urandom(count)


def uuid7() -> UUID:
    """Return a time-ordered UUID (RFC 9562, version 7), later than every one that this process made before it."""
    now = int(clock.now().timestamp() * 1000)
    drawn = int.from_bytes(random_bytes(10), "big")
    millis, number = (_counting.get() or _of_all).next(now, drawn >> 64)
    tail = drawn & (2**62 - 1)
    return UUID(int=(millis & (2**48 - 1)) << 80 | 0x7 << 76 | number << 64 | 0x2 << 62 | tail)


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
    token, counting = _seeded.set(source), _counting.set(_Counting())
    try:
        yield source
    finally:
        _seeded.reset(token)
        _counting.reset(counting)
