"""Care from elsewhere, health events, and who does what across agencies."""

from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Count, F, Q, QuerySet

from handrail.access import APART, Category, Permission, RelationKind, Viewer
from handrail.accounts.models import User
from handrail.base.errors import NotFound
from handrail.base.frozen import frozen
from handrail.base.words import Words, _
from handrail.catalogue.figures import Figure
from handrail.catalogue.hooks import KeyOutcome
from handrail.people.models import Participant, Relation
from handrail.people.queries import covers, person
from handrail.plans import allowed
from handrail.plans.models import CareTask, HealthEvent, OutsideCare
from handrail.plans.rules import (
    HEALTH_EVENT_KINDS,
    OUTSIDE_CARE_KINDS,
    CareTaskStatus,
    HealthEventKind,
    OutsideCareKind,
)
from handrail.prepared import prepared

SHOWN = 10
A_YEAR = timedelta(days=365)


@frozen
class Task:
    """A task as lists show it."""

    key: str
    person_key: str
    person: str
    what: str
    who: str
    due_on: date | None
    closed_on: date | None
    is_open: bool
    is_done: bool
    is_mine: bool
    is_waiting: bool  # open, and its day has passed


@frozen
class ShownEvent:
    row: HealthEvent
    kind: Words


@frozen
class ShownCare:
    row: OutsideCare
    kind: Words


@frozen
class HealthPage:
    """What the page of a person's health shows, in a constant number of queries."""

    person: Participant
    mine: bool
    may_write: bool
    sees_plan: bool
    tasks: list[Task]
    closed: list[Task]
    events: list[ShownEvent]
    care: list[ShownCare]
    ended: list[ShownCare]


def _task(row: CareTask, viewer: Viewer) -> Task:
    is_open = row.status == CareTaskStatus.OPEN
    return Task(
        key=row.key,
        person_key=row.participant.key,
        person=row.participant.full_name,
        what=row.what,
        who=row.owner.name if row.owner else row.owner_name,
        due_on=row.due_on,
        closed_on=row.closed_on,
        is_open=is_open,
        is_done=row.status == CareTaskStatus.DONE,
        is_mine=row.owner_id is not None and row.owner_id == viewer.user_id,
        is_waiting=is_open and row.due_on is not None and row.due_on < viewer.today,
    )


def _in_order(rows: QuerySet[CareTask]) -> QuerySet[CareTask]:
    return rows.select_related("participant", "owner").order_by(F("due_on").asc(nulls_last=True), "pk")


def _shown(viewer: Viewer, found: list[CareTask]) -> list[Task]:
    viewer.looks.add(Category.PLAN, {row.participant_id for row in found})
    return [_task(row, viewer) for row in found]


@prepared
def _tasks(viewer: Viewer, participant_id: UUID, only_own: bool) -> QuerySet[CareTask]:
    rows = CareTask.objects.visible_to(viewer).filter(participant_id=participant_id)
    return _in_order(rows.filter(owner_id=viewer.own_user) if only_own else rows)[:50]


def tasks_of_person(viewer: Viewer, participant: Participant) -> list[Task]:
    """Return the tasks around a person, open and closed; somebody who is no colleague reads their own alone."""
    only_own = not (viewer.is_staff or allowed.decides(viewer, participant.pk))
    return _shown(viewer, _tasks(viewer, participant.pk, only_own))


def own_tasks(viewer: Viewer, *, at_most: int = 50) -> list[Task]:
    """Return the open tasks that the viewer does, the earliest day first: one query."""
    return _shown(viewer, _own_tasks(viewer)[:at_most])


@prepared
def _own_tasks(viewer: Viewer) -> QuerySet[CareTask]:
    rows = CareTask.objects.visible_to(viewer).filter(
        organisation_id=viewer.own_organisation, owner_id=viewer.own_user, status=CareTaskStatus.OPEN
    )
    return _in_order(rows)[:50]


def tasks_without_owner(viewer: Viewer, *, at_most: int = 50) -> list[Task]:
    """Return the open tasks that nobody does, among the viewer's people: the coordinators' list."""
    if not viewer.may(Permission.COORDINATE):
        return []
    return _shown(viewer, _tasks_without_owner(viewer)[:at_most])


@prepared
def _tasks_without_owner(viewer: Viewer) -> QuerySet[CareTask]:
    rows = CareTask.objects.among_people_of(viewer).filter(
        organisation_id=viewer.own_organisation, owner=None, owner_name="", status=CareTaskStatus.OPEN
    )
    return _in_order(rows)[:50]


def health_page(viewer: Viewer, person_key: str) -> HealthPage:
    """Return what is written about a person's health and who does what; raises NotFound when it is closed."""
    found = person(viewer, person_key, Category.HEALTH)
    events = HealthEvent.objects.visible_to(viewer).filter(participant=found).select_related("author")
    care = OutsideCare.objects.visible_to(viewer).filter(participant=found).order_by("kind", "from_on", "pk")
    shown = [ShownCare(row, OUTSIDE_CARE_KINDS[OutsideCareKind(row.kind)]) for row in care]
    tasks = tasks_of_person(viewer, found)
    return HealthPage(
        person=found,
        mine=viewer.participant_id == found.pk,
        may_write=viewer.may(Permission.ROOM_WRITE),
        sees_plan=covers(viewer, found.pk, Category.PLAN),
        tasks=[one for one in tasks if one.is_open],
        closed=[one for one in tasks if not one.is_open],
        events=[
            ShownEvent(row, HEALTH_EVENT_KINDS[HealthEventKind(row.kind)])
            for row in events.order_by("-happened_on", "-pk")[:50]
        ],
        care=[one for one in shown if one.row.to_on is None],
        ended=[one for one in shown if one.row.to_on is not None],
    )


def newest_event(viewer: Viewer, participant: Participant) -> ShownEvent | None:
    """Return the newest health event that is open to the viewer, in one query."""
    rows = HealthEvent.objects.visible_to(viewer).filter(participant=participant)
    row: HealthEvent | None = rows.order_by("-happened_on", "-pk").first()
    if row is None:
        return None
    viewer.looks.add(Category.HEALTH, {participant.pk})
    return ShownEvent(row, HEALTH_EVENT_KINDS[HealthEventKind(row.kind)])


def outside_care(viewer: Viewer, participant: Participant, key: str) -> OutsideCare:
    """Return one row of care from elsewhere by its key, or raise NotFound."""
    rows = OutsideCare.objects.visible_to(viewer).filter(participant=participant, key=key)
    found: OutsideCare | None = rows.first()
    if found is None:
        raise NotFound(str(_("There is no such page.")))
    return found


def care_task(viewer: Viewer, participant: Participant, key: str) -> CareTask:
    """Return one task by its key, or raise NotFound; somebody who is no colleague finds their own alone."""
    rows = CareTask.objects.visible_to(viewer).filter(participant=participant, key=key)
    if not (viewer.is_staff or allowed.decides(viewer, participant.pk)):
        rows = rows.filter(owner_id=viewer.own_user)
    found: CareTask | None = rows.first()
    if found is None:
        raise NotFound(str(_("There is no such page.")))
    viewer.looks.add(Category.PLAN, {participant.pk})
    return found


def task_owners(viewer: Viewer, participant: Participant) -> dict[str, User]:
    """Return who can do a task with an account: whose relation opens the plan. By user id."""
    left_out = {RelationKind.SUPERVISOR, RelationKind.ON_CALL, *APART}
    rows = (
        Relation.objects.select_related("user")
        .filter(Q(to_on__isnull=True) | Q(to_on__gt=viewer.today), participant=participant)
        .exclude(kind__in=left_out)
        .order_by("user__name", "pk")
    )
    return {str(row.user_id): row.user for row in rows if row.scopes & Category.PLAN.bit}


@frozen
class CareTotals:
    """Tasks and health events of the people one works with, in a year."""

    open_tasks: int
    without_owner: int
    waiting: int
    events: list[tuple[Words, int]]


def _count_care(viewer: Viewer, slug: str) -> dict[str, Any]:
    """Count how many tasks are open and what happened, in two statements."""
    tasks = CareTask.objects.among_people_of(viewer).filter(
        organisation_id=viewer.own_organisation, status=CareTaskStatus.OPEN
    )
    counted = tasks.aggregate(
        open=Count("pk"),
        alone=Count("pk", filter=Q(owner=None, owner_name="")),
        waiting=Count("pk", filter=Q(due_on__lt=viewer.today)),
    )
    rows = HealthEvent.objects.among_people_of(viewer).filter(
        organisation_id=viewer.own_organisation, happened_on__gt=viewer.today - A_YEAR
    )
    by_kind = dict(rows.order_by().values_list("kind").annotate(n=Count("pk")))
    return {**counted, "events": by_kind}


CARE = Figure("care", _count_care, slugs=("integrated",), of_own=True)


def care_totals(viewer: Viewer) -> CareTotals:
    """Return how many tasks are open and what happened, for the programme page: no names."""
    counted = CARE.of(viewer, "integrated")
    by_kind = counted["events"]
    events = [(HEALTH_EVENT_KINDS[kind], by_kind[kind]) for kind in HealthEventKind if kind in by_kind]
    return CareTotals(counted["open"], counted["alone"], counted["waiting"], events)


def tasks_in_time(viewer: Viewer) -> KeyOutcome:
    """
    Return how many tasks of the last twelve months were closed by their day, of those whose day has come.

    Not counted: open tasks without a day, or with a day still ahead. One statement, totals of the organisation.
    """
    rows = CareTask.objects.filter(organisation_id=viewer.own_organisation)
    came = Q(due_on__lte=viewer.today, due_on__gt=viewer.today - A_YEAR)
    found = rows.aggregate(
        came=Count("pk", filter=came),
        people=Count("participant", filter=came, distinct=True),
        in_time=Count("pk", filter=came & Q(closed_on__lte=F("due_on"))),
        ahead=Count("pk", filter=Q(due_on=None) | Q(due_on__gt=viewer.today)),
    )
    return KeyOutcome(
        n=found["in_time"], out_of=found["came"], not_counted=found["ahead"], people=found["people"]
    )
