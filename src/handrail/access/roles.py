"""The roles, few and fixed, with what each may do: the one table to read (ADR 0005)."""

from enum import StrEnum

from handrail.access.permissions import Permission as P
from handrail.access.permissions import RelationKind
from handrail.base.frozen import frozen
from handrail.base.words import Words, _


class Role(StrEnum):
    PARTICIPANT = "participant"
    FAMILY = "family"
    PEER = "peer"
    SPECIALIST = "specialist"
    CLINICIAN = "clinician"
    COORDINATOR = "coordinator"
    MANAGER = "manager"
    FUNDER = "funder"
    ADMINISTRATOR = "administrator"


@frozen
class RoleCard:
    name: Words
    description: Words
    permissions: frozenset[P]


_SHARED = {P.ACCOUNT, P.RECORD_READ, P.SHARED_RECORD}
_PRACTICE = {
    P.ACCOUNT,
    P.TODAY,
    P.PEOPLE_READ,
    P.RECORD_READ,
    P.INTAKE_ANSWER,
    P.PLAN_PROPOSE,
    P.STEP_REPORT,
    P.WEEK_EDIT,
    P.NOTE_WRITE,
    P.NOTE_READ,
    P.SESSION_PLAN,
    P.START_ANSWER,
    P.SAFETY_TAKE,
    P.REFERRAL_TAKE,
    P.ROOM_WRITE,
    P.DIRECTORY_EDIT,
    P.EMERGENCY_OPEN,
    P.COST_WRITE,
}

ROLES: dict[Role, RoleCard] = {
    Role.PARTICIPANT: RoleCard(
        _("Person with a plan"),
        _("Reads and changes their own record, answers proposals, decides who sees what."),
        frozenset(
            {
                P.ACCOUNT,
                P.RECORD_READ,
                P.OWN_RECORD,
                P.INTAKE_ANSWER,
                P.PLAN_ANSWER,
                P.STEP_REPORT,
                P.WEEK_EDIT,
                P.NOTE_READ,
                P.START_ANSWER,
                P.ROOM_WRITE,
            }
        ),
    ),
    Role.FAMILY: RoleCard(
        _("Family or friend"),
        _("Reads what the person shares and says how own tasks went. Never notes unless the person says so."),
        frozenset(_SHARED | {P.START_ANSWER}),
    ),
    Role.PEER: RoleCard(
        _("Peer supporter"),
        _("Meets people as an equal, reads what they show. Their own history is nobody's record."),
        frozenset(_SHARED | {P.TODAY, P.PEOPLE_READ, P.PEER_OWN_PAGE}),
    ),
    Role.SPECIALIST: RoleCard(
        _("Specialist"),
        _("Meets people, practises with them, writes notes with them, proposes steps."),
        frozenset(_PRACTICE),
    ),
    Role.CLINICIAN: RoleCard(
        _("Clinician"),
        _("Treats and advises people on whose team they are; may propose steps and write notes."),
        frozenset(_PRACTICE),
    ),
    Role.COORDINATOR: RoleCard(
        _("Coordinator"),
        _("Answers for the one plan: first contact, team, look backs, safety."),
        frozenset(
            _PRACTICE | {P.COORDINATE, P.OUTCOMES_READ, P.PEOPLE_IMPORT, P.PEER_SUPERVISE, P.OFFER_EDIT}
        ),
    ),
    Role.MANAGER: RoleCard(
        _("Manager"),
        _("Sees whether life gets better, in totals, and the people of their own unit."),
        frozenset(
            {
                P.ACCOUNT,
                P.TODAY,
                P.PEOPLE_READ,
                P.RECORD_READ,
                P.OUTCOMES_READ,
                P.COORDINATE,
                P.SAFETY_TAKE,
                P.PEER_SUPERVISE,
                P.DIRECTORY_EDIT,
                P.OFFER_EDIT,
                P.WORDS_EDIT,
                P.MEMBER_END,
            }
        ),
    ),
    Role.FUNDER: RoleCard(
        _("Funder"),
        _("Sees totals with small numbers hidden. No page about a person opens."),
        frozenset({P.ACCOUNT, P.OUTCOMES_READ}),
    ),
    Role.ADMINISTRATOR: RoleCard(
        _("Administrator"),
        _("Keeps places, members and words in order. No page about a person opens."),
        frozenset({P.ACCOUNT, P.PLACE_MANAGE, P.DIRECTORY_EDIT, P.WORDS_EDIT, P.MEMBER_END}),
    ),
}

_TEAM = frozenset({RelationKind.CARE_TEAM, RelationKind.GROUP, RelationKind.ON_CALL, RelationKind.EMERGENCY})
_LEAD = _TEAM | {RelationKind.COORDINATOR, RelationKind.SUPERVISOR}

# For what reasons a record can be open to somebody in that role. A funder and an administrator have none: whatever
# stands in the table of relations, no row about a person is theirs to see.
ROLE_RELATIONS: dict[Role, frozenset[RelationKind]] = {
    Role.PARTICIPANT: frozenset({RelationKind.SELF}),
    Role.FAMILY: frozenset({RelationKind.FAMILY, RelationKind.INVITED, RelationKind.GUARDIAN}),
    Role.PEER: frozenset(
        {RelationKind.PEER, RelationKind.GROUP}
    ),  # what a person shows, never a team's whole view
    Role.SPECIALIST: _TEAM,
    Role.CLINICIAN: _TEAM,
    Role.COORDINATOR: _LEAD,
    Role.MANAGER: _LEAD - {RelationKind.EMERGENCY},  # whoever looks at openings afterwards makes none
    Role.FUNDER: frozenset(),
    Role.ADMINISTRATOR: frozenset(),
}

STAFF_ROLES = frozenset(
    {Role.SPECIALIST, Role.CLINICIAN, Role.COORDINATOR, Role.MANAGER, Role.FUNDER, Role.ADMINISTRATOR}
)


# What opens nothing in lists and on ordinary pages: only pages of their own ask by it, and by nothing else.
APART = frozenset({RelationKind.EMERGENCY, RelationKind.INVITED})


def opening_kinds(
    role: Role | None, *, in_emergency: bool = False, by_invitation: bool = False
) -> frozenset[RelationKind]:
    """
    Return for what reasons a record can be open to ``role``.

    An emergency and an invitation open nothing on ordinary pages, and on their own page nothing else opens anything.
    """
    held = frozenset[RelationKind]() if role is None else ROLE_RELATIONS[role]
    asked = {RelationKind.EMERGENCY: in_emergency, RelationKind.INVITED: by_invitation}
    if any(asked.values()):
        return held & {kind for kind, is_asked in asked.items() if is_asked}
    return held - APART


def may(role: Role | None, permission: P) -> bool:
    """Return whether ``role`` holds ``permission``; nobody without a role holds any."""
    return role is not None and permission in ROLES[role].permissions
