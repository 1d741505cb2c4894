"""What all deeds need when they are told as rows: who does it, the event, a change of state."""

import random
from collections import Counter
from datetime import timedelta
from functools import lru_cache
from typing import Any, Protocol
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import models

from handrail.access import Label
from handrail.accounts.models import Organisation, Site
from handrail.audit.models import Event
from handrail.base import sealed
from handrail.base.frozen import frozen
from handrail.demo.bulk.rows import Maker, Row, Sink
from handrail.demo.lives import deeds as d
from handrail.practice.models import WorkStep
from handrail.practice.rules import WorkRung

# Each row of a deed is stamped a little later than the one before, so that their order is kept.
TICK = 7


@frozen
class Staff:
    """Somebody of the team: id as 32 digits and job title."""

    id: str
    job_title: str = ""


class SomePlace(Protocol):
    organisation: Organisation
    sites: dict[str, Site]
    staff: dict[str, Staff]
    shared: dict[str, dict[str, Row]]
    actor: str


@lru_cache(maxsize=1 << 14)
def _local_day(at: Any, zone: str) -> str:
    return at.astimezone(ZoneInfo(zone)).date().isoformat()


def kind_of(model: type[models.Model]) -> str:
    return model._meta.label_lower


class Teller:
    """Tells one life after another as rows. ``person`` and ``made`` belong to the life that is told now."""

    def __init__(self, place: SomePlace, sink: Sink, rng: random.Random) -> None:
        self.place, self.sink = place, sink
        self.maker = Maker(rng)
        self.rng = rng
        self.organisation_id = place.organisation.pk.hex
        self.master = sealed.master_key(settings.HANDRAIL_DATA_KEY)
        self.newest_contact: dict[str, str] = {}  # by employer: whatever was next before is answered

    def begin(self, life: d.Life) -> None:
        """Turn to the next life."""
        self.life, self.zone = life, ZoneInfo(life.zone)
        self.person_id = ""
        self.user_id: str | None = None
        self.made: dict[tuple[str, int], Row] = {}
        self.relations: dict[tuple[str, str], Row] = {}
        self.rungs: dict[str, str] = {}  # the newest day of each step towards work
        self.lines: Counter[str] = Counter()  # of the list for hard days, by section

    def reach(self, deed: d.Deed) -> None:
        """Stand at the instant of ``deed``, as who does it."""
        self.at, self.ticked = deed.at, 0
        self.maker.move_to(deed.at)
        self.today = _local_day(deed.at, self.life.zone)
        if deed.by == d.SELF:
            self.by = self.user_id
        else:
            self.by = self.place.staff[deed.by].id if deed.by else None
        self.request_id = self.maker.id()

    @property
    def stamp(self) -> str:
        return self.maker.stamp

    def shared(self, ref: d.Ref) -> Row:
        """Return what all lives share under a name."""
        return self.place.shared[ref.kind][str(ref.name)]

    def name_of(self, kind: str, name: str) -> str | None:
        """Return the id of what is shared under a name, None when there is no such thing."""
        found = self.place.shared.get(kind, {}).get(name)
        return found["id"] if found else None

    @property
    def is_own(self) -> bool:
        """Return whether the person does it, or the office in their place."""
        return self.by is None or self.by == self.user_id

    def climb(self, rung: WorkRung | None, day: str, *, since: str | None = None, **facts: Any) -> None:
        """Keep a step towards work; with ``since`` one that stands from that day on stays alone."""
        if rung is None or (since and self.rungs.get(rung.value, "") >= since):
            return
        self.rungs[rung.value] = max(day, self.rungs.get(rung.value, ""))
        self.about(WorkStep, rung=rung.value, taken_on=day, **facts)

    def on(self) -> None:
        """Let a little time pass."""
        self.ticked += TICK
        self.maker.tick(self.ticked)

    def later(self, days: int) -> Any:
        """Return the local day so many days on."""
        local = self.at.astimezone(ZoneInfo(self.life.zone)).date()
        return local + timedelta(days=days)

    def row(self, model: type[models.Model], **facts: Any) -> Row:
        """Add a row about the person."""
        self.on()
        row = self.maker.row(
            model, organisation_id=self.organisation_id, participant_id=self.person_id, **facts
        )
        return self.sink.add(model, row)

    def about(self, model: type[models.Model], **facts: Any) -> Row:
        """Add a row about the person that carries a label of its own."""
        return self.row(model, **{"label": Label.NORMAL.value, **facts})

    def plain(self, model: type[models.Model], **facts: Any) -> Row:
        """Add a row that names no person."""
        self.on()
        return self.sink.add(model, self.maker.row(model, **facts))

    def change(self, model: type[models.Model], name: str, row: Row, to: str, reason: str = "") -> None:
        """Lead ``row`` to ``to`` and add who did it; ``name`` is the field that points to the row."""
        self.started(model, name, row, row["status"], to, reason)
        row["status"] = to

    def started(
        self, model: type[models.Model], name: str, row: Row, before: str, to: str, reason: str = ""
    ) -> None:
        """Add a change of state from ``before`` ("" for a row that begins) to ``to``."""
        facts = {"from_status": before, "to_status": to, "changed_by_id": self.by, "reason": reason}
        self.row(model, label=row["label"], **{f"{name}_id": row["id"]}, **facts)

    def event(
        self, kind: str, model: type[models.Model], row: Row, *, op: str = "change", about: bool = True
    ) -> None:
        """Add the one event of an action."""
        self.on()
        is_user = self.by is not None
        facts = {
            "organisation_id": self.organisation_id,
            "actor": "user" if is_user else self.place.actor,
            "user_id": self.by,
            "purpose": "care" if is_user else "operations",
            "request_id": self.request_id,
            "kind": kind,
            "object_kind": kind_of(model),
            "object_id": row["id"],
            "participant_id": self.person_id if about else None,
            "op": op,
            "version": row.get("version"),
        }
        self.sink.add(Event, self.maker.row(Event, **facts))
