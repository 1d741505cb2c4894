"""The one place that asks what time it is, so that a demo or a test can set it."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo


class SetClock:
    """A clock that stands at an instant and moves by ``tick`` each time it is read."""

    def __init__(self, start: datetime, tick: timedelta = timedelta(0)) -> None:
        self.instant = start.astimezone(UTC)
        self.tick = tick

    def read(self) -> datetime:
        instant = self.instant
        self.instant += self.tick
        return instant

    def move_to(self, instant: datetime) -> None:
        self.instant = instant.astimezone(UTC)


_clock: ContextVar[SetClock | None] = ContextVar("clock", default=None)
_shift = timedelta(0)


def run_from(start: datetime) -> None:
    """Let this process's clock stand at ``start`` now and run on: the demo lives on one day."""
    global _shift
    _shift = start - datetime.now(UTC)


def now() -> datetime:
    """Return this instant in UTC, from the set clock when there is one."""
    clock = _clock.get()
    return clock.read() if clock else datetime.now(UTC) + _shift


def today(zone: str) -> date:
    """Return the local date in ``zone``, an IANA name."""
    return now().astimezone(ZoneInfo(zone)).date()


@contextmanager
def clock_at(start: datetime, tick: timedelta = timedelta(0)) -> Iterator[SetClock]:
    """Hold the clock at ``start`` inside the block; ``tick`` moves it at each reading."""
    clock = SetClock(start, tick)
    token = _clock.set(clock)
    try:
        yield clock
    finally:
        _clock.reset(token)
