"""What can be asked for, what a row is about, and how closely it is held."""

from enum import IntEnum, StrEnum
from functools import cached_property


class Permission(StrEnum):
    """One thing that a role may do. Rows are opened by ``people.Relation``, never by a permission alone."""

    OWN_RECORD = "own_record"  # read my own record and answer in it
    SHARED_RECORD = "shared_record"  # read what a person shares with me as family or peer
    PEOPLE_READ = "people_read"  # lists and pages of the people one works with
    RECORD_READ = "record_read"  # any page about one person, whoever reads it
    REFERRAL_TAKE = "referral_take"
    INTAKE_ANSWER = "intake_answer"
    PLAN_PROPOSE = "plan_propose"  # staff propose, the person answers
    PLAN_ANSWER = "plan_answer"  # change, agree, decline: the person and who the person lets
    STEP_REPORT = "step_report"  # say how a step went
    WEEK_EDIT = "week_edit"
    NOTE_WRITE = "note_write"
    NOTE_READ = "note_read"
    SESSION_PLAN = "session_plan"
    START_ANSWER = "start_answer"  # the lines of Getting started
    COORDINATE = "coordinate"  # name a coordinator, open and close a plan
    SAFETY_TAKE = "safety_take"
    TODAY = "today"
    OUTCOMES_READ = "outcomes_read"  # totals, small numbers hidden
    PEOPLE_IMPORT = "people_import"
    PLACE_MANAGE = "place_manage"  # organisation, sites, members
    MEMBER_END = "member_end"  # end everything of a colleague who leaves, at once
    EMERGENCY_OPEN = "emergency_open"  # open a list for hard days for an hour, with a reason and a code
    ROOM_WRITE = "room_write"  # record in the rooms of work, home, links, health, learning
    PEER_OWN_PAGE = "peer_own_page"  # a peer supporter's own page, hours and pairings
    PEER_SUPERVISE = "peer_supervise"  # hours and who waits, never the words
    DIRECTORY_EDIT = "directory_edit"  # places, services, employers: about no person
    OFFER_EDIT = "offer_edit"  # programmes that the site offers: days, places, prices
    WORDS_EDIT = "words_edit"  # what the conversation asks, in the words of the place
    COST_WRITE = "cost_write"  # the price of a chosen programme and who pays
    ACCOUNT = "account"  # my own settings


class Category(StrEnum):
    """What a model about a person is about: the unit of consent and of a look."""

    CONTACT = "contact"
    INTAKE = "intake"
    PLAN = "plan"
    WEEK = "week"
    NOTES = "notes"
    ATTENDANCE = "attendance"
    SAFETY = "safety"
    OUTSIDE = "outside"
    ACCESS = "access"
    WORK = "work"
    HOME = "home"
    LINKS = "links"  # places, services and activities
    LEARNING = "learning"
    HEALTH = "health"  # early signs, checks, health events, outside treatment
    PEERS = "peers"
    GROUPS = "groups"  # the groups somebody is in, turns and home practice
    ASKED = "asked"  # what somebody near, or a peer, was asked to say or to come to

    @cached_property
    def bit(self) -> int:
        """The category's place in ``Relation.scopes``; the order of this list is stored and only grows."""
        return 1 << list(Category).index(self)


class Label(IntEnum):
    """How closely one row is held. Each is a bit, so that a relation's clearance is one number in the database."""

    NORMAL = 1
    RESTRICTED = 2
    SAFEGUARDING = 4
    THIRD_PARTY = 8
    PRIVATE = 16
    PEER = 32


SEALED_LABELS = frozenset({Label.SAFEGUARDING, Label.THIRD_PARTY, Label.PRIVATE})
EVERY_CATEGORY = frozenset(Category)


class RelationKind(StrEnum):
    """Why a record is open to somebody."""

    SELF = "self"
    COORDINATOR = "coordinator"
    CARE_TEAM = "care_team"
    SUPERVISOR = "supervisor"
    GUARDIAN = "guardian"
    FAMILY = "family"
    INVITED = "invited"  # to one goal or one look back, and to nothing else
    PEER = "peer"
    GROUP = "group"  # who runs a group that the person is in
    ON_CALL = "on_call"
    EMERGENCY = "emergency"


_TEAM = frozenset({Label.NORMAL, Label.RESTRICTED, Label.SAFEGUARDING, Label.THIRD_PARTY})

# Which labels a relation may open at all; the row's category must be in the relation's scopes as well.
CLEARANCE: dict[RelationKind, frozenset[Label]] = {
    RelationKind.SELF: frozenset({Label.NORMAL, Label.RESTRICTED, Label.PRIVATE, Label.PEER}),
    RelationKind.COORDINATOR: _TEAM,
    RelationKind.CARE_TEAM: _TEAM - {Label.SAFEGUARDING},
    RelationKind.SUPERVISOR: _TEAM,
    RelationKind.GUARDIAN: frozenset({Label.NORMAL}),
    RelationKind.FAMILY: frozenset({Label.NORMAL}),
    RelationKind.INVITED: frozenset({Label.NORMAL}),
    RelationKind.PEER: frozenset({Label.NORMAL, Label.PEER}),
    RelationKind.GROUP: frozenset({Label.NORMAL}),
    RelationKind.ON_CALL: _TEAM,
    # Private lines too: that is what it is for. Its scope is the list for hard days alone.
    RelationKind.EMERGENCY: frozenset({Label.NORMAL, Label.PRIVATE}),
}


def scope_bits(categories: frozenset[Category] | set[Category]) -> int:
    """Return ``categories`` as the number that ``Relation.scopes`` stores."""
    return sum(category.bit for category in categories)


def clearance_bits(kind: RelationKind) -> int:
    """Return the labels that ``kind`` may open, as the number that ``Relation.clears`` stores."""
    return sum(CLEARANCE[kind])
