"""Writing what happened. ``record`` belongs inside an action's transaction, ``write_looks`` after rendering."""

import hashlib
from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.db import connection, transaction
from django.db.models import Model, QuerySet

from handrail.audit.models import Event, Look, LookPerson, Received
from handrail.audit.rules import RECEIVED_KEPT, SeesAndDoes, viewer_key
from handrail.base import clock
from handrail.base.errors import AlreadySent
from handrail.base.words import _
from handrail.prepared import padded, prepared
from handrail.prepared.rows import insert


def _who(viewer: SeesAndDoes) -> dict[str, Any]:
    return {
        "actor": viewer.actor,
        "user_id": viewer.user_id,
        "organisation_id": viewer.organisation_id,
        "on_behalf_of": viewer.on_behalf_of,
        "purpose": viewer.purpose,
        "session": viewer.session,
        "request_id": viewer.request_id,
    }


def record(
    viewer: SeesAndDoes,
    kind: str,
    target: Model,
    *,
    op: str = "change",
    participant_id: UUID | None = None,
    version: int | None = None,
) -> Event:
    """
    Write the one event of an action, in the action's own transaction.

    ``kind`` is the action's name, ``target`` the row it was done to; ``op`` is create, change or read.
    Raises RuntimeError outside a transaction: an event must stand or fall with its change.
    """
    if not connection.in_atomic_block:
        raise RuntimeError("An event is written inside the transaction of its action.")
    event = Event(
        **_who(viewer),
        kind=kind,
        object_kind=target._meta.label_lower,
        object_id=target.pk,
        participant_id=participant_id or getattr(target, "participant_id", None),
        op=op,
        version=version if version is not None else getattr(target, "version", None),
    )
    insert([event])
    return event


@prepared
def _seen(
    people: tuple[UUID, ...], who: str, page: str, minute: int
) -> QuerySet[LookPerson, tuple[str, UUID]]:
    """Return which categories of whom this viewer was shown by this page in this minute."""
    rows = LookPerson.objects.filter(participant_id__in=people, viewer_key=who, page=page, minute=minute)
    return rows.values_list("category", "participant_id")


def write_looks(viewer: SeesAndDoes, shown: Iterable[tuple[tuple[str, str], set[UUID]]], page: str) -> None:
    """Write one look for each category shown, and whom it showed; the same within a minute is one."""
    wanted = [(category, relation, people) for (category, relation), people in shown if people]
    minute = int(clock.now().timestamp() // 60)
    who = viewer_key(viewer)
    with transaction.atomic():
        people = set[UUID]().union(*(some for _category, _relation, some in wanted))
        seen = set(_seen(padded(people), who, page, minute))
        looks: list[Look] = []
        rows: list[LookPerson] = []
        for category, relation, some in wanted:
            fresh = sorted(person for person in some if (category, person) not in seen)
            if not fresh:
                continue
            seen.update((category, person) for person in fresh)
            look = Look(**_who(viewer), category=category, relation=relation, page=page)
            looks.append(look)
            facts = {
                "look_id": look.pk,
                "viewer_key": who,
                "category": category,
                "page": page,
                "minute": minute,
            }
            rows += [LookPerson(participant_id=person, **facts) for person in fresh]
        insert(looks)
        insert(rows, unless_there=True)


def body_digest(body: bytes) -> str:
    return hashlib.sha256(body).hexdigest()


@prepared
def _received(op_id: UUID) -> QuerySet[Received]:
    return Received.objects.filter(pk=op_id)[:1]


def answer_given(viewer: SeesAndDoes, *, op_id: UUID, route: str, body_sha256: str) -> str | None:
    """Return the answer that this operation got before, None when it is new; raise AlreadySent when it differs."""
    before = _received.first(op_id)
    if before is None:
        return None
    same = (before.viewer_key, before.route, before.body_sha256) == (viewer_key(viewer), route, body_sha256)
    if not same:
        raise AlreadySent(
            str(_("This form was sent before with other words. Open the page again and check what is there."))
        )
    return before.answer


def receive(viewer: SeesAndDoes, *, op_id: UUID, route: str, body_sha256: str, answer: str) -> None:
    """Keep the answer of an operation, in the transaction that carried it out."""
    who = viewer_key(viewer)
    insert([Received(op_id=op_id, viewer_key=who, route=route, body_sha256=body_sha256, answer=answer)])


def forget_received() -> int:
    """Delete operations older than 30 days and return how many."""
    return Received.objects.filter(at__lt=clock.now() - RECEIVED_KEPT).delete()[0]
