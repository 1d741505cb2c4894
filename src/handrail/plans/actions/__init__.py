"""Every write in the plan. The person decides, colleagues suggest; each action is one event."""

from handrail.plans.actions.areas import say_how_area_is
from handrail.plans.actions.goals import add_goal, reach_goal, resume_goal, reword_goal, set_aside_goal
from handrail.plans.actions.invitations import invite_to
from handrail.plans.actions.look_backs import hold_look_back, move_look_back, plan_look_back
from handrail.plans.actions.moments import hide_good_moment, keep_good_moment, settle_kept_text
from handrail.plans.actions.plans import end_plan, open_plan, rest_plan, resume_plan
from handrail.plans.actions.roles import add_life_role, change_life_role, make_life_role_a_goal
from handrail.plans.actions.states import (
    answer_step,
    begin_step,
    bring_back_step,
    finish_step,
    rest_step,
    resume_step,
    set_aside_step,
    take_up_again,
)
from handrail.plans.actions.steps import add_step, change_step, make_smaller, move_step, propose_step

__all__ = [
    "add_goal",
    "add_life_role",
    "add_step",
    "answer_step",
    "begin_step",
    "bring_back_step",
    "change_life_role",
    "change_step",
    "end_plan",
    "finish_step",
    "hide_good_moment",
    "hold_look_back",
    "keep_good_moment",
    "invite_to",
    "make_life_role_a_goal",
    "make_smaller",
    "move_look_back",
    "move_step",
    "open_plan",
    "plan_look_back",
    "propose_step",
    "reach_goal",
    "rest_plan",
    "rest_step",
    "resume_goal",
    "resume_plan",
    "resume_step",
    "reword_goal",
    "set_aside_goal",
    "say_how_area_is",
    "set_aside_step",
    "settle_kept_text",
    "take_up_again",
]
