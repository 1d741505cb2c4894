"""The page of a person's home, and its rows one by one."""

from typing import Any, TypeVar
from uuid import UUID

from django.db.models import Model, Q, QuerySet

from handrail.access import Category, Permission, RelationKind, Viewer
from handrail.accounts.models import User
from handrail.base.errors import NotFound
from handrail.base.frozen import frozen
from handrail.base.words import Words, _
from handrail.housing.models import (
    Home,
    HomeAnswer,
    HomeApplication,
    HomeTrouble,
    HomeTroubleStatusChange,
    HomeWish,
)
from handrail.housing.queries.household import HouseholdPage, household_page
from handrail.housing.rules import (
    APPLICATION_STATUSES,
    HOME_KINDS,
    HOME_SUPPORTS,
    OPEN_APPLICATIONS,
    RIGHT_FOR_ME,
    TROUBLE_KINDS,
    TROUBLE_STATUSES,
    HomeApplicationStatus,
    HomeKind,
    HomeSupport,
    HomeTroubleStatus,
    RightForMe,
    TroubleKind,
)
from handrail.people.models import Participant, Relation
from handrail.people.queries import person
from handrail.plans import queries as plans
from handrail.plans.models import Goal, Plan, Step
from handrail.plans.rules import OPEN_STEPS, GoalStatus

Row = TypeVar("Row", bound=Model)


@frozen
class ShownHome:
    """A home in words."""

    row: Home
    kind: Words
    support: Words
    hours: int | None


@frozen
class ShownAnswer:
    """The newest answer to "is it right for me?"."""

    row: HomeAnswer
    answer: Words


@frozen
class ShownApplication:
    row: HomeApplication
    status: Words
    is_open: bool
    rent: str


@frozen
class ShownTrouble:
    row: HomeTrouble
    kind: Words
    status: Words
    is_settled: bool


@frozen
class HomePage:
    """Everything that the page of a home shows, in a constant number of queries."""

    person: Participant
    mine: bool
    may_write: bool
    home: ShownHome | None
    answer: ShownAnswer | None
    before: list[ShownHome]
    wish: HomeWish | None
    goal: Goal | None
    looking: list[ShownApplication]
    looked: list[ShownApplication]
    troubles: list[ShownTrouble]
    settled: list[ShownTrouble]
    household: HouseholdPage


def _home(row: Home) -> ShownHome:
    kind, support = HOME_KINDS[HomeKind(row.kind)], HOME_SUPPORTS[HomeSupport(row.support)]
    return ShownHome(row, kind, support, row.support_hours)


def _rent(row: HomeApplication) -> str:
    return f"{row.rent_minor // 100} {row.currency}" if row.rent_minor is not None else ""


def _application(row: HomeApplication) -> ShownApplication:
    status = HomeApplicationStatus(row.status)
    return ShownApplication(row, APPLICATION_STATUSES[status], status in OPEN_APPLICATIONS, _rent(row))


def shown_trouble(row: HomeTrouble) -> ShownTrouble:
    """Return a notice in words."""
    status = HomeTroubleStatus(row.status)
    kind = TROUBLE_KINDS[TroubleKind(row.kind)]
    return ShownTrouble(row, kind, TROUBLE_STATUSES[status], status is HomeTroubleStatus.SETTLED)


def _rows(model: Any, viewer: Viewer, participant: Participant) -> QuerySet[Any]:
    rows: QuerySet[Any] = model.objects.visible_to(viewer).filter(
        organisation_id=participant.organisation_id, participant=participant
    )
    return rows


def _answer(viewer: Viewer, home: Home | None) -> ShownAnswer | None:
    if home is None:
        return None
    rows = HomeAnswer.objects.visible_to(viewer).filter(home=home).select_related("author")
    found = rows.order_by("-said_on", "-created_at", "-pk").first()
    return ShownAnswer(found, RIGHT_FOR_ME[RightForMe(found.answer)]) if found else None


def _goal(viewer: Viewer, wish: HomeWish | None) -> Goal | None:
    """Return the goal above a wish, for those to whom the plan is open too."""
    if wish is None or wish.goal_id is None:
        return None
    found: Goal | None = Goal.objects.visible_to(viewer).filter(pk=wish.goal_id).first()
    viewer.looks.add(Category.PLAN, {wish.participant_id} if found else set())
    return found


def home_page(viewer: Viewer, person_key: str) -> HomePage:
    """Return where somebody lives and what belongs to it; raises NotFound when that is closed to the viewer."""
    found = person(viewer, person_key, Category.HOME)
    homes = list(_rows(Home, viewer, found).order_by("-since_on", "-pk"))
    current = next((row for row in homes if row.until_on is None), None)
    looking = [_application(r) for r in _rows(HomeApplication, viewer, found).order_by("-created_at", "-pk")]
    troubles = _rows(HomeTrouble, viewer, found).select_related("owner").order_by("look_on", "pk")
    noticed = [shown_trouble(row) for row in troubles]
    wish = home_wish(viewer, found)
    return HomePage(
        person=found,
        mine=viewer.participant_id == found.pk,
        may_write=viewer.may(Permission.ROOM_WRITE),
        home=_home(current) if current else None,
        answer=_answer(viewer, current),
        before=[_home(row) for row in homes if row.until_on is not None],
        wish=wish,
        goal=_goal(viewer, wish),
        looking=[one for one in looking if one.is_open],
        looked=[one for one in looking if not one.is_open],
        troubles=[one for one in noticed if not one.is_settled],
        settled=[one for one in noticed if one.is_settled],
        household=household_page(viewer, found),
    )


def _one(model: type[Row], viewer: Viewer, participant: Participant, key: str) -> Row:
    found: Row | None = _rows(model, viewer, participant).filter(key=key).first()
    if found is None:
        raise NotFound(str(_("There is no such page.")))
    return found


def home(viewer: Viewer, participant: Participant, key: str) -> Home:
    """Return one home of a person by its key, or raise NotFound."""
    return _one(Home, viewer, participant, key)


def current_home(viewer: Viewer, participant: Participant) -> Home | None:
    """Return where the person lives now, if it is written down."""
    found: Home | None = _rows(Home, viewer, participant).filter(until_on=None).first()
    return found


def home_wish(viewer: Viewer, participant: Participant) -> HomeWish | None:
    """Return the home that the person wants, if they said so."""
    found: HomeWish | None = _rows(HomeWish, viewer, participant).first()
    return found


def application(viewer: Viewer, participant: Participant, key: str) -> HomeApplication:
    """Return one application by its key, or raise NotFound."""
    return _one(HomeApplication, viewer, participant, key)


def trouble(viewer: Viewer, participant: Participant, key: str) -> HomeTrouble:
    """Return one notice by its key, or raise NotFound."""
    return _one(HomeTrouble, viewer, participant, key)


def changes_of(viewer: Viewer, trouble: HomeTrouble) -> list[HomeTroubleStatusChange]:
    """Return what was done about a notice, with who and their words, the oldest first."""
    rows = HomeTroubleStatusChange.objects.visible_to(viewer).filter(trouble=trouble)
    return list(rows.select_related("changed_by").order_by("changed_at", "pk"))


def goals_of(viewer: Viewer, participant: Participant) -> dict[str, Goal]:
    """Return the person's active goals by key, for a form."""
    rows = Goal.objects.visible_to(viewer).filter(participant=participant, status=GoalStatus.ACTIVE)
    viewer.looks.add(Category.PLAN, {participant.pk})
    return {row.key: row for row in rows.order_by("position", "pk")}


def steps_of(viewer: Viewer, participant: Participant) -> dict[str, Step]:
    """Return the person's open steps by key, for a form."""
    rows = Step.objects.visible_to(viewer).filter(participant=participant, status__in=OPEN_STEPS)
    viewer.looks.add(Category.PLAN, {participant.pk})
    return {row.key: row for row in rows.order_by("goal__position", "position", "pk")}


def newest_plan(viewer: Viewer, participant: Participant) -> Plan | None:
    """Return the plan that a new goal goes into, or None while none is open."""
    try:
        return plans.current_plan(viewer, participant)
    except NotFound:
        return None


def owners(viewer: Viewer, participant: Participant) -> dict[str, User]:
    """Return who can see to something around the home: the person, and whose relation opens it. By user id."""
    kinds = [RelationKind.SELF, RelationKind.COORDINATOR, RelationKind.CARE_TEAM, RelationKind.FAMILY]
    rows = (
        Relation.objects.select_related("user")
        .filter(Q(to_on__isnull=True) | Q(to_on__gt=viewer.today), participant=participant, kind__in=kinds)
        .order_by("user__name", "pk")
    )
    found: dict[UUID, User] = {row.user_id: row.user for row in rows if row.scopes & Category.HOME.bit}
    return {str(key): user for key, user in found.items()}
