"""Writing what happened. ``record`` belongs inside an action's transaction, ``write_looks`` after rendering."""

import hashlib
from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.db import connection, transaction
from django.db.models import Model, QuerySet

from handrail.audit.models import Event, Look, LookPerson, Received
from handrail.audit.rules import HELD_BACK, RECEIVED_KEPT, REFUSED, SeesAndDoes, viewer_key
from handrail.base import clock
from handrail.base.errors import AlreadySent
from handrail.base.ids import NIL
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


def seen_in_minute(
    people: tuple[UUID, ...], who: str, page: str, minute: int
) -> QuerySet[LookPerson, tuple[str, UUID]]:
    """Return which categories of whom this viewer was shown by this page in this minute, to be composed further."""
    rows = LookPerson.objects.filter(participant_id__in=people, viewer_key=who, page=page, minute=minute)
    return rows.values_list("category", "participant_id")


_seen = prepared(seen_in_minute)


class Because:
    """Why looks were allowed, as far as audit knows: it was said with the look, or nobody said."""

    def seen(self, people: tuple[UUID, ...], who: str, page: str, minute: int) -> set[tuple[str, UUID]]:
        """Return the looks that were noted already in this minute."""
        return set(_seen(people, who, page, minute))

    def relation(self, category: str, person: UUID) -> str:
        """Return the relation that opened ``category`` of ``person``, or no word."""
        return ""

    def is_held_back(self, person: UUID) -> bool:
        """Return whether the person is not to read of this look."""
        return False


PLAIN = Because()


def write_looks(
    viewer: SeesAndDoes,
    shown: Iterable[tuple[tuple[str, str], set[UUID]]],
    page: str,
    because: Because = PLAIN,
) -> None:
    """
    Write one look for each category shown and each reason, and whom it showed; the same within a minute is one.

    A reason that was said with the look stands; for the others ``because`` is asked.
    """
    wanted = [(category, relation, people) for (category, relation), people in shown if people]
    minute = int(clock.now().timestamp() // 60)
    who = viewer_key(viewer)
    with transaction.atomic():
        people = set[UUID]().union(*(some for _category, _relation, some in wanted))
        seen = because.seen(padded(people), who, page, minute)
        grouped: dict[tuple[str, str, bool], list[UUID]] = {}
        for category, relation, some in wanted:
            for person in some:
                if (category, person) in seen:
                    continue
                seen.add((category, person))
                why = relation or because.relation(category, person)
                grouped.setdefault((category, why, because.is_held_back(person)), []).append(person)
        looks: list[Look] = []
        rows: list[LookPerson] = []
        for (category, relation, is_held_back), fresh in grouped.items():
            facts = {**_who(viewer), "category": category, "relation": relation, "page": page}
            look = Look(**{**facts, "purpose": HELD_BACK} if is_held_back else facts)
            looks.append(look)
            said = {"look_id": look.pk, "viewer_key": who, "category": category, "page": page}
            rows += [LookPerson(participant_id=person, minute=minute, **said) for person in sorted(fresh)]
        insert(looks)
        insert(rows, unless_there=True)


def write_refusal(viewer: SeesAndDoes, participant_id: UUID | None, page: str) -> None:
    """
    Note that a record did not open: one event for this viewer and page in a minute, however often it is tried.

    ``participant_id`` is None where there is no such record. The statements are the same for both.
    """
    minute = int(clock.now().timestamp() // 60)
    who = viewer_key(viewer)
    with transaction.atomic():
        if _seen((NIL,), who, page, minute):
            return
        event = Event(
            **_who(viewer),
            kind=REFUSED,
            object_kind="people.participant",
            object_id=participant_id or NIL,
            participant_id=participant_id,
            op=REFUSED,
        )
        mark = LookPerson(
            look_id=event.pk, participant_id=NIL, viewer_key=who, category=REFUSED, page=page, minute=minute
        )
        insert([event])
        insert([mark], unless_there=True)


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


def answers_given(viewer: SeesAndDoes, *, route: str, op_ids: Iterable[UUID]) -> dict[UUID, tuple[str, str]]:
    """Return of those operations of this viewer that arrived before the answer and the digest of the body."""
    rows = Received.objects.filter(pk__in=list(op_ids), viewer_key=viewer_key(viewer), route=route)
    return {pk: (answer, digest) for pk, answer, digest in rows.values_list("pk", "answer", "body_sha256")}


def receive(viewer: SeesAndDoes, *, op_id: UUID, route: str, body_sha256: str, answer: str) -> None:
    """Keep the answer of an operation, in the transaction that carried it out."""
    who = viewer_key(viewer)
    insert([Received(op_id=op_id, viewer_key=who, route=route, body_sha256=body_sha256, answer=answer)])


def forget_received() -> int:
    """Delete operations older than 30 days and return how many."""
    return Received.objects.filter(at__lt=clock.now() - RECEIVED_KEPT).delete()[0]
