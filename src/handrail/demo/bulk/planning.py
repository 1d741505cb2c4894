"""The plan as rows: goals, steps, what the person says to a proposal, looking back."""

import json
from datetime import timedelta
from typing import Any

from handrail.demo.bulk.rows import Row, dashed
from handrail.demo.bulk.telling import Teller
from handrail.demo.lives import deeds as d
from handrail.intake.rules import AuthorKind
from handrail.plans import rules
from handrail.plans.models import (
    Goal,
    GoalStatusChange,
    GoodMoment,
    LookBack,
    Plan,
    PlanStatusChange,
    Step,
    StepStatusChange,
)
from handrail.plans.rules import GoalStatus, LookBackKind, PlanStatus, StepStatus

A_YEAR = timedelta(days=365)


def _look_back(t: Teller, kind: LookBackKind, planned_on: Any, with_whom: str) -> None:
    day = rules.on_weekday(planned_on).isoformat()
    plan = t.made["plan", 0]
    row = t.about(LookBack, plan_id=plan["id"], kind=kind.value, planned_on=day, with_whom=with_whom)
    t.made[f"look_back:{kind.value}", 0] = row


def opened_plan(t: Teller, deed: d.OpenedPlan) -> None:
    opened_on = t.later(0)
    t.made["plan", 0] = plan = t.about(Plan, opened_on=opened_on.isoformat())
    t.started(PlanStatusChange, "plan", plan, "", PlanStatus.OPEN.value)
    for kind, after in rules.LOOK_BACKS_AT_OPENING.items():
        _look_back(t, kind, opened_on + after, "")
    t.event("open_plan", Plan, plan, op="create")


EVENT_OF = {PlanStatus.RESTING.value: "rest_plan", PlanStatus.ENDED.value: "end_plan"}


def changed_plan(t: Teller, deed: d.ChangedPlan) -> None:
    plan = t.made["plan", 0]
    t.change(PlanStatusChange, "plan", plan, deed.to, deed.reason)
    plan["ended_on"] = t.today if deed.to == PlanStatus.ENDED.value else None
    plan["version"] += 1
    t.event(EVENT_OF[deed.to], Plan, plan)


def wished(t: Teller, deed: d.Wished) -> None:
    mine = deed.by == d.SELF
    t.made["goal", deed.goal] = goal = t.about(
        Goal,
        plan_id=t.made["plan", 0]["id"],
        words=deed.words,
        language="en",
        author_id=t.by,
        author_kind=(AuthorKind.MINE if mine else AuthorKind.STAFF).value,
        life_area=deed.life_area,
        environment=deed.environment,
        picture=deed.picture,
        position=deed.goal,
        agreed_on=t.today,
    )
    t.started(GoalStatusChange, "goal", goal, "", GoalStatus.ACTIVE.value)
    t.event("add_goal", Goal, goal, op="create")


def stepped(t: Teller, deed: d.Stepped) -> None:
    goal = t.made["goal", deed.goal]
    position = t.made["positions", deed.goal] = t.made.get(("positions", deed.goal), {"last": 0})
    position["last"] += 1
    status = StepStatus.PROPOSED if deed.proposed else StepStatus.AGREED
    t.made["step", deed.step] = step = t.about(
        Step,
        goal_id=goal["id"],
        status=status.value,
        position=position["last"],
        proposed_by_id=t.by if deed.proposed else None,
        proposed_on=t.today if deed.proposed else None,
        **deed.facts,
    )
    t.started(StepStatusChange, "step", step, "", status.value)
    t.event("propose_step" if deed.proposed else "add_step", Step, step, op="create")


def move(t: Teller, step: Row, to: StepStatus, reason: str = "") -> None:
    """Lead a step to ``to`` as the plan's own table does."""
    t.change(StepStatusChange, "step", step, to.value, reason)
    step["version"] += 1


def answered(t: Teller, deed: d.Answered) -> None:
    step = t.made["step", deed.step]
    move(t, step, StepStatus.AGREED if deed.agrees else StepStatus.DECLINED, deed.reason)
    t.event("answer_step", Step, step)


def wanted(t: Teller, deed: d.Wanted) -> None:
    """Change how much company is wanted; the field keeps who wrote it last, and whether it was the person."""
    step = t.made["step", deed.step]
    step["version"] += 1
    step["support_wanted"] = deed.level
    versions = json.loads(step["field_versions"])
    author = dashed(t.by) if t.by else "None"
    step["field_versions"] = json.dumps(
        {**versions, "support_wanted": [step["version"], author, deed.by == d.SELF]}
    )
    t.event("change_step", Step, step)


def begin(t: Teller, step: Row) -> None:
    """Put a step that was tried into practice; one in practice or done stays."""
    if step["status"] in (StepStatus.AGREED, StepStatus.RESTING):
        move(t, step, StepStatus.IN_PRACTICE)


def finished(t: Teller, deed: d.Finished) -> None:
    step = t.made["step", deed.step]
    begin(t, step)
    move(t, step, StepStatus.DONE)
    step["done_on"], step["done_with"] = t.today, deed.level
    t.event("finish_step", Step, step)


def rested(t: Teller, deed: d.Rested) -> None:
    step = t.made["step", deed.step]
    t.made["before_rest", deed.step] = {"status": step["status"]}
    move(t, step, StepStatus.RESTING, deed.reason)
    t.event("rest_step", Step, step)


def resumed(t: Teller, deed: d.Resumed) -> None:
    step = t.made["step", deed.step]
    move(t, step, StepStatus(t.made["before_rest", deed.step]["status"]))
    t.event("resume_step", Step, step)


def set_aside(t: Teller, deed: d.SetAside) -> None:
    step = t.made["step", deed.step]
    move(t, step, StepStatus.SET_ASIDE, deed.reason)
    t.event("set_aside_step", Step, step)


def looked_back(t: Teller, deed: d.LookedBack) -> None:
    held = t.made[f"look_back:{deed.kind}", 0]
    held.update(held_on=t.today, words=deed.words, with_whom=deed.with_whom)
    waiting = t.made.get(("look_back:ninety_days", 0))
    is_last = deed.kind == LookBackKind.YEAR.value and (waiting is None or waiting["held_on"])
    if is_last:
        _look_back(t, LookBackKind.YEAR, t.later(0) + A_YEAR, deed.with_whom)
    t.event("hold_look_back", LookBack, held)


def moved_look_back(t: Teller, deed: d.MovedLookBack) -> None:
    planned = t.made[f"look_back:{deed.kind}", 0]
    planned["planned_on"] = deed.planned_on.isoformat()
    t.event("move_look_back", LookBack, planned)


def kept_moment(t: Teller, deed: d.KeptMoment) -> None:
    row = t.about(GoodMoment, words=deed.words, happened_on=t.today, author_id=t.by)
    t.event("keep_good_moment", GoodMoment, row, op="create")


TELLS: dict[type[d.Deed], Any] = {
    d.OpenedPlan: opened_plan,
    d.ChangedPlan: changed_plan,
    d.Wished: wished,
    d.Stepped: stepped,
    d.Answered: answered,
    d.Wanted: wanted,
    d.Rested: rested,
    d.Resumed: resumed,
    d.SetAside: set_aside,
    d.Finished: finished,
    d.LookedBack: looked_back,
    d.MovedLookBack: moved_look_back,
    d.KeptMoment: kept_moment,
}
