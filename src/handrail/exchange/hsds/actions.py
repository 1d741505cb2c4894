"""Taking a set in: all that can be taken of it in one transaction, or nothing."""

from collections import Counter
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from django.db import transaction

from handrail.access import Viewer
from handrail.accounts.models import Organisation
from handrail.audit.actions import record
from handrail.base.errors import DomainError
from handrail.community.actions.places import check_edits, move_place, set_facts, write_words
from handrail.community.models import Place
from handrail.community.rules import PlaceStatus
from handrail.exchange.hsds.build import Entry
from handrail.exchange.hsds.rows import Rejection

TOGETHER = 500
KIND = "service"
EVERYWHERE = "hsds"  # a UUID says by itself which service is meant, in whatever folder it stands


@dataclass
class Taken:
    """What became of the services of one set."""

    created: Counter[str] = field(default_factory=Counter)
    updated: Counter[str] = field(default_factory=Counter)
    unchanged: Counter[str] = field(default_factory=Counter)
    rejected: list[Rejection] = field(default_factory=list)


def _is_uuid(text: str) -> bool:
    try:
        UUID(text)
    except ValueError:
        return False
    return True


def source_of(entry: Entry, source: str, home: str) -> str:
    """Return what tells this directory's ids from another's: the named source, else the folder."""
    return source or (EVERYWHERE if _is_uuid(entry.row.id) else home)[:100]


def as_read(facts: dict[str, Any]) -> dict[str, Any]:
    """Return facts as they are kept to compare with the next reading."""
    return {name: value.isoformat() if isinstance(value, date) else value for name, value in facts.items()}


def _known(organisation: Organisation, keys: set[tuple[str, str]]) -> dict[tuple[str, str], Place]:
    found: dict[tuple[str, str], Place] = {}
    for source in {source for source, _key in keys}:
        ids = sorted(key for named, key in keys if named == source)
        for start in range(0, len(ids), TOGETHER):
            rows = Place.objects.select_for_update().filter(
                organisation=organisation, source=source, outside_id__in=ids[start : start + TOGETHER]
            )
            found |= {(source, row.outside_id): row for row in rows}
    return found


def _new(organisation: Organisation, entry: Entry, key: tuple[str, str], by: Viewer) -> Place:
    place = Place(organisation=organisation, source=key[0], outside_id=key[1], as_read=as_read(entry.facts))
    set_facts(place, entry.facts)
    if place.status == PlaceStatus.CLOSED:
        place.closed_on = min(entry.facts["checked_on"] or by.today, by.today)
    return place


def _renew(place: Place, entry: Entry, by: Viewer) -> None:
    """Take over what changed at the source; what somebody changed here since stays as it is here."""
    before, now = place.as_read, as_read(entry.facts)
    here = as_read({name: getattr(place, name) for name in entry.facts})
    changes = {
        name: value
        for name, value in entry.facts.items()
        if now[name] != before.get(name) and here[name] == before.get(name)
    }
    to = changes.pop("status", None)
    set_facts(place, changes)
    if to is not None:
        move_place(place, to, on=by.today, by=by)
    place.as_read = now
    place.version += 1
    place.save()


@transaction.atomic
def import_places(
    *, entries: list[Entry], organisation: Organisation, source: str, home: str, by: Viewer
) -> Taken:
    """
    Write the services of one set into the directory: new ones, and what changed at the source.

    A service that is missing from the set stays as it is: a file may be a part of a directory.
    """
    check_edits(by)
    taken, fresh, touched = Taken(), [], []
    keyed = {(source_of(entry, source, home), entry.row.id): entry for entry in entries}
    known = _known(organisation, set(keyed))
    for key, entry in keyed.items():
        place = known.get(key)
        try:
            if place is None:
                fresh.append(_new(organisation, entry, key, by))
            elif place.as_read != as_read(entry.facts):
                _renew(place, entry, by)
                touched.append(place)
        except DomainError as error:
            taken.rejected.append(entry.row.rejected(error))
    Place.objects.bulk_create(fresh, batch_size=TOGETHER)
    for start in range(0, len(fresh + touched), TOGETHER):
        write_words((fresh + touched)[start : start + TOGETHER])
    taken.created[KIND] = len(fresh)
    taken.updated[KIND] = len(touched)
    taken.unchanged[KIND] = len(keyed) - len(fresh) - len(touched) - len(taken.rejected)
    op = "create" if fresh else "change" if touched else "read"
    record(by, "import_places", organisation, op=op)
    return taken
