"""Agreeing how far a goal can come, and saying how far it came."""

from collections.abc import Mapping

from django.db import transaction

from handrail.access import Viewer
from handrail.audit.actions import record
from handrail.base import clock
from handrail.base.errors import DomainError
from handrail.base.text import kept
from handrail.base.words import _
from handrail.intake.rules import AuthorKind
from handrail.outcomes.models import WORDS_LENGTH, GoalRating, GoalScale
from handrail.outcomes.rules import LEVELS, START_LEVELS, WEIGHTS
from handrail.plans import allowed
from handrail.plans.models import Goal
from handrail.plans.rules import GoalStatus

PLACES = dict(zip(LEVELS, ("much_less", "less", "hoped", "more", "much_more"), strict=True))


def _side(by: Viewer, goal: Goal) -> AuthorKind:
    return AuthorKind.MINE if allowed.decides(by, goal.participant_id) else AuthorKind.STAFF


def _said(words: str) -> str:
    return kept(words)[:WORDS_LENGTH]


def _checked_steps(steps: Mapping[int, str]) -> dict[str, str]:
    """Return the words of the five steps by column; raise DomainError when one is missing or two are the same."""
    said = {level: _said(steps.get(level, "")) for level in LEVELS}
    if not all(words.strip() for words in said.values()):
        raise DomainError(str(_("Say in a few words what each of the five steps looks like.")))
    if len({words.strip().casefold() for words in said.values()}) < len(said):
        raise DomainError(str(_("Two of the steps say the same. Nobody could tell them apart later.")))
    return {PLACES[level]: words for level, words in said.items()}


@transaction.atomic
def scale_goal(
    *, goal: Goal, start: str, start_level: int, steps: Mapping[int, str], by: Viewer, weight: int = 1
) -> GoalScale:
    """
    Agree where a goal starts and what each of five steps looks like, in the person's words (S-236).

    Steps that were agreed before stay to be read, with their ratings; the new ones begin without any. Raises
    DomainError without a look at the start, for a missing or double step, and for a goal that is set aside;
    NotAllowed for whoever only reads the plan.
    """
    allowed.check_writes(by, goal.participant_id)
    if goal.status == GoalStatus.SET_ASIDE:
        raise DomainError(str(_("This goal is set aside. Take it up again first.")))
    if not kept(start).strip() or start_level not in START_LEVELS:
        raise DomainError(str(_("Look first at where it starts: how is it today?")))
    if weight not in WEIGHTS:
        raise DomainError(str(_("Choose how much this goal counts.")))
    words = _checked_steps(steps)
    Goal.objects.select_for_update().get(pk=goal.pk)
    GoalScale.objects.filter(goal=goal).current().update(replaced_at=clock.now())
    row: GoalScale = GoalScale.objects.create(
        organisation_id=goal.organisation_id,
        participant_id=goal.participant_id,
        goal=goal,
        start=_said(start),
        start_level=start_level,
        weight=weight,
        language=by.language,
        agreed_on=by.today,
        author_id=by.user_id,
        author_kind=_side(by, goal),
        **words,
    )
    record(by, "scale_goal", row, op="create")
    return row


@transaction.atomic
def rate_goal(*, scale: GoalScale, level: int, by: Viewer, words: str = "") -> GoalRating:
    """
    Say to which step a goal came: the person for themself, a colleague beside them; neither stands for the other.

    Raises DomainError for a step that is none of the five and for steps that newer ones stand for, NotAllowed for
    whoever only reads the plan.
    """
    allowed.check_writes(by, scale.participant_id)
    if level not in LEVELS:
        raise DomainError(str(_("Choose one of the five steps.")))
    if scale.replaced_at is not None:
        raise DomainError(str(_("Newer steps were agreed. Open the page again to see them.")))
    row: GoalRating = GoalRating.objects.create(
        organisation_id=scale.organisation_id,
        participant_id=scale.participant_id,
        scale=scale,
        side=_side(by, scale.goal),
        level=level,
        rated_on=by.today,
        words=_said(words),
        author_id=by.user_id,
    )
    record(by, "rate_goal", row, op="create")
    return row
