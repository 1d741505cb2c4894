"""The one plan: support levels, life areas, states, phases. Plain tables."""

from datetime import date
from enum import StrEnum

from handrail.base.errors import DomainError
from handrail.base.words import Words, _


class SupportLevel(StrEnum):
    """How much company the person wants on a step, or had. Three stops; none is better than another (S-232)."""

    WITH_ME = "with_me"
    BESIDE_ME = "beside_me"
    ON_MY_OWN = "on_my_own"


SUPPORT_LEVELS: dict[SupportLevel, Words] = {
    SupportLevel.WITH_ME: _("With me"),
    SupportLevel.BESIDE_ME: _("Beside me"),
    SupportLevel.ON_MY_OWN: _("On my own"),
}
# The finer scale of S-232 (did for, did with, … independent) must fit its stop.
RUNGS: dict[SupportLevel, range] = {
    SupportLevel.WITH_ME: range(0, 3),
    SupportLevel.BESIDE_ME: range(3, 5),
    SupportLevel.ON_MY_OWN: range(5, 7),
}


class LifeArea(StrEnum):
    """Areas of a whole life: the seven of S-130 and the five of S-009."""

    HOME = "home"
    WORK = "work"
    LEARNING = "learning"
    FRIENDS = "friends"
    FAMILY = "family"
    HEALTH = "health"
    MONEY = "money"
    IDEAS = "ideas"
    FAITH = "faith"


LIFE_AREAS: dict[LifeArea, Words] = {
    LifeArea.HOME: _("Home"),
    LifeArea.WORK: _("Work"),
    LifeArea.LEARNING: _("Learning"),
    LifeArea.FRIENDS: _("Friends and company"),
    LifeArea.FAMILY: _("Family"),
    LifeArea.HEALTH: _("Health and sleep"),
    LifeArea.MONEY: _("Money"),
    LifeArea.IDEAS: _("Ideas and making things"),
    LifeArea.FAITH: _("Faith and meaning"),
}


class Environment(StrEnum):
    """The four environments in which a goal is lived (S-215)."""

    LIVING = "living"
    LEARNING = "learning"
    WORKING = "working"
    SOCIALISING = "socialising"


ENVIRONMENTS: dict[Environment, Words] = {
    Environment.LIVING: _("Where I live"),
    Environment.LEARNING: _("Where I learn"),
    Environment.WORKING: _("Where I work"),
    Environment.SOCIALISING: _("Where I meet people"),
}


class PlanStatus(StrEnum):
    OPEN = "open"
    RESTING = "resting"
    ENDED = "ended"


PLAN_TRANSITIONS: dict[PlanStatus, set[PlanStatus]] = {
    PlanStatus.OPEN: {PlanStatus.RESTING, PlanStatus.ENDED},
    PlanStatus.RESTING: {PlanStatus.OPEN, PlanStatus.ENDED},
    PlanStatus.ENDED: {PlanStatus.OPEN},  # back again without a new record (S-003)
}


class GoalStatus(StrEnum):
    ACTIVE = "active"
    REACHED = "reached"
    SET_ASIDE = "set_aside"


GOAL_TRANSITIONS: dict[GoalStatus, set[GoalStatus]] = {
    GoalStatus.ACTIVE: {GoalStatus.REACHED, GoalStatus.SET_ASIDE},
    GoalStatus.REACHED: {GoalStatus.ACTIVE},
    GoalStatus.SET_ASIDE: {GoalStatus.ACTIVE},
}


class StepStatus(StrEnum):
    PROPOSED = "proposed"
    DECLINED = "declined"
    AGREED = "agreed"
    IN_PRACTICE = "in_practice"
    RESTING = "resting"
    DONE = "done"
    SET_ASIDE = "set_aside"


STEP_TRANSITIONS: dict[StepStatus, set[StepStatus]] = {
    StepStatus.PROPOSED: {StepStatus.AGREED, StepStatus.DECLINED},
    StepStatus.DECLINED: set(),  # not proposed again; a new wish is a new row
    StepStatus.AGREED: {StepStatus.IN_PRACTICE, StepStatus.RESTING, StepStatus.SET_ASIDE},
    StepStatus.IN_PRACTICE: {StepStatus.DONE, StepStatus.RESTING, StepStatus.SET_ASIDE},
    StepStatus.RESTING: {StepStatus.AGREED, StepStatus.IN_PRACTICE, StepStatus.SET_ASIDE},
    StepStatus.DONE: {StepStatus.IN_PRACTICE},  # with company again, by choice
    StepStatus.SET_ASIDE: {StepStatus.AGREED},
}
OPEN_STEPS = frozenset({StepStatus.AGREED, StepStatus.IN_PRACTICE, StepStatus.RESTING})

STATE_TABLES = {"Plan": PLAN_TRANSITIONS, "Goal": GOAL_TRANSITIONS, "Step": STEP_TRANSITIONS}


class LookBackKind(StrEnum):
    """Looking back together: the guide's reviews (S-062, S-076, S-078)."""

    NINETY_DAYS = "ninety_days"
    HALF_YEAR = "half_year"
    YEAR = "year"
    BETWEEN = "between"


class Phase(StrEnum):
    """Stretches of a plan by the guide's milestones (S-071 to S-075), as soft captions."""

    WEEKS_1_TO_6 = "weeks_1_to_6"
    WEEKS_7_TO_12 = "weeks_7_to_12"
    MONTHS_3_TO_6 = "months_3_to_6"
    MONTHS_6_TO_12 = "months_6_to_12"
    AFTER_12_MONTHS = "after_12_months"


PHASES: dict[Phase, Words] = {
    Phase.WEEKS_1_TO_6: _("Weeks 1 to 6: getting to know each other, first goals"),
    Phase.WEEKS_7_TO_12: _("Weeks 7 to 12: trying things in daily life"),
    Phase.MONTHS_3_TO_6: _("Months 3 to 6: towards work, study or a home"),
    Phase.MONTHS_6_TO_12: _("Months 6 to 12: how it goes with less or more support"),
    Phase.AFTER_12_MONTHS: _("After 12 months: keeping what is good"),
}
_PHASE_ENDS = ((42, Phase.WEEKS_1_TO_6), (90, Phase.WEEKS_7_TO_12), (183, Phase.MONTHS_3_TO_6))


def phase_on(opened_on: date, day: date) -> Phase:
    """Return the stretch of the plan that ``day`` falls in, counted in days since it opened."""
    days = (day - opened_on).days
    for end, phase in _PHASE_ENDS:
        if days < end:
            return phase
    return Phase.MONTHS_6_TO_12 if days <= 365 else Phase.AFTER_12_MONTHS


def check_rung(level: SupportLevel, rung: int | None) -> None:
    """Raise DomainError when a 0–6 rung does not lie within its stop."""
    if rung is not None and rung not in RUNGS[level]:
        raise DomainError(str(_("This finer step does not fit the support that you chose.")))
