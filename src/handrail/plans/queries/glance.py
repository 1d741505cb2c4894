"""A whole life on one page: each area with what is strong, what is wished, the step now and two numbers."""

from collections import defaultdict
from uuid import UUID

from django.db.models import Exists, OuterRef, QuerySet

from handrail.access import Category, Viewer
from handrail.base.frozen import frozen
from handrail.intake.rules import AuthorKind
from handrail.people.models import Participant
from handrail.people.rooms import Door, rooms_of
from handrail.plans import allowed
from handrail.plans.hooks import AreaFact, hooks
from handrail.plans.models import AreaEntry, Goal, Plan, Step
from handrail.plans.queries.page import Can, can, speaker
from handrail.plans.queries.words import Speaker
from handrail.plans.rules import (
    FOUR_PLACES,
    LIFE_AREAS,
    OPEN_STEPS,
    GoalStatus,
    LifeArea,
    PlanStatus,
    SupportLevel,
)
from handrail.prepared import padded, prepared

WISHES = 10 * len(LIFE_AREAS)
ICONS: dict[LifeArea, str] = {
    LifeArea.HOME: "home",
    LifeArea.WORK: "work",
    LifeArea.LEARNING: "book",
    LifeArea.FRIENDS: "people",
    LifeArea.FAMILY: "heart",
    LifeArea.HEALTH: "leaf",
    LifeArea.MONEY: "coin",
    LifeArea.IDEAS: "idea",
    LifeArea.FAITH: "today",
    LifeArea.ROLES: "brush",
}


@frozen
class StepNow:
    """The step that is on in an area, and who is with the person in it."""

    key: str
    title: str
    level: SupportLevel
    company: str


@frozen
class Area:
    """One area as the page shows it; ``mine`` and ``staff`` stand beside each other and are never mixed."""

    area: LifeArea
    title: str
    icon: str
    mine: AreaEntry | None
    staff: AreaEntry | None
    wish: str
    step: StepNow | None
    facts: tuple[AreaFact, ...]

    @property
    def is_blank(self) -> bool:
        """Return whether nothing stands here yet, which is fine."""
        return not (self.mine or self.staff or self.wish or self.step or self.facts)


@frozen
class GlancePage:
    participant: Participant
    speaker: Speaker
    can: Can
    places: tuple[Area, ...]
    rest: tuple[Area, ...]
    doors: list[Door]


@prepared
def _current(viewer: Viewer, participant_id: UUID) -> QuerySet[AreaEntry]:
    return AreaEntry.objects.visible_to(viewer).filter(participant_id=participant_id, is_current=True)


@prepared
def _open_steps(viewer: Viewer, goals: tuple[UUID, ...]) -> QuerySet[Step]:
    rows = Step.objects.visible_to(viewer).filter(goal_id__in=goals, status__in=OPEN_STEPS)
    return rows.order_by("-position")


@prepared
def _goals(viewer: Viewer, participant_id: UUID) -> QuerySet[Goal]:
    rows = Goal.objects.visible_to(viewer).filter(participant_id=participant_id, status=GoalStatus.ACTIVE)
    return rows.exclude(plan__status=PlanStatus.ENDED).order_by("position")


def _entries(viewer: Viewer, participant: Participant) -> dict[tuple[str, str], AreaEntry]:
    return {(row.area, row.author_kind): row for row in _current(viewer, participant.pk)}


def _steps(viewer: Viewer, goals: list[Goal]) -> dict[UUID, Step]:
    """Return the first open step of each goal."""
    rows = _open_steps(viewer, padded(goal.pk for goal in goals)) if goals else []
    return {row.goal_id: row for row in rows}


def _now(step: Step, who: Speaker) -> StepNow:
    level = SupportLevel(step.support_wanted)
    return StepNow(step.key, step.title, level, who.level(level, step.with_whom))


def glance_page(viewer: Viewer, participant: Participant) -> GlancePage:
    """
    Return every life area of S-130, home, health, family and friends in four statements, whatever the record holds.

    Rooms of higher packages add their facts through ``hooks.area_facts``; a room that is closed to the viewer adds
    none. The wish is the person's newest own line, else the words of the goal in that area.
    """
    who, entries, goals = (
        speaker(viewer, participant),
        _entries(viewer, participant),
        _goals(viewer, participant.pk),
    )
    steps = _steps(viewer, goals)
    facts: dict[LifeArea, list[AreaFact]] = defaultdict(list)
    for offer in hooks.area_facts:
        for fact in offer(viewer, participant):
            facts[fact.area].append(fact)
    viewer.looks.add(Category.PLAN, {participant.pk})

    def area(kind: LifeArea) -> Area:
        mine, of_area = (
            entries.get((kind, AuthorKind.MINE)),
            [goal for goal in goals if goal.life_area == kind],
        )
        on = [steps[goal.pk] for goal in of_area if goal.pk in steps]
        return Area(
            area=kind,
            title=str(LIFE_AREAS[kind]),
            icon=ICONS[kind],
            mine=mine,
            staff=entries.get((kind, AuthorKind.STAFF)),
            wish=(mine.wish if mine else "") or (of_area[0].words if of_area else ""),
            step=_now(on[0], who) if on else None,
            facts=tuple(facts[kind]),
        )

    areas = {kind: area(kind) for kind in LIFE_AREAS}
    return GlancePage(
        participant=participant,
        speaker=who,
        can=can(viewer, participant),
        places=tuple(areas[kind] for kind in FOUR_PLACES),
        rest=tuple(found for kind, found in areas.items() if kind not in FOUR_PLACES),
        doors=[door for door in rooms_of(viewer, participant) if not door.href.endswith("/glance")],
    )


def area_entry(viewer: Viewer, participant: Participant, area: LifeArea) -> AreaEntry | None:
    """Return what the viewer's own side said last about one area, to go on from there."""
    side = AuthorKind.MINE if allowed.decides(viewer, participant.pk) else AuthorKind.STAFF
    return (
        AreaEntry.objects.visible_to(viewer)
        .filter(participant=participant, area=area, author_kind=side, is_current=True)
        .first()
    )


@frozen
class OpenWishes:
    """Somebody's wishes that no goal answers yet: needs without an owner."""

    person_key: str
    name: str
    wishes: tuple[str, ...]


@prepared
def _wishes(viewer: Viewer) -> QuerySet[AreaEntry]:
    open_plans = Plan.objects.visible_to(viewer).exclude(status=PlanStatus.ENDED)
    rows = AreaEntry.objects.among_people_of(viewer).filter(
        Exists(open_plans.filter(participant_id=OuterRef("participant_id"))),
        is_current=True,
        author_kind=AuthorKind.MINE,
    )
    return rows.exclude(wish="").select_related("participant").order_by("-said_on", "pk")[:WISHES]


@prepared
def _areas_with_goal(viewer: Viewer, people: tuple[UUID, ...]) -> QuerySet[Goal, tuple[UUID, str]]:
    rows = Goal.objects.visible_to(viewer).filter(status=GoalStatus.ACTIVE, participant_id__in=people)
    return rows.values_list("participant_id", "life_area")


def wishes_without_step(viewer: Viewer, *, at_most: int = 10) -> list[OpenWishes]:
    """
    Return who wishes something in areas without an active goal, newest first, for their coordinator.

    Two statements; at most ten newest lines of each of ``at_most`` people are looked at.
    """
    rows = _wishes(viewer)[: at_most * len(LIFE_AREAS)]
    answered = set(_areas_with_goal(viewer, padded({row.participant_id for row in rows}))) if rows else set()
    left: dict[Participant, list[str]] = defaultdict(list)
    for row in rows:
        if (row.participant_id, row.area) not in answered:
            left[row.participant].append(row.wish)
    shown = list(left.items())[:at_most]
    viewer.looks.add(Category.PLAN, {participant.pk for participant, _wishes in shown})
    return [OpenWishes(one.key, one.called, tuple(wishes)) for one, wishes in shown]
