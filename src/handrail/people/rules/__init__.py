"""Relationships, how a person likes to see things, and how names are found again."""

import unicodedata
from enum import StrEnum

from handrail.access.permissions import Category, RelationKind, scope_bits
from handrail.base.errors import DomainError
from handrail.base.text import folded, kept
from handrail.base.words import Words, _
from handrail.people.rules.consent import CONSENT_TRANSITIONS
from handrail.people.rules.tasks import ACCESS_TASK_TRANSITIONS


class PlanView(StrEnum):
    """How the plan is drawn: a path first, stairs or a list if the person likes."""

    PATH = "path"
    STAIRS = "stairs"
    LIST = "list"


class Relationship(StrEnum):
    """Who a supporter is to the person."""

    PARENT = "parent"
    PARTNER = "partner"
    SIBLING = "sibling"
    CHILD = "child"
    OTHER_FAMILY = "other_family"
    FRIEND = "friend"
    NEIGHBOUR = "neighbour"
    GUARDIAN = "guardian"
    DOCTOR = "doctor"
    OTHER = "other"


RELATIONSHIPS: dict[Relationship, Words] = {
    Relationship.PARENT: _("parent"),
    Relationship.PARTNER: _("partner"),
    Relationship.SIBLING: _("brother or sister"),
    Relationship.CHILD: _("son or daughter"),
    Relationship.OTHER_FAMILY: _("family"),
    Relationship.FRIEND: _("friend"),
    Relationship.NEIGHBOUR: _("neighbour"),
    Relationship.GUARDIAN: _("guardian"),
    Relationship.DOCTOR: _("family doctor"),
    Relationship.OTHER: _("somebody else"),
}


class OutsideKind(StrEnum):
    CARE_PLAN = "care_plan"
    GOAL = "goal"


class OutsideAnswer(StrEnum):
    """What the person said to something from elsewhere that was offered."""

    NONE = "none"
    TAKEN_UP = "taken_up"
    DECLINED = "declined"


EVERYTHING = scope_bits(set(Category))
TEAM_SCOPES = EVERYTHING & ~Category.ACCESS.bit
# What each relation opens unless the person says otherwise.
DEFAULT_SCOPES: dict[RelationKind, int] = {
    RelationKind.SELF: EVERYTHING,
    RelationKind.COORDINATOR: EVERYTHING,
    RelationKind.CARE_TEAM: TEAM_SCOPES,
    RelationKind.SUPERVISOR: TEAM_SCOPES,
    RelationKind.GUARDIAN: scope_bits({Category.CONTACT, Category.PLAN, Category.WEEK, Category.ATTENDANCE}),
    RelationKind.FAMILY: scope_bits({Category.PLAN}),
    RelationKind.INVITED: scope_bits({Category.PLAN}),  # of it, the rows of one thing alone
    RelationKind.PEER: scope_bits({Category.WEEK}),
    RelationKind.GROUP: scope_bits({Category.CONTACT, Category.GROUPS}),
    RelationKind.ON_CALL: scope_bits({Category.SAFETY, Category.CONTACT}),
    RelationKind.EMERGENCY: scope_bits({Category.SAFETY}),
}

STATE_TABLES = {"Consent": CONSENT_TRANSITIONS, "AccessTask": ACCESS_TASK_TRANSITIONS}


NAME_TOKENS_AT_MOST = 12
TOKEN_LENGTH = 40


def name_tokens(*names: str) -> set[str]:
    """Return the folded words of ``names``; search compares their beginnings (S-123: any script)."""
    words: list[str] = []
    for name in names:
        words += [
            part
            for part in "".join(
                letter if unicodedata.category(letter)[0] in "LNM" else " " for letter in folded(name)
            ).split()
        ]
    return {word[:TOKEN_LENGTH] for word in words[:NAME_TOKENS_AT_MOST]}


def name_spans(search: str) -> tuple[tuple[str, str], ...]:
    """Return for each word of ``search`` where name words that begin with it start, and the first one beyond."""
    return tuple((token, token + "\U0010ffff") for token in sorted(name_tokens(search)))


def sort_key(family_name: str, given_name: str) -> str:
    """Return the text by which lists order people."""
    return f"{folded(family_name)} {folded(given_name)}".strip()[:200]


def checked_name(name: str) -> str:
    """Return a name without spaces around it; raise DomainError when it is empty or holds what cannot be stored."""
    tidy = kept(name).strip()
    if not tidy:
        raise DomainError(str(_("Write the name that the person likes to be called.")))
    return tidy[:200]
