"""How far the goals of one person came: each as both sides see it, and all together where every one is rated."""

from datetime import date
from uuid import UUID

from handrail.access import Category, Viewer
from handrail.base.errors import NotFound
from handrail.base.frozen import frozen
from handrail.base.words import _
from handrail.intake.rules import AuthorKind
from handrail.outcomes.models import GoalRating, GoalScale
from handrail.outcomes.rules import LEVEL_WORDS, SIDES, attained
from handrail.people.models import Participant
from handrail.plans.models import Goal
from handrail.plans.rules import GoalStatus

HUNDRED = 100


@frozen
class Step:
    """One of the five steps: its words, and who says that the goal came to it, on which day."""

    level: int
    title: str
    words: str
    is_start: bool
    mine: date | None
    staff: date | None


@frozen
class ShownGoal:
    """One goal with its steps from the highest down; without a scale there are none yet."""

    goal: Goal
    scale: GoalScale | None
    steps: tuple[Step, ...]
    words: tuple[tuple[AuthorKind, str], ...]  # what each side wrote with its newest rating
    earlier: tuple[GoalRating, ...]  # older ratings of the same steps, newest first


@frozen
class Together:
    """All scaled goals of one side as one number, at the start and now; None where a rating is missing."""

    side: AuthorKind
    start: str
    now: str
    missing: int


@frozen
class AttainmentPage:
    goals: tuple[ShownGoal, ...]
    together: tuple[Together, ...]  # none without a scaled goal


def _number(hundredths: int | None) -> str:
    return "" if hundredths is None else f"{hundredths / HUNDRED:.1f}"


def _newest(ratings: list[GoalRating], side: AuthorKind) -> GoalRating | None:
    return next((one for one in ratings if one.side == side), None)


def _shown(goal: Goal, scale: GoalScale | None, ratings: list[GoalRating]) -> ShownGoal:
    if scale is None:
        return ShownGoal(goal, None, (), (), ())
    newest = {side: _newest(ratings, side) for side in SIDES}

    def said(side: AuthorKind, level: int) -> date | None:
        found = newest[side]
        return found.rated_on if found and found.level == level else None

    steps = tuple(
        Step(
            level=level,
            title=str(LEVEL_WORDS[level]),
            words=words,
            is_start=level == scale.start_level,
            mine=said(AuthorKind.MINE, level),
            staff=said(AuthorKind.STAFF, level),
        )
        for level, words in sorted(scale.words.items(), reverse=True)
    )
    words = tuple((side, one.words) for side, one in newest.items() if one and one.words)
    return ShownGoal(goal, scale, steps, words, tuple(one for one in ratings if one not in newest.values()))


def _together(scales: list[GoalScale], by_scale: dict[UUID, list[GoalRating]], side: AuthorKind) -> Together:
    """Return the number of one side; goals weigh as the person said."""
    weights = [scale.weight for scale in scales]
    found = [_newest(by_scale.get(scale.pk, []), side) for scale in scales]
    levels = [one.level if one else None for one in found]
    return Together(
        side=side,
        start=_number(attained([scale.start_level for scale in scales], weights)),
        now=_number(attained(levels, weights)),
        missing=levels.count(None),
    )


def attainment(viewer: Viewer, participant: Participant) -> AttainmentPage:
    """Return each goal that is not set aside with its steps and ratings, in three statements."""
    goals = list(
        Goal.objects.visible_to(viewer)
        .filter(participant=participant)
        .exclude(status=GoalStatus.SET_ASIDE)
        .order_by("position", "pk")
    )
    seen = GoalScale.objects.visible_to(viewer).current().filter(goal__in=goals)
    scales = {scale.goal_id: scale for scale in seen}
    by_scale: dict[UUID, list[GoalRating]] = {}
    rows = GoalRating.objects.visible_to(viewer).filter(scale__in=scales.values())
    for row in rows.order_by("-rated_on", "-created_at"):
        by_scale.setdefault(row.scale_id, []).append(row)
    viewer.looks.add(Category.PLAN, {participant.pk})
    scaled = [scales[goal.pk] for goal in goals if goal.pk in scales]
    return AttainmentPage(
        goals=tuple(
            _shown(
                goal, scales.get(goal.pk), by_scale.get(scales[goal.pk].pk, []) if goal.pk in scales else []
            )
            for goal in goals
        ),
        together=tuple(_together(scaled, by_scale, side) for side in SIDES) if scaled else (),
    )


def scale(viewer: Viewer, participant: Participant, key: str) -> GoalScale:
    """Return the steps of one goal; raise NotFound when they are absent or closed to the viewer."""
    rows = GoalScale.objects.visible_to(viewer).filter(participant=participant, key=key)
    found: GoalScale | None = rows.select_related("goal").first()
    if found is None:
        raise NotFound(str(_("There is no such page.")))
    return found


def current_scale(viewer: Viewer, goal: Goal) -> GoalScale | None:
    """Return the steps of a goal that hold now, if any were agreed."""
    found: GoalScale | None = GoalScale.objects.visible_to(viewer).current().filter(goal=goal).first()
    return found
