"""Every read of the plan. Each one filters by ``visible_to`` and tells the viewer's looks whom it shows."""

from handrail.plans.queries.lists import (
    DueLookBack,
    SameStep,
    look_backs_due,
    look_backs_of,
    proposals,
    same_step_since,
    steps_open,
    without_look_back,
)
from handrail.plans.queries.one import (
    KeptWords,
    StepPage,
    current_plan,
    goal,
    good_moment,
    kept_text,
    kept_words,
    look_back,
    newest_plan,
    step,
    step_page,
)
from handrail.plans.queries.page import PlanPage, ShortPlan, plan_page, short_plan

__all__ = [
    "DueLookBack",
    "KeptWords",
    "PlanPage",
    "SameStep",
    "ShortPlan",
    "StepPage",
    "current_plan",
    "newest_plan",
    "goal",
    "good_moment",
    "kept_text",
    "kept_words",
    "look_back",
    "look_backs_due",
    "look_backs_of",
    "plan_page",
    "proposals",
    "same_step_since",
    "short_plan",
    "step",
    "step_page",
    "steps_open",
    "without_look_back",
]
