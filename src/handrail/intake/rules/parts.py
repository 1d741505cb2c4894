"""Who sees to a part of the conversation, and which questions somebody near may be asked."""

from enum import StrEnum

from handrail.access import Category, Role
from handrail.access.permissions import RelationKind
from handrail.base.words import Words, _
from handrail.intake.rules.conversation import AuthorKind

# What opens to somebody near, or to a peer, who is asked: this and nothing else.
ASKED_OPENS = frozenset({Category.ASKED})

# By which relation somebody can own a part, and whose words theirs then are.
OWNER_KINDS: dict[RelationKind, AuthorKind] = {
    RelationKind.COORDINATOR: AuthorKind.STAFF,
    RelationKind.CARE_TEAM: AuthorKind.STAFF,
    RelationKind.PEER: AuthorKind.STAFF,
    RelationKind.FAMILY: AuthorKind.FAMILY,
}


class SaidOfPart(StrEnum):
    """What the person says of a part that its owner has finished."""

    RIGHT = "right"
    NOT_RIGHT = "not_right"


SAID_OF_PART: dict[SaidOfPart, Words] = {
    SaidOfPart.RIGHT: _("It is right"),
    SaidOfPart.NOT_RIGHT: _("It is not right yet"),
}

# Whoever has one of these roles answers on the page of those who were asked, never on the person's own.
OUTSIDE_ROLES = frozenset({Role.FAMILY, Role.PEER})


def needs_own_yes(kind: RelationKind) -> bool:
    """Return whether a part goes to this relation only with the person's own yes: to everybody outside the team."""
    return kind in (RelationKind.FAMILY, RelationKind.PEER)
