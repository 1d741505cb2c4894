"""Who is beside an invented person, and when the two have their hour."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from handrail.base.frozen import frozen

HOURS = (9, 10, 11, 13, 14, 15, 8, 16)
MINUTES = 45
SLOTS = 5 * len(HOURS)


@frozen
class Beside:
    """The people beside somebody, as keys, and the weekly hour: weekday 0–4 and local time."""

    practitioner: str
    coordinator: str
    supervisor: str
    clinician: str
    site: str
    zone: str
    weekday: int
    at: time


def beside_of(
    number: int,
    *,
    practitioners: Sequence[str],
    coordinators: Sequence[str],
    supervisors: Sequence[str],
    clinicians: Sequence[str],
    sites: Sequence[str],
    zone: str,
) -> Beside:
    """Return who is beside the ``number``-th person: people are dealt out evenly, each gets an own weekly hour."""
    worker = number % len(practitioners)
    slot = number // len(practitioners) % SLOTS
    return Beside(
        practitioner=practitioners[worker],
        coordinator=coordinators[worker % len(coordinators)],
        supervisor=supervisors[worker % len(supervisors)],
        clinician=clinicians[worker % len(clinicians)] if clinicians and number % 5 == 0 else "",
        site=sites[worker % len(sites)],
        zone=zone,
        weekday=slot % 5,
        at=time(HOURS[slot // 5]),
    )


@lru_cache(maxsize=4096)
def instant(zone: str, day: date, at: time) -> datetime:
    """Return a local time as an instant in UTC."""
    return datetime.combine(day, at, ZoneInfo(zone)).astimezone(ZoneInfo("UTC"))


@dataclass
class Diary:
    """The hours that are taken, so that nobody is booked twice; days in ``closed`` stay free of neighbours."""

    taken: dict[tuple[str, date], list[tuple[datetime, datetime]]] = field(default_factory=dict)
    closed: frozenset[tuple[str, date]] = frozenset()

    def book(self, worker: str, zone: str, day: date, at: time) -> tuple[datetime, datetime] | None:
        """Return start and end of a meeting and keep them, or None when the time is taken."""
        starts_at = instant(zone, day, at)
        ends_at = starts_at + timedelta(minutes=MINUTES)
        if (worker, day) in self.closed:
            return None
        meetings = self.taken.setdefault((worker, day), [])
        if any(start < ends_at and starts_at < end for start, end in meetings):
            return None
        meetings.append((starts_at, ends_at))
        return starts_at, ends_at
