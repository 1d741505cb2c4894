"""Who lives together, and what each lets the others read."""

from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet

from handrail.access import Category, Label, Permission, Viewer
from handrail.base.errors import NotFound
from handrail.base.frozen import frozen
from handrail.base.words import _
from handrail.housing.models import HomeRoutine, HomeTrouble, HouseholdMember
from handrail.housing.rules import (
    EVERY_DAY,
    TROUBLE_KINDS,
    TROUBLE_STATUSES,
    WEEKDAYS,
    HomeTroubleStatus,
    TroubleKind,
)
from handrail.people.models import Participant
from handrail.plans.models import Step
from handrail.prepared import prepared
from handrail.ui.dates import hour


@frozen
class Resident:
    """Somebody under the same roof: a name, and a few words about them."""

    key: str
    name: str
    who: str
    is_person: bool
    may_end: bool


@frozen
class Routine:
    """What is done at home, when and by whom; ``key`` is empty for a routine of somebody else."""

    key: str
    title: str
    who: str
    days: str
    at: str
    step: str


@frozen
class Beside:
    """Something that another person of the household lets the others read."""

    name: str
    text: str


@frozen
class HouseholdPage:
    """The household as one member sees it: what is theirs, and what the others allow."""

    own: HouseholdMember | None
    residents: list[Resident]
    routines: list[Routine]
    beside: list[Beside]
    may_choose: bool

    @property
    def may_end(self) -> bool:
        return any(one.may_end for one in self.residents)


def _current(viewer: Viewer, participant: Participant) -> HouseholdMember | None:
    rows = HouseholdMember.objects.visible_to(viewer)
    found: HouseholdMember | None = rows.filter(participant=participant, name="", to_on=None).first()
    return found


def _others(own: HouseholdMember) -> list[HouseholdMember]:
    """Return those rows of the household that their people let the others read: here their choice opens the row."""
    rows = HouseholdMember.objects.filter(
        organisation_id=own.organisation_id, household=own.household, to_on=None
    )
    found = list(rows.select_related("participant").order_by("from_on", "created_at", "pk"))
    open_people = {row.participant_id for row in found if not row.name and row.shows_name}
    return [row for row in found if row.participant_id in {own.participant_id, *open_people}]


def _resident(row: HouseholdMember, own: HouseholdMember, may_write: bool) -> Resident:
    mine = row.participant_id == own.participant_id
    name = row.name or row.participant.called
    return Resident(row.key, name, row.who, row.pk == own.pk, may_write and mine and bool(row.name))


def days_in_words(weekdays: str) -> str:
    """Return the days of a routine: "Monday, Friday", or "every day"."""
    if weekdays == EVERY_DAY:
        return str(_("every day"))
    return ", ".join(str(WEEKDAYS[one]) for one in weekdays)


def _routine(row: HomeRoutine, steps: dict[Any, str]) -> Routine:
    return Routine(
        row.key,
        row.title,
        row.who,
        days_in_words(row.weekdays),
        hour(row.at) if row.at else "",
        steps.get(row.step_id, ""),
    )


def _steps(viewer: Viewer, rows: list[HomeRoutine]) -> dict[Any, str]:
    wanted = {row.step_id for row in rows if row.step_id}
    if not wanted:
        return {}
    found = Step.objects.visible_to(viewer).filter(pk__in=wanted)
    viewer.looks.add(Category.PLAN, {row.participant_id for row in rows})
    return {row.pk: row.title for row in found}


def _own_routines(viewer: Viewer, participant: Participant) -> list[HomeRoutine]:
    rows = HomeRoutine.objects.visible_to(viewer).filter(
        organisation_id=participant.organisation_id, participant=participant, to_on=None
    )
    return list(rows.order_by("at", "title", "pk"))


def _open_to(viewer: Viewer, own: HouseholdMember, model: Any) -> QuerySet[Any]:
    """Return rows of others: the person reads what they were shown; everybody else what is open to them anyway."""
    if viewer.participant_id == own.participant_id:
        shown: QuerySet[Any] = model.objects.filter(organisation_id=own.organisation_id, label=Label.NORMAL)
        return shown
    open_rows: QuerySet[Any] = model.objects.visible_to(viewer)
    return open_rows


def _beside(viewer: Viewer, own: HouseholdMember, others: list[HouseholdMember]) -> list[Beside]:
    """Return the routines and open notices that others in the household show; two queries however many live there."""
    people = {row.participant_id: row for row in others if not row.name}
    routines = [key for key, row in people.items() if row.shows_routines]
    troubles = [key for key, row in people.items() if row.shows_troubles]
    found = []
    if routines:
        rows = _open_to(viewer, own, HomeRoutine).filter(participant__in=routines, to_on=None)
        for done in rows.order_by("at", "pk"):
            called = people[done.participant_id].participant.called
            found.append(Beside(called, f"{done.title}: {days_in_words(done.weekdays)}"))
    if troubles:
        rows = _open_to(viewer, own, HomeTrouble).filter(participant__in=troubles)
        rows = rows.exclude(status=HomeTroubleStatus.SETTLED)
        for one in rows.order_by("look_on", "pk"):
            called = people[one.participant_id].participant.called
            kind, status = (
                TROUBLE_KINDS[TroubleKind(one.kind)],
                TROUBLE_STATUSES[HomeTroubleStatus(one.status)],
            )
            found.append(Beside(called, f"{kind}: {status}"))
    return found


def household_page(viewer: Viewer, participant: Participant) -> HouseholdPage:
    """Return the household of a person: own rows, and of the others only what each lets the others read."""
    own = _current(viewer, participant)
    rows = _own_routines(viewer, participant)
    steps = _steps(viewer, rows)
    may_write = viewer.may(Permission.ROOM_WRITE)
    living = _others(own) if own else []
    others = [row for row in living if row.participant_id != participant.pk]
    viewer.looks.add(Category.HOME, {row.participant_id for row in others})
    return HouseholdPage(
        own=own,
        residents=[_resident(row, own, may_write) for row in living] if own else [],
        routines=[_routine(row, steps) for row in rows],
        beside=_beside(viewer, own, others) if own else [],
        may_choose=viewer.participant_id == participant.pk,
    )


def joinable(viewer: Viewer, participant: Participant) -> dict[str, HouseholdMember]:
    """Return the households of other people whose home is open to the viewer, by key; nothing for the person."""
    if not viewer.is_staff:
        return {}
    rows = HouseholdMember.objects.among_people_of(viewer).filter(name="", to_on=None)
    found = list(rows.exclude(participant=participant).select_related("participant")[:50])
    viewer.looks.add(Category.HOME, {row.participant_id for row in found})
    return {row.key: row for row in found}


def member(viewer: Viewer, participant: Participant, key: str) -> HouseholdMember:
    """Return one row of the household that the person wrote, or raise NotFound."""
    rows = HouseholdMember.objects.visible_to(viewer).filter(participant=participant, key=key, to_on=None)
    found: HouseholdMember | None = rows.first()
    if found is None:
        raise NotFound(str(_("There is no such page.")))
    return found


def routine(viewer: Viewer, participant: Participant, key: str) -> HomeRoutine:
    """Return one routine of the person by its key, or raise NotFound."""
    rows = HomeRoutine.objects.visible_to(viewer).filter(participant=participant, key=key)
    found: HomeRoutine | None = rows.first()
    if found is None:
        raise NotFound(str(_("There is no such page.")))
    return found


@frozen
class RoutineDay:
    """What is done at home on one day of the week."""

    on: date
    lines: list[str]
    is_today: bool


@prepared
def _routines(viewer: Viewer, participant_id: UUID, first: date, last: date) -> QuerySet[HomeRoutine]:
    rows = HomeRoutine.objects.visible_to(viewer).filter(participant_id=participant_id, from_on__lte=last)
    return rows.filter(Q(to_on__isnull=True) | Q(to_on__gt=first)).order_by("at", "title", "pk")


def routines_of_week(viewer: Viewer, participant: Participant, monday: date) -> list[RoutineDay]:
    """Return the days of a week on which something is done at home, in one query."""
    sunday = monday + timedelta(days=6)
    found = _routines(viewer, participant.pk, monday, sunday)
    viewer.looks.add(Category.HOME, {participant.pk} if found else set())
    days = [monday + timedelta(days=number) for number in range(7)]
    week = [
        RoutineDay(on, [_line(row) for row in found if _runs(row, on)], on == viewer.today) for on in days
    ]
    return [one for one in week if one.lines]


def _runs(row: HomeRoutine, on: date) -> bool:
    ended = row.to_on is not None and on >= row.to_on
    return str(on.isoweekday()) in row.weekdays and row.from_on <= on and not ended


def _line(row: HomeRoutine) -> str:
    return ", ".join(part for part in (row.title, row.who, hour(row.at) if row.at else "") if part)
