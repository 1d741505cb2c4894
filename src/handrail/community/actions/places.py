from datetime import date
from typing import Any
from uuid import UUID

from django.db import transaction

from handrail.access import Permission, Viewer
from handrail.audit.actions import record
from handrail.base.errors import DomainError, NotAllowed, Stale
from handrail.base.text import folded, kept
from handrail.base.transitions import check_transition
from handrail.base.words import _
from handrail.community.models import Place, PlaceStatusChange, PlaceWord
from handrail.community.rules import (
    PLACE_TRANSITIONS,
    PlaceStatus,
    checked_name,
    searched_words,
)


def check_edits(by: Viewer) -> None:
    """Raise NotAllowed unless the viewer keeps the directory."""
    if not (by.sees_every_row or by.may(Permission.DIRECTORY_EDIT)):
        raise NotAllowed(str(_("The team keeps this list. Tell them what should change.")))


def _words_of(place: Place) -> list[PlaceWord]:
    found = searched_words(place.name, place.provider, place.address, place.about)
    return [PlaceWord(organisation_id=place.organisation_id, place=place, word=word) for word in found]


def write_words(places: list[Place]) -> None:
    """Write anew by which words these places are found, inside an action."""
    PlaceWord.objects.filter(place__in=places).delete()
    PlaceWord.objects.bulk_create([word for place in places for word in _words_of(place)], batch_size=2_000)


def set_facts(place: Place, facts: dict[str, Any]) -> None:
    """Put facts on a place and derive from them what is stored beside; raise DomainError for a name that is none."""
    for field, value in facts.items():
        setattr(place, field, kept(value) if isinstance(value, str) else value)
    place.name = checked_name(place.name)
    place.sort_key = folded(place.name)[:200]
    place.has_bus = bool(place.bus.strip())


@transaction.atomic
def add_place(*, organisation_id: UUID, facts: dict[str, Any], by: Viewer) -> Place:
    """Write a place into the directory. ``facts`` are fields of Place; a name and a kind are enough."""
    check_edits(by)
    place = Place(organisation_id=organisation_id, checked_on=by.today)
    set_facts(place, facts)
    place.save(force_insert=True)
    write_words([place])
    record(by, "add_place", place, op="create")
    return place


@transaction.atomic
def change_place(*, place: Place, version: int, facts: dict[str, Any], by: Viewer) -> Place:
    """Change what the directory says of a place; raise Stale when ``version`` is no longer the newest."""
    check_edits(by)
    row = Place.objects.select_for_update().get(pk=place.pk)
    if row.version != version:
        raise Stale(str(_("Somebody changed this in the meantime. Look at it again, then save.")))
    set_facts(row, facts)
    row.checked_on = by.today
    row.version += 1
    row.save()
    write_words([row])
    record(by, "change_place", row)
    return row


def move_place(place: Place, to: PlaceStatus, *, on: date, by: Viewer, reason: str = "") -> None:
    """Move a locked place to ``to`` and keep who, when and why; the caller saves it and writes the event."""
    before = PlaceStatus(place.status)
    check_transition(PLACE_TRANSITIONS, before, to)
    place.status = to
    place.closed_on = on if to == PlaceStatus.CLOSED else None
    PlaceStatusChange.objects.create(
        organisation_id=place.organisation_id,
        place=place,
        from_status=before,
        to_status=to,
        changed_by_id=by.user_id,
        reason=kept(reason),
    )


@transaction.atomic
def change_place_status(
    *, place: Place, to: PlaceStatus, by: Viewer, on: date | None = None, reason: str = ""
) -> Place:
    """Say that a place closed, rests or is open again; ``on`` is the day it closed, today unless said."""
    check_edits(by)
    day = on or by.today
    if day > by.today:
        raise DomainError(str(_("This day is still to come. Choose today or a day before.")))
    row = Place.objects.select_for_update().get(pk=place.pk)
    move_place(row, to, on=day, by=by, reason=reason)
    row.version += 1
    row.save()
    record(by, "change_place_status", row)
    return row
