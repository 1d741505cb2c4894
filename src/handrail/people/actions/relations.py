"""Who may open a record, from when to when: the only way in, and the way out."""

from datetime import date
from typing import Any
from uuid import UUID

from django.db import transaction

from handrail.access import Category, RelationKind, Viewer, clearance_bits, scope_bits
from handrail.accounts.models import User
from handrail.audit.actions import record
from handrail.base.words import _
from handrail.people import rules
from handrail.people.limits import allowed_of, check_may_open, settle_scopes
from handrail.people.models import Participant, Relation


def let_in(
    *,
    participant: Participant,
    user: User,
    kind: RelationKind,
    by: Viewer,
    source: str,
    scopes: int | None = None,
    part: str = "",
    from_on: date | None = None,
    to_on: date | None = None,
    thing: UUID | None = None,
) -> Relation:
    """
    Open a record inside another action, which writes the event. A relation that is open without an end stays.

    What the person refuses this account is not opened. ``thing`` is what an invitation is for, and all that it opens.
    Raises Blocked, which looks like NotFound.
    """
    check_may_open(participant, user, kind, by)
    given = rules.DEFAULT_SCOPES[kind] if scopes is None else scopes
    allowed = allowed_of(given, participant_id=participant.pk, user_id=user.pk, kind=kind, today=by.today)
    who = {"participant": participant, "user": user, "kind": kind, "to_on": to_on}
    facts = {
        "organisation_id": participant.organisation_id,
        "scopes": allowed,
        "withheld": given & ~allowed,
        "clears": clearance_bits(kind),
        "from_on": from_on or by.today,
        "source": source,
        "part": part,
        "thing": thing,
    }
    if to_on is not None:
        return Relation.objects.create(**who, **facts)
    relation, _made = Relation.objects.get_or_create(**who, defaults=facts)
    return relation


def open_wider(*, relation: Relation, categories: frozenset[Category]) -> Relation:
    """Let an open relation show ``categories`` too, but for what is refused; the event is another action's."""
    relation.scopes |= scope_bits(categories)
    settle_scopes(relation, relation.from_on)
    return relation


def close_narrower(*, relation: Relation, categories: frozenset[Category]) -> Relation:
    """Close ``categories`` of an open relation again, the rest stays; the event is another action's."""
    relation.scopes &= ~scope_bits(categories)
    relation.withheld &= ~scope_bits(categories)
    relation.save(update_fields=["scopes", "withheld"])
    return relation


def let_out(*, relation: Relation, by: Viewer, to_on: date | None = None) -> Relation:
    """End a relation inside another action, which writes the event."""
    relation.to_on = to_on or by.today
    relation.save(update_fields=["to_on"])
    return relation


@transaction.atomic
def open_relation(
    *,
    participant: Participant,
    user: User,
    kind: RelationKind,
    by: Viewer,
    source: str = "in_person",
    scopes: int | None = None,
    part: str = "",
    from_on: date | None = None,
    thing: UUID | None = None,
) -> Relation:
    """Open a person's record to ``user``: the only way in (ADR 0007). A relation that is open stays as it is."""
    relation = let_in(
        participant=participant,
        user=user,
        kind=kind,
        by=by,
        source=source,
        scopes=scopes,
        part=part,
        from_on=from_on,
        thing=thing,
    )
    record(by, "open_relation", relation, op="create")
    return relation


@transaction.atomic
def close_relation(*, relation: Relation, by: Viewer, to_on: date | None = None) -> Relation:
    """End a relation; from its end date the record is closed to that user at the next request."""
    let_out(relation=relation, by=by, to_on=to_on)
    record(by, "close_relation", relation)
    return relation


@transaction.atomic
def name_coordinator(*, participant: Participant, user: User, by: Viewer) -> Relation:
    """Make ``user`` the one coordinator; who was it before stays on the care team (S-132, S-163)."""
    before = Relation.objects.select_for_update().filter(
        participant=participant, kind=RelationKind.COORDINATOR, to_on__isnull=True
    )
    common: dict[str, Any] = {"participant": participant, "by": by, "scopes": None, "from_on": None}
    for old in before.exclude(user=user):
        old.to_on = by.today
        old.save(update_fields=["to_on"])
        let_in(**common, user=old.user, kind=RelationKind.CARE_TEAM, source="hand_over", part=old.part)
    relation = let_in(
        **common,
        user=user,
        kind=RelationKind.COORDINATOR,
        source="named",
        part=str(_("coordinator")),
    )
    record(by, "name_coordinator", relation)
    return relation
