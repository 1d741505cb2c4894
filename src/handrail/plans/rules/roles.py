"""Roles in a life, as plain tables."""

from enum import StrEnum

from handrail.base.words import Words, _


class RoleKind(StrEnum):
    """Roles in a life (S-214, S-249). Nobody has to want another one."""

    WORKER = "worker"
    STUDENT = "student"
    TENANT = "tenant"
    FRIEND = "friend"
    PARENT = "parent"
    FAMILY = "family"
    NEIGHBOUR = "neighbour"
    VOLUNTEER = "volunteer"
    MEMBER = "member"
    OWN = "own"


ROLE_KINDS: dict[RoleKind, Words] = {
    RoleKind.WORKER: _("Somebody with work"),
    RoleKind.STUDENT: _("Student"),
    RoleKind.TENANT: _("Tenant"),
    RoleKind.FRIEND: _("Friend"),
    RoleKind.PARENT: _("Parent"),
    RoleKind.FAMILY: _("Daughter, son, brother, sister"),
    RoleKind.NEIGHBOUR: _("Neighbour"),
    RoleKind.VOLUNTEER: _("Volunteer"),
    RoleKind.MEMBER: _("Member of a club or community"),
    RoleKind.OWN: _("In my own words"),
}


class LifeRoleStatus(StrEnum):
    HAVE = "have"
    WANT = "want"
    HAD = "had"
    SET_ASIDE = "set_aside"


LIFE_ROLES: dict[LifeRoleStatus, Words] = {
    LifeRoleStatus.HAVE: _("I have it"),
    LifeRoleStatus.WANT: _("I want it"),
    LifeRoleStatus.HAD: _("I had it"),
    LifeRoleStatus.SET_ASIDE: _("Not now"),
}
LIFE_ROLE_TRANSITIONS: dict[LifeRoleStatus, set[LifeRoleStatus]] = {
    LifeRoleStatus.WANT: {LifeRoleStatus.HAVE, LifeRoleStatus.SET_ASIDE},
    LifeRoleStatus.HAVE: {LifeRoleStatus.HAD},
    LifeRoleStatus.HAD: {LifeRoleStatus.HAVE, LifeRoleStatus.WANT},
    LifeRoleStatus.SET_ASIDE: {LifeRoleStatus.WANT, LifeRoleStatus.HAVE},
}
