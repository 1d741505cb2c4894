from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from handrail.access import Role, Viewer
from handrail.accounts.models import Organisation, Site, User
from handrail.base import clock
from handrail.catalogue.models import Offer
from handrail.demo.journal import Entry, clock_time
from handrail.people.models import Participant


@dataclass
class Stage:
    """Who and what there is while the journals are written."""

    organisation: Organisation
    today: date
    sites: dict[str, Site] = field(default_factory=dict)
    users: dict[str, tuple[User, Role]] = field(default_factory=dict)
    people: dict[str, Participant] = field(default_factory=dict)
    offers: dict[str, Offer] = field(default_factory=dict)
    programmes: dict[str, str] = field(default_factory=dict)  # by story: what its meetings are part of
    made: dict[tuple[str, str, str], Any] = field(default_factory=dict)

    def day(self, offset: int) -> date:
        return self.today + timedelta(days=offset)

    def instant(self, offset: int, at: time | str) -> datetime:
        """Return a local time of the agency on a day counted from the demo's day."""
        local = clock_time(at) if isinstance(at, str) else at
        return datetime.combine(self.day(offset), local, ZoneInfo(self.organisation.zone))

    def operator(self, offset: int) -> Viewer:
        return Viewer.operator(
            "demo", organisation_id=self.organisation.pk, today=self.day(offset), zone=self.organisation.zone
        )

    def viewer(self, key: str, offset: int) -> Viewer:
        """Return the viewer of somebody on a day; who has no account yet is written down by the operator."""
        if key not in self.users:
            return self.operator(offset)
        user, role = self.users[key]
        own = self.people.get(key)
        return Viewer(
            actor="user",
            today=self.day(offset),
            user_id=user.pk,
            organisation_id=self.organisation.pk,
            role=role,
            name=user.name,
            zone=self.organisation.zone,
            participant_id=own.pk if own else None,
        )

    def keep(self, entry: Entry, kind: str, name: str, thing: Any) -> Any:
        self.made[entry.story, kind, name] = thing
        return thing

    def found(self, entry: Entry, kind: str, name: str) -> Any:
        """Return what an earlier entry of the same story made, as it stands now."""
        thing = self.made[entry.story, kind, name]
        thing.refresh_from_db()
        return thing

    @contextmanager
    def at(self, entry: Entry) -> Iterator[None]:
        """Hold the clock at the entry's moment; it ticks so that order is kept."""
        with clock.clock_at(self.instant(entry.day, entry.at), timedelta(milliseconds=7)):
            yield
