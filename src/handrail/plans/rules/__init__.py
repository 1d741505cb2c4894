"""The one plan: support levels, life areas, states, phases. Plain tables."""

from datetime import date, timedelta
from enum import StrEnum

from handrail.base.errors import DomainError
from handrail.base.frozen import frozen
from handrail.base.text import folded, kept
from handrail.base.words import Words, _
from handrail.plans.rules.roles import LIFE_ROLE_TRANSITIONS


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
    ROLES = "roles"


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
    LifeArea.ROLES: _("Roles I have, and want"),
}


FOUR_PLACES = (LifeArea.HOME, LifeArea.WORK, LifeArea.LEARNING, LifeArea.FRIENDS)
RATINGS = range(1, 6)


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


class Picture(StrEnum):
    """What waits at the end of the path, picked by the person."""

    EASEL = "easel"
    HOUSE = "house"
    BUS = "bus"
    KEY = "key"
    KETTLE = "kettle"
    BOOK = "book"
    HEART = "heart"
    MUSIC = "music"
    TREE = "tree"
    TABLE = "table"
    BIKE = "bike"
    FLOWER = "flower"


PICTURES: dict[Picture, Words] = {
    Picture.EASEL: _("A picture"),
    Picture.HOUSE: _("A home"),
    Picture.BUS: _("A bus"),
    Picture.KEY: _("A key"),
    Picture.KETTLE: _("A kettle"),
    Picture.BOOK: _("A book"),
    Picture.HEART: _("A heart"),
    Picture.MUSIC: _("Music"),
    Picture.TREE: _("A tree"),
    Picture.TABLE: _("A table"),
    Picture.BIKE: _("A bike"),
    Picture.FLOWER: _("A flower"),
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


class CareTaskStatus(StrEnum):
    OPEN = "open"
    DONE = "done"
    NOT_NEEDED = "not_needed"


CARE_TASK_TRANSITIONS: dict[CareTaskStatus, set[CareTaskStatus]] = {
    CareTaskStatus.OPEN: {CareTaskStatus.DONE, CareTaskStatus.NOT_NEEDED},
    CareTaskStatus.DONE: {CareTaskStatus.OPEN},  # it was not done after all
    CareTaskStatus.NOT_NEEDED: {CareTaskStatus.OPEN},
}
STATE_TABLES = {
    "Plan": PLAN_TRANSITIONS,
    "Goal": GOAL_TRANSITIONS,
    "Step": STEP_TRANSITIONS,
    "CareTask": CARE_TASK_TRANSITIONS,
    "LifeRole": LIFE_ROLE_TRANSITIONS,
}


class OutsideCareKind(StrEnum):
    """What a person has elsewhere, as they write it."""

    TREATMENT = "treatment"
    MEDICINE = "medicine"
    SERVICE = "service"


OUTSIDE_CARE_KINDS: dict[OutsideCareKind, Words] = {
    OutsideCareKind.TREATMENT: _("A treatment"),
    OutsideCareKind.MEDICINE: _("A medicine"),
    OutsideCareKind.SERVICE: _("Another service"),
}


class HealthEventKind(StrEnum):
    """What happened to somebody's health that others should hear of, if the person likes."""

    FALL = "fall"
    EMERGENCY_VISIT = "emergency_visit"
    ADMISSION = "admission"
    MEDICINE_PROBLEM = "medicine_problem"
    OTHER = "other"


HEALTH_EVENT_KINDS: dict[HealthEventKind, Words] = {
    HealthEventKind.FALL: _("A fall"),
    HealthEventKind.EMERGENCY_VISIT: _("A visit to the emergency room"),
    HealthEventKind.ADMISSION: _("A stay in hospital"),
    HealthEventKind.MEDICINE_PROBLEM: _("Trouble with a medicine"),
    HealthEventKind.OTHER: _("Something else"),
}


class LookBackKind(StrEnum):
    """Looking back together: the guide's reviews (S-062, S-076, S-078)."""

    NINETY_DAYS = "ninety_days"
    HALF_YEAR = "half_year"
    YEAR = "year"
    BETWEEN = "between"


LOOK_BACKS: dict[LookBackKind, Words] = {
    LookBackKind.NINETY_DAYS: _("After 90 days"),
    LookBackKind.HALF_YEAR: _("After half a year"),
    LookBackKind.YEAR: _("After a year"),
    LookBackKind.BETWEEN: _("In between"),
}
# Planned by themselves when a plan opens (S-076, S-078); the dates can be moved.
LOOK_BACKS_AT_OPENING: dict[LookBackKind, timedelta] = {
    LookBackKind.NINETY_DAYS: timedelta(days=90),
    LookBackKind.YEAR: timedelta(days=365),
}


def on_weekday(day: date) -> date:
    """Return ``day``, or the Monday after it when it falls on a weekend."""
    return day + timedelta(days=7 - day.weekday()) if day.weekday() > 4 else day


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


class Horizon(StrEnum):
    """How far away a goal's date is (S-064)."""

    SHORT = "short"
    MIDDLE = "middle"
    LONG = "long"


HORIZONS: dict[Horizon, Words] = {
    Horizon.SHORT: _("In the next weeks"),
    Horizon.MIDDLE: _("In the next months"),
    Horizon.LONG: _("In a year or later"),
}


def horizon(agreed_on: date, target_on: date) -> Horizon:
    """Return short up to 12 weeks from agreement, middle up to a year (365 days), else long."""
    days = (target_on - agreed_on).days
    if days <= 84:
        return Horizon.SHORT
    return Horizon.MIDDLE if days <= 365 else Horizon.LONG


# "Same step since" is never said before three months (S-079).
SAME_STEP_AFTER = timedelta(days=91)


class StepAnswer(StrEnum):
    """What the person says to a step that somebody suggests."""

    AGREE = "agree"
    DECLINE = "decline"


@frozen
class StepFacts:
    """What is written down of a step. Only title and support are needed; no date is fine."""

    title: str
    support_wanted: SupportLevel
    why: str = ""
    with_whom: str = ""
    where: str = ""
    when_words: str = ""
    target_on: date | None = None
    fallback: str = ""


STEP_TEXTS = ("title", "why", "with_whom", "where", "when_words", "fallback")
STEP_FIELDS = (*STEP_TEXTS, "support_wanted", "target_on")
# Where, when and with whom is arranged together; what, why and how much support is the person's.
STAFF_FIELDS = frozenset({"with_whom", "where", "when_words", "target_on"})
StepValue = str | date | None


def checked_step_field(name: str, value: StepValue) -> StepValue:
    """Return ``value`` as it can be kept in ``name``; raise DomainError for an empty title or unknown support."""
    if name not in STEP_FIELDS:
        raise DomainError(str(_("A step has no such field.")))
    if name == "target_on":
        return value
    text = kept(str(value or "")).strip()
    if name == "title" and not text:
        raise DomainError(str(_("Name the step, so that it can be found.")))
    if name == "support_wanted" and text not in list(SupportLevel):
        raise DomainError(str(_("Choose how much support you want: with me, beside me or on my own.")))
    return text


def same_wish(first: str, second: str) -> bool:
    """Return whether two titles say the same, whatever their case, accents and spaces."""
    return folded(first).strip(" .") == folded(second).strip(" .")


HISTORY: dict[tuple[str, str], Words] = {
    ("", "proposed"): _("%(who)s suggested this step."),
    ("", "agreed"): _("%(who)s added this step."),
    ("proposed", "agreed"): _("%(who)s agreed to this step."),
    ("proposed", "declined"): _("%(who)s said no, thank you."),
    ("agreed", "in_practice"): _("%(who)s began this step."),
    ("agreed", "resting"): _("%(who)s put this step to rest."),
    ("in_practice", "resting"): _("%(who)s put this step to rest."),
    ("resting", "agreed"): _("%(who)s took this step up again."),
    ("resting", "in_practice"): _("%(who)s took this step up again."),
    ("in_practice", "done"): _("Done. %(who)s wrote it down."),
    ("done", "in_practice"): _("%(who)s took this step up again, with company."),
    ("agreed", "set_aside"): _("%(who)s set this step aside."),
    ("in_practice", "set_aside"): _("%(who)s set this step aside."),
    ("resting", "set_aside"): _("%(who)s set this step aside."),
    ("set_aside", "agreed"): _("%(who)s brought this step back."),
}
