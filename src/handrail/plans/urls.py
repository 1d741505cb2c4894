from django.urls import path

from handrail.plans.views import answers, care, glance, goals, invitations, look_backs, plan, roles, steps

app_name = "plans"
PLAN = "people/<str:person_key>/plan"
GOAL = f"{PLAN}/goals/<str:key>"
STEP = f"{PLAN}/steps/<str:key>"
urlpatterns = [
    path("tasks", care.tasks, name="tasks"),
    path("people/<str:person_key>/tasks/new", care.task_new, name="task_new"),
    path("people/<str:person_key>/tasks/<str:key>", care.task_close, name="task_close"),
    path("people/<str:person_key>/tasks/<str:key>/owner", care.task_owner, name="task_owner"),
    path("people/<str:person_key>/health", care.health, name="health"),
    path("people/<str:person_key>/health/elsewhere/new", care.care_new, name="care_new"),
    path("people/<str:person_key>/health/elsewhere/<str:key>/end", care.care_end, name="care_end"),
    path("people/<str:person_key>/health/events/new", care.event_new, name="event_new"),
    path("look-backs", look_backs.look_backs, name="look_backs"),
    path("people/<str:person_key>/glance", glance.glance, name="glance"),
    path("people/<str:person_key>/glance/<str:area>", glance.area, name="area"),
    path("people/<str:person_key>/roles", roles.roles, name="roles"),
    path("people/<str:person_key>/roles/<str:key>/status", roles.role_status, name="role_status"),
    path("people/<str:person_key>/roles/<str:key>/goal", roles.role_goal, name="role_goal"),
    path(PLAN, plan.plan, name="plan"),
    path(f"{PLAN}/open", plan.open_plan, name="open"),
    path(f"{PLAN}/status", plan.plan_status, name="status"),
    path(f"{PLAN}/view", plan.choose_view, name="view"),
    path(f"{PLAN}/kept", plan.kept, name="kept"),
    path(f"{PLAN}/moments/new", plan.moment_new, name="moment_new"),
    path(f"{PLAN}/moments/<str:key>", plan.moment, name="moment"),
    path(f"{PLAN}/goals/new", goals.goal_new, name="goal_new"),
    path(GOAL, goals.goal, name="goal"),
    path(f"{GOAL}/invite", invitations.goal_invite, name="goal_invite"),
    path(f"{GOAL}/status", goals.goal_status, name="goal_status"),
    path(f"{PLAN}/goals/<str:goal_key>/steps/new", steps.step_new, name="step_new"),
    path(STEP, steps.step, name="step"),
    path(f"{STEP}/change", steps.step_change, name="step_change"),
    path(f"{STEP}/smaller", steps.step_smaller, name="step_smaller"),
    path(f"{STEP}/do", steps.step_do, name="step_do"),
    path(f"{STEP}/again", steps.step_again, name="step_again"),
    path(f"{STEP}/answer", answers.answer, name="answer"),
    path(f"{PLAN}/look-backs/new", look_backs.look_back_new, name="look_back_new"),
    path(f"{PLAN}/look-backs/<str:key>", look_backs.look_back, name="look_back"),
    path(f"{PLAN}/look-backs/<str:key>/invite", invitations.look_back_invite, name="look_back_invite"),
    path("invited/goals/<str:key>", invitations.invited_goal, name="invited_goal"),
    path("invited/look-backs/<str:key>", invitations.invited_look_back, name="invited_look_back"),
]
