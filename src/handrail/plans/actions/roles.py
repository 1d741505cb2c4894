"""Roles in a life: written down, come and gone, and wanted so much that they become a goal."""

from datetime import date

from django.db import transaction

from handrail.access import Viewer
from handrail.audit.actions import record
from handrail.base.errors import DomainError, Stale
from handrail.base.text import kept
from handrail.base.transitions import check_transition
from handrail.base.words import _
from handrail.people.models import Participant
from handrail.plans import allowed
from handrail.plans.actions.goals import new_goal
from handrail.plans.models import LifeRole, LifeRoleStatusChange, Plan
from handrail.plans.rules import Environment, LifeArea, PlanStatus
from handrail.plans.rules.roles import LIFE_ROLE_TRANSITIONS, ROLE_KINDS, LifeRoleStatus, RoleKind

# Where a role that is wanted belongs when it becomes a goal.
ROLE_PLACES: dict[RoleKind, Environment] = {
    RoleKind.WORKER: Environment.WORKING,
    RoleKind.VOLUNTEER: Environment.WORKING,
    RoleKind.STUDENT: Environment.LEARNING,
    RoleKind.TENANT: Environment.LIVING,
    RoleKind.NEIGHBOUR: Environment.LIVING,
    RoleKind.PARENT: Environment.LIVING,
    RoleKind.FAMILY: Environment.LIVING,
    RoleKind.FRIEND: Environment.SOCIALISING,
    RoleKind.MEMBER: Environment.SOCIALISING,
    RoleKind.OWN: Environment.SOCIALISING,
}


def _keep_change(role: LifeRole, before: str, *, by: Viewer) -> None:
    LifeRoleStatusChange.objects.create(
        organisation_id=role.organisation_id,
        participant_id=role.participant_id,
        label=role.label,
        life_role=role,
        from_status=before,
        to_status=role.status,
        changed_by_id=by.user_id,
    )


def _check_day(day: date | None, participant: Participant, by: Viewer) -> None:
    if day is None:
        return
    if day > by.today:
        raise DomainError(str(_("This day is still to come. Choose today or a day before.")))
    if participant.birth_on and day < participant.birth_on:
        raise DomainError(str(_("This day is before the birth date. Check the year.")))


@transaction.atomic
def add_life_role(
    *,
    participant: Participant,
    kind: RoleKind,
    status: LifeRoleStatus,
    by: Viewer,
    words: str = "",
    since_on: date | None = None,
    until_on: date | None = None,
) -> LifeRole:
    """
    Write down a role that the person has, wants or had (S-214, S-249), since when if they like.

    Raises DomainError for an own role without words, and for days that cannot be.
    """
    allowed.check_writes(by, participant.pk)
    tidy = kept(words).strip()
    if kind == RoleKind.OWN and not tidy:
        raise DomainError(str(_("Say in a word or two what the role is.")))
    for day in (since_on, until_on):
        _check_day(day, participant, by)
    if status != LifeRoleStatus.HAD:
        until_on = None
    if since_on and until_on and until_on < since_on:
        raise DomainError(str(_("The end is before the beginning. Check both days.")))
    role = LifeRole.objects.create(
        organisation_id=participant.organisation_id,
        participant=participant,
        kind=kind,
        words=tidy,
        status=status,
        since_on=None if status == LifeRoleStatus.WANT else since_on,
        until_on=until_on,
    )
    _keep_change(role, "", by=by)
    record(by, "add_life_role", role, op="create")
    return role


def _locked(role: LifeRole, version: int | None = None) -> LifeRole:
    row: LifeRole = (
        LifeRole.objects.select_for_update(of=("self",)).select_related("participant").get(pk=role.pk)
    )
    if version is not None and row.version != version:
        raise Stale(str(_("Somebody changed this in the meantime. Look at it again, then save.")))
    return row


@transaction.atomic
def change_life_role(
    *, role: LifeRole, to: LifeRoleStatus, by: Viewer, version: int | None = None
) -> LifeRole:
    """Say that a role began, is over, is wanted or not now; a role that begins has today as its day."""
    allowed.check_writes(by, role.participant_id)
    row = _locked(role, version)
    before = LifeRoleStatus(row.status)
    check_transition(LIFE_ROLE_TRANSITIONS, before, to)
    row.status = to
    row.until_on = by.today if to == LifeRoleStatus.HAD else None
    if to == LifeRoleStatus.HAVE:
        row.since_on = by.today
    row.version += 1
    row.save()
    _keep_change(row, before, by=by)
    record(by, "change_life_role", row)
    return row


@transaction.atomic
def make_life_role_a_goal(*, role: LifeRole, plan: Plan, by: Viewer) -> LifeRole:
    """
    Make a role that is wanted a goal of the plan, in the role’s own words.

    Raises DomainError when it is one already, or when no plan is open.
    """
    row = _locked(role)
    if row.status != LifeRoleStatus.WANT:
        raise DomainError(str(_("Say first that this role is wanted.")))
    if row.goal_id is not None:
        raise DomainError(str(_("This is a goal already. Open the plan to see it.")))
    if plan.status == PlanStatus.ENDED or plan.participant_id != row.participant_id:
        raise DomainError(str(_("No plan is open. Open one first, then make this a goal.")))
    kind = RoleKind(row.kind)
    row.goal = new_goal(
        plan=plan,
        words=row.words or str(ROLE_KINDS[kind]),
        life_area=LifeArea.ROLES,
        environment=ROLE_PLACES[kind],
        by=by,
    )
    row.version += 1
    row.save()
    record(by, "make_life_role_a_goal", row)
    return row
