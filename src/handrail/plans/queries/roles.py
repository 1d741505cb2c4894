"""Roles in a person’s life, and how many people of a programme have and want some."""

from collections import Counter

from django.db.models import Count, Q

from handrail.access import Category, Viewer
from handrail.base.errors import NotFound
from handrail.base.frozen import frozen
from handrail.base.words import Words, _
from handrail.catalogue.figures import Figure
from handrail.people.kept import keeps
from handrail.people.models import Participant
from handrail.plans import allowed
from handrail.plans.hooks import AreaFact
from handrail.plans.models import LifeRole, Plan
from handrail.plans.queries.words import Speaker
from handrail.plans.rules import LifeArea, PlanStatus
from handrail.plans.rules.roles import (
    LIFE_ROLE_TRANSITIONS,
    LIFE_ROLES,
    ROLE_KINDS,
    LifeRoleStatus,
    RoleKind,
)
from handrail.ui.addresses import address
from handrail.ui.dates import day

FACTS = 3


@frozen
class RoleLine:
    """A role as the page shows it, and what it may become; ``name`` tells its buttons from those of the others."""

    key: str
    title: str
    name: str
    hint: str
    goal_key: str
    next: tuple[tuple[LifeRoleStatus, Words], ...]
    may_be_goal: bool
    version: int


@frozen
class RolesPage:
    """The roles of one person: what they have, want and had."""

    speaker: Speaker
    have: list[RoleLine]
    want: list[RoleLine]
    had: list[RoleLine]
    aside: list[RoleLine]
    can_write: bool
    plan: Plan | None

    @property
    def is_empty(self) -> bool:
        """Return whether no role is written down."""
        return not (self.have or self.want or self.had or self.aside)


def title_of(role: LifeRole) -> str:
    return role.words or str(ROLE_KINDS[RoleKind(role.kind)])


def _hint(role: LifeRole) -> str:
    kind = str(ROLE_KINDS[RoleKind(role.kind)]) if role.words and role.kind != RoleKind.OWN else ""
    since = _("since %(day)s") % {"day": day(role.since_on, weekday=False)} if role.since_on else ""
    until = _("until %(day)s") % {"day": day(role.until_on, weekday=False)} if role.until_on else ""
    return ", ".join(part for part in (kind, since, until) if part)


def _names(roles: list[LifeRole]) -> dict[str, str]:
    """Return a name for each role that no other has: with since when, where titles are the same, then with a number."""
    found: dict[str, str] = {}
    titles = Counter(title_of(role) for role in roles)
    said: Counter[str] = Counter()
    for role in roles:
        title = title_of(role)
        name = ", ".join(part for part in (title, _hint(role)) if part) if titles[title] > 1 else title
        said[name] += 1
        found[role.key] = f"{name} ({said[name]})" if said[name] > 1 else name
    return found


def _line(role: LifeRole, name: str, has_plan: bool) -> RoleLine:
    status = LifeRoleStatus(role.status)
    return RoleLine(
        key=role.key,
        title=title_of(role),
        name=name,
        hint=_hint(role),
        goal_key=role.goal.key if role.goal else "",
        next=tuple((to, words) for to, words in LIFE_ROLES.items() if to in LIFE_ROLE_TRANSITIONS[status]),
        may_be_goal=has_plan and status == LifeRoleStatus.WANT and role.goal_id is None,
        version=role.version,
    )


def roles_page(viewer: Viewer, participant: Participant) -> RolesPage:
    """Return the roles of a person, in two statements."""
    viewer.looks.add(Category.PLAN, {participant.pk})
    rows = list(
        LifeRole.objects.visible_to(viewer)
        .filter(participant=participant)
        .select_related("goal")
        .order_by("since_on", "pk")
    )
    plans = Plan.objects.visible_to(viewer).filter(participant=participant)
    plan: Plan | None = plans.exclude(status=PlanStatus.ENDED).first()

    names = _names(rows)

    def lines(status: LifeRoleStatus) -> list[RoleLine]:
        return [_line(row, names[row.key], plan is not None) for row in rows if row.status == status]

    return RolesPage(
        speaker=Speaker(mine=viewer.participant_id == participant.pk, name=participant.called),
        have=lines(LifeRoleStatus.HAVE),
        want=lines(LifeRoleStatus.WANT),
        had=lines(LifeRoleStatus.HAD),
        aside=lines(LifeRoleStatus.SET_ASIDE),
        can_write=allowed.decides(viewer, participant.pk) or allowed.suggests(viewer),
        plan=plan,
    )


def life_role(viewer: Viewer, participant: Participant, key: str) -> LifeRole:
    """Return one role of the person that is open to the viewer, or raise NotFound."""
    found: LifeRole | None = (
        LifeRole.objects.visible_to(viewer).filter(participant=participant, key=key).first()
    )
    if found is None:
        raise NotFound(str(_("There is no such page.")))
    viewer.looks.add(Category.PLAN, {participant.pk})
    return found


def role_facts(viewer: Viewer, participant: Participant) -> list[AreaFact]:
    """Return what roles say on “My life at a glance”: those that the person has, and those they want."""
    if not keeps(viewer, participant, LifeRole):
        return []
    page = address("plans:roles", participant.key)
    rows = (
        LifeRole.objects.visible_to(viewer)
        .filter(participant=participant, status__in=[LifeRoleStatus.HAVE, LifeRoleStatus.WANT])
        .order_by("since_on", "pk")
    )
    said = {LifeRoleStatus.HAVE: _("Has: %(roles)s."), LifeRoleStatus.WANT: _("Wants: %(roles)s.")}
    if viewer.participant_id == participant.pk:
        said = {
            LifeRoleStatus.HAVE: _("I am: %(roles)s."),
            LifeRoleStatus.WANT: _("I want to be: %(roles)s."),
        }
    found = list(rows)
    facts = []
    for status, words in said.items():
        titles = [title_of(row) for row in found if row.status == status][:FACTS]
        if titles:
            facts.append(AreaFact(LifeArea.ROLES, str(words) % {"roles": ", ".join(titles)}, page))
    return facts


@frozen
class RoleTotals:
    """Roles of the people whom the viewer works with: totals, no names."""

    people: int
    have: int
    want: int
    goals: int


def _count_roles(viewer: Viewer, slug: str) -> dict[str, int]:
    """Count how many people have written roles down, and how many of these are wanted or became a goal."""
    rows = LifeRole.objects.among_people_of(viewer).filter(organisation_id=viewer.own_organisation)
    found: dict[str, int] = rows.aggregate(
        people=Count("participant", distinct=True),
        have=Count("pk", filter=Q(status=LifeRoleStatus.HAVE)),
        want=Count("pk", filter=Q(status=LifeRoleStatus.WANT)),
        goals=Count("pk", filter=Q(goal__isnull=False)),
    )
    return found


ROLES = Figure("roles", _count_roles, slugs=("aim",), of_own=True)


def role_totals(viewer: Viewer) -> RoleTotals:
    """Return how many people have written roles down, and how many of these are wanted or became a goal."""
    return RoleTotals(**ROLES.of(viewer, "aim"))
