"""The one way in which a session, a note or something of the week changes its state."""

from enum import StrEnum
from typing import Any, TypeVar
from uuid import UUID

from django.db.models import QuerySet

from handrail.access import Viewer
from handrail.base.errors import Stale
from handrail.base.text import kept
from handrail.base.transitions import check_transition
from handrail.base.words import _
from handrail.practice.models import (
    Note,
    NoteStatusChange,
    Session,
    SessionStatusChange,
    WeekItem,
    WeekItemStatusChange,
)
from handrail.practice.rules import (
    NOTE_TRANSITIONS,
    SESSION_TRANSITIONS,
    WEEK_ITEM_TRANSITIONS,
    NoteStatus,
    SessionStatus,
    WeekItemStatus,
)
from handrail.prepared import prepared
from handrail.prepared.rows import insert

Changing = TypeVar("Changing", Session, Note, WeekItem)
_KINDS: dict[Any, tuple[Any, Any, Any, str]] = {
    Session: (SessionStatus, SESSION_TRANSITIONS, SessionStatusChange, "session"),
    Note: (NoteStatus, NOTE_TRANSITIONS, NoteStatusChange, "note"),
    WeekItem: (WeekItemStatus, WEEK_ITEM_TRANSITIONS, WeekItemStatusChange, "week_item"),
}


@prepared
def _locked(kind: Any, pk: UUID) -> QuerySet[Any]:
    rows: QuerySet[Any] = kind.objects.select_for_update().filter(pk=pk)
    return rows


@prepared
def _locked_with_person(kind: Any, pk: UUID) -> QuerySet[Any]:
    rows: QuerySet[Any] = kind.objects.select_for_update(of=("self",)).select_related("participant")
    return rows.filter(pk=pk)


def locked(row: Changing, version: int | None = None) -> Changing:
    """Return ``row`` as it is now, held until the transaction ends; raise Stale when ``version`` is not the newest."""
    person = row._state.fields_cache.get("participant")  # who a row is about never changes
    now: Changing = (_locked if person else _locked_with_person)(type(row), row.pk)[0]
    if person:
        now.participant = person
    if version is not None and now.version != version:
        raise Stale(str(_("Somebody changed this in the meantime. Look at it again, then save.")))
    return now


def change_status(row: Session | Note | WeekItem, to: StrEnum, *, by: Viewer, reason: str = "") -> None:
    """
    Lead ``row`` to ``to`` by its table and write who did it; the caller saves the row.

    A row that is there already stays as it is, unless the table lets it come again.
    """
    change = lead(row, to, by=by, reason=reason)
    if change is not None:
        insert([change])


def lead(row: Any, to: StrEnum, *, by: Viewer, reason: str = "") -> Any:
    """Do the same and return the change, or None, for a caller who writes it after a row that is new."""
    status, table, change, name = _KINDS[type(row)]
    if row.status == to and to not in table[to]:
        return None
    check_transition(table, status(row.status), to)
    made = change(
        organisation_id=row.organisation_id,
        participant_id=row.participant_id,
        label=row.label,
        from_status=row.status,
        to_status=to,
        changed_by_id=by.user_id,
        reason=kept(reason),
        **{name: row},
    )
    row.status = to
    return made
