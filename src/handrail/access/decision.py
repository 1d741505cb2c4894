"""The one decision: may this viewer do this with this row? Plain rules over plain facts; ``visible_to`` is their filter."""

from dataclasses import field
from datetime import date
from enum import StrEnum
from uuid import UUID

from handrail.access.permissions import EVERY_CATEGORY, Category, Label, Permission, RelationKind
from handrail.access.roles import Role, may, opening_kinds
from handrail.base.frozen import frozen


class Reason(StrEnum):
    """Why a decision fell as it did; the first that applies, in this order."""

    ERROR = "error"  # the facts could not be judged
    ROLE = "role"  # the role does not hold the permission
    ORGANISATION = "organisation"
    RELATION = "relation"  # nobody opened this record to the viewer, or not for a reason of that role
    PERIOD = "period"  # not yet, or no longer
    THING = "thing"  # an invitation to something else
    LABEL = "label"  # held more closely than the relation clears
    SCOPE = "scope"  # the relation does not reach this part of the record
    REFUSED = (
        "refused"  # the person said no to this viewer, or guardians disagree; a no is stronger than any yes
    )
    OPEN = "open"


class Obligation(StrEnum):
    """What goes with an allowed look or act."""

    LOOK = "look"  # an event, before the response leaves
    BANNER = "banner"  # the page says that the record is open for an emergency
    TELL = "tell"  # the coordinator is told at once, the person at the next safe contact


# Whom a person's no does not reach: themselves, and who comes when somebody is not safe.
BEYOND_REFUSAL = frozenset({RelationKind.SELF, RelationKind.ON_CALL, RelationKind.EMERGENCY})


@frozen
class Opening:
    """One row of ``people.Relation`` between the viewer and the person, as far as the decision needs it."""

    kind: RelationKind
    scopes: frozenset[Category]
    clears: frozenset[Label]
    from_on: date
    to_on: date | None = None
    thing: UUID | None = None  # the one goal or look back that an invitation opens

    def is_open(self, today: date) -> bool:
        """Return whether the relation holds today: from its first day until the day before its end."""
        return self.from_on <= today and (self.to_on is None or self.to_on > today)


@frozen
class Facts:
    """Everything that decides; nothing is looked up on the way."""

    role: Role | None
    permission: Permission
    today: date
    category: (
        Category | None
    )  # None, like the label: the person's entry in a list, open by any part of the record
    label: Label | None
    same_organisation: bool = True
    openings: tuple[Opening, ...] = ()  # as they were given, before any refusal
    refused: frozenset[Category] = frozenset()  # what the person refuses this viewer today
    guardians_agree: frozenset[Category] = EVERY_CATEGORY  # what every guardian may see, while two disagree
    in_emergency: bool = False  # asked by the page of an opening in an emergency: by that alone
    by_invitation: bool = False  # asked by the page of an invitation: by that alone
    thing: UUID | None = None  # the goal or look back that the row is, or belongs to; None for all other rows

    def reach(self, one: Opening) -> frozenset[Category]:
        """Return the categories that an opening reaches once everything refused is taken out of it."""
        scopes = one.scopes & self.guardians_agree if one.kind == RelationKind.GUARDIAN else one.scopes
        return scopes if one.kind in BEYOND_REFUSAL else scopes - self.refused

    def is_of(self, one: Opening) -> bool:
        """Return whether an opening is not for something else than this row: an invitation opens one thing."""
        if one.kind != RelationKind.INVITED or self.category is None:
            return True
        return one.thing is not None and one.thing == self.thing


@frozen
class Decision:
    """Whether it may be, why, and what goes with it."""

    allow: bool
    reason: Reason
    by: RelationKind | None = None  # the relation that allowed it
    obligations: frozenset[Obligation] = field(default_factory=frozenset)


def decide(facts: Facts) -> Decision:
    """
    Decide from ``facts`` alone (reliability §6.2; ASVS 8.2.1–8.2.3): denied unless everything agrees.

    The role holds the permission ∧ the row is of the viewer's organisation ∧ a relation is open today for a reason
    that the role may have ∧ it is no invitation to something else ∧ that relation clears the row's label ∧ reaches
    its category ∧ the person did not refuse it. What cannot be judged is denied.
    """
    try:
        return _decide(facts)
    except (TypeError, ValueError, AttributeError, KeyError):
        return Decision(False, Reason.ERROR)


def _decide(facts: Facts) -> Decision:
    if not may(facts.role, facts.permission) or facts.role is None:
        return Decision(False, Reason.ROLE)
    if not facts.same_organisation:
        return Decision(False, Reason.ORGANISATION)
    kinds = opening_kinds(facts.role, in_emergency=facts.in_emergency, by_invitation=facts.by_invitation)
    left: list[Opening] = [one for one in facts.openings if one.kind in kinds]
    for reason, holds in (
        (Reason.RELATION, lambda one: True),
        (Reason.PERIOD, lambda one: one.is_open(facts.today)),
        (Reason.THING, facts.is_of),
        (Reason.LABEL, lambda one: facts.label in one.clears if facts.label else bool(one.clears)),
        (Reason.SCOPE, lambda one: facts.category in one.scopes if facts.category else bool(one.scopes)),
        (
            Reason.REFUSED,
            lambda one: facts.category in facts.reach(one) if facts.category else bool(facts.reach(one)),
        ),
    ):
        left = [one for one in left if holds(one)]
        if not left:
            return Decision(False, reason)
    kind = min((one.kind for one in left), key=list(RelationKind).index)
    return Decision(True, Reason.OPEN, kind, obligations_of(kind))


def obligations_of(kind: RelationKind) -> frozenset[Obligation]:
    """Return what goes with a look that a relation of this kind allowed."""
    if kind == RelationKind.EMERGENCY:
        return frozenset(Obligation)
    return frozenset({Obligation.LOOK})
