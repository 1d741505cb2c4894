"""What may be read of the trail: who looked at a record, for the person whose it is."""

from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from django.db.models import Min, OuterRef, Q, QuerySet, Subquery

from handrail.audit.models import Event, Look, LookPerson
from handrail.audit.rules import HELD_BACK
from handrail.base.frozen import frozen

AT_MOST = 5000


@frozen
class Seen:
    """One look at one part of a record, at a minute."""

    viewer_key: str
    category: str
    page: str
    at: datetime
    relation: str


def _minute(at: datetime) -> int:
    return int(at.timestamp() // 60)


def _looks(participant_id: UUID) -> QuerySet[Any]:
    own = Look.objects.filter(pk=OuterRef("look_id"))
    return LookPerson.objects.filter(participant_id=participant_id).annotate(
        relation=Subquery(own.values("relation")[:1]), purpose=Subquery(own.values("purpose")[:1])
    )


def looks_at(participant_id: UUID, since: datetime, before: datetime) -> list[Seen]:
    """
    Return the looks at a record from ``since`` until before ``before``, the newest first, in one statement.

    At most 5,000. What is about safeguarding is held back.
    """
    rows = _looks(participant_id).filter(minute__gte=_minute(since), minute__lt=_minute(before))
    found = rows.exclude(purpose=HELD_BACK).order_by("-minute", "pk")
    return [
        Seen(who, category, page, datetime.fromtimestamp(minute * 60, UTC), relation or "")
        for who, category, page, minute, relation in found.values_list(
            "viewer_key", "category", "page", "minute", "relation"
        )[:AT_MOST]
    ]


def first_looks(participant_id: UUID) -> dict[str, datetime]:
    """Return of everybody who ever looked at a record when they first did."""
    rows = LookPerson.objects.filter(participant_id=participant_id).values_list("viewer_key")
    return {
        who: datetime.fromtimestamp(minute * 60, UTC) for who, minute in rows.annotate(first=Min("minute"))
    }


def held_back(participant_id: UUID) -> int:
    """Return how many looks the person does not read about. For whoever checks the place, never for a page."""
    return _looks(participant_id).filter(purpose=HELD_BACK).count()


def taken_by_commands(participant_id: UUID, since: datetime, before: datetime) -> list[Event]:
    """Return what commands and jobs read or did with the whole record: exports, erasures, imports."""
    rows = Event.objects.filter(participant_id=participant_id, at__gte=since, at__lt=before, user_id=None)
    return list(rows.filter(Q(op="read") | Q(kind="move_person")).order_by("-at")[:AT_MOST])
