from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import Max

from handrail.access import Viewer
from handrail.audit.actions import record
from handrail.base.errors import DomainError
from handrail.base.text import kept
from handrail.base.transitions import check_transition
from handrail.base.words import _
from handrail.intake.rules import AuthorKind
from handrail.plans import allowed, versions
from handrail.plans.models import Goal, GoalStatusChange, Plan
from handrail.plans.rules import GOAL_TRANSITIONS, Environment, GoalStatus, LifeArea, Picture


def _checked_words(words: str) -> str:
    if not kept(words).strip():
        raise DomainError(str(_("Say in a few words what you want.")))
    return words


def _keep_change(goal: Goal, before: str, *, by: Viewer, reason: str) -> None:
    GoalStatusChange.objects.create(
        organisation_id=goal.organisation_id,
        participant_id=goal.participant_id,
        label=goal.label,
        goal=goal,
        from_status=before,
        to_status=goal.status,
        changed_by_id=by.user_id,
        reason=kept(reason),
    )


def new_goal(
    *,
    plan: Plan,
    words: str,
    life_area: LifeArea,
    environment: Environment,
    by: Viewer,
    author_kind: AuthorKind | None = None,
    picture: Picture | None = None,
    target_on: date | None = None,
    agreed_on: date | None = None,
) -> Goal:
    """Write a goal down inside another action, which writes the event; raises as ``add_goal`` does."""
    allowed.check_writes(by, plan.participant_id)
    mine = AuthorKind.MINE if allowed.decides(by, plan.participant_id) else AuthorKind.STAFF
    last = Goal.objects.filter(plan=plan).aggregate(last=Max("position"))["last"] or 0
    goal = Goal.objects.create(
        organisation_id=plan.organisation_id,
        participant_id=plan.participant_id,
        plan=plan,
        words=_checked_words(words),
        language=by.language,
        author_id=by.user_id,
        author_kind=author_kind or mine,
        life_area=life_area,
        environment=environment,
        picture=picture or Picture.HOUSE,
        position=last + 1,
        agreed_on=agreed_on or by.today,
        target_on=target_on,
    )
    _keep_change(goal, "", by=by, reason="")
    return goal


@transaction.atomic
def add_goal(
    *, plan: Plan, words: str, life_area: LifeArea, environment: Environment, by: Viewer, **facts: Any
) -> Goal:
    """
    Write down what the person wants, in the person's words, kept byte for byte, with who wrote them (S-005).

    ``facts`` are those of ``new_goal``. A colleague may write the words down beside the person; the goal says so.
    Raises DomainError without words.
    """
    goal = new_goal(plan=plan, words=words, life_area=life_area, environment=environment, by=by, **facts)
    record(by, "add_goal", goal, op="create")
    return goal


@transaction.atomic
def reword_goal(
    *,
    goal: Goal,
    version: int,
    by: Viewer,
    words: str,
    life_area: LifeArea | None = None,
    environment: Environment | None = None,
    picture: Picture | None = None,
    target_on: date | None = None,
) -> Goal:
    """Say a goal anew. When two people wrote since ``version``, both texts are kept and the person's stand."""
    allowed.check_writes(by, goal.participant_id)
    row: Goal = Goal.objects.select_for_update().get(pk=goal.pk)
    changes = {
        "words": _checked_words(words),
        "life_area": life_area or row.life_area,
        "environment": environment or row.environment,
        "picture": picture or row.picture,
        "target_on": target_on,
    }
    versions.write_fields(row, changes, version=version, by=by)
    record(by, "reword_goal", row)
    return row


def _change_goal_status(goal: Goal, to: GoalStatus, *, by: Viewer, reason: str, event: str) -> Goal:
    allowed.check_decides(by, goal.participant_id)
    row: Goal = Goal.objects.select_for_update().get(pk=goal.pk)
    before = GoalStatus(row.status)
    check_transition(GOAL_TRANSITIONS, before, to)
    row.status = to
    row.version += 1
    row.save()
    _keep_change(row, before, by=by, reason=reason)
    record(by, event, row)
    return row


@transaction.atomic
def set_aside_goal(*, goal: Goal, by: Viewer, reason: str = "") -> Goal:
    """Set a goal aside; its steps stay as they are and can be found."""
    return _change_goal_status(goal, GoalStatus.SET_ASIDE, by=by, reason=reason, event="set_aside_goal")


@transaction.atomic
def reach_goal(*, goal: Goal, by: Viewer, reason: str = "") -> Goal:
    """Say that the goal is reached: the person says so, nobody else."""
    return _change_goal_status(goal, GoalStatus.REACHED, by=by, reason=reason, event="reach_goal")


@transaction.atomic
def resume_goal(*, goal: Goal, by: Viewer, reason: str = "") -> Goal:
    """Take a reached or set-aside goal up again."""
    return _change_goal_status(goal, GoalStatus.ACTIVE, by=by, reason=reason, event="resume_goal")
