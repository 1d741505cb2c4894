from datetime import date, timedelta

import pytest

from handrail.base.errors import DomainError
from handrail.base.transitions import check_transition
from handrail.plans import rules
from handrail.plans.rules import (
    GoalStatus,
    Horizon,
    LifeArea,
    Phase,
    PlanStatus,
    StepStatus,
    SupportLevel,
)


@pytest.mark.parametrize(
    ("table", "states"),
    [
        (rules.PLAN_TRANSITIONS, PlanStatus),
        (rules.GOAL_TRANSITIONS, GoalStatus),
        (rules.STEP_TRANSITIONS, StepStatus),
    ],
)
def test_each_table_names_every_status(table, states):
    assert set(table) == set(states)
    assert set().union(*table.values()) <= set(states)


def test_every_move_of_a_step_can_be_said_in_words():
    moves = {(now, to) for now, ways in rules.STEP_TRANSITIONS.items() for to in ways}
    assert moves | {("", "proposed"), ("", "agreed")} == set(rules.HISTORY)


def test_a_declined_step_leads_nowhere():
    for to in StepStatus:
        with pytest.raises(DomainError):
            check_transition(rules.STEP_TRANSITIONS, StepStatus.DECLINED, to)


@pytest.mark.parametrize("level", SupportLevel)
def test_each_finer_rung_fits_exactly_one_stop(level):
    for rung in range(7):
        if rung in rules.RUNGS[level]:
            rules.check_rung(level, rung)
        else:
            with pytest.raises(DomainError):
                rules.check_rung(level, rung)
    assert sum(rung in rules.RUNGS[level] for level in SupportLevel for rung in range(7)) == 7


@pytest.mark.seed("S-130")
def test_life_areas_hold_all_seven_of_a_whole_life():
    seven = {"friends", "work", "learning", "home", "ideas", "faith", "money"}
    assert seven <= set(LifeArea) == set(rules.LIFE_AREAS)


def test_a_goal_is_lived_in_one_of_four_environments():
    assert set(rules.ENVIRONMENTS) == {"living", "learning", "working", "socialising"}


OPENED = date(2026, 1, 1)


@pytest.mark.parametrize(
    ("days", "phase"),
    [
        (0, Phase.WEEKS_1_TO_6),
        (41, Phase.WEEKS_1_TO_6),
        (42, Phase.WEEKS_7_TO_12),
        (89, Phase.WEEKS_7_TO_12),
        (90, Phase.MONTHS_3_TO_6),
        (182, Phase.MONTHS_3_TO_6),
        (183, Phase.MONTHS_6_TO_12),
        (365, Phase.MONTHS_6_TO_12),
        (366, Phase.AFTER_12_MONTHS),
    ],
)
def test_the_stretch_of_a_plan_is_counted_from_its_opening(days, phase):
    assert rules.phase_on(OPENED, OPENED + timedelta(days=days)) is phase
    assert phase in rules.PHASES


@pytest.mark.seed("S-064")
@pytest.mark.parametrize(
    ("days", "expected"),
    [
        (28, Horizon.SHORT),
        (84, Horizon.SHORT),
        (85, Horizon.MIDDLE),
        (365, Horizon.MIDDLE),
        (366, Horizon.LONG),
    ],
)
def test_the_horizon_of_a_goal_comes_from_its_date(days, expected):
    assert rules.horizon(OPENED, OPENED + timedelta(days=days)) is expected
    assert expected in rules.HORIZONS


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        (date(2026, 10, 23), date(2026, 10, 23)),
        (date(2026, 10, 24), date(2026, 10, 26)),
        (date(2026, 10, 25), date(2026, 10, 26)),
    ],
)
def test_a_look_back_never_falls_on_a_weekend(day, expected):
    assert rules.on_weekday(day) == expected


def test_two_titles_that_say_the_same_are_the_same_wish():
    assert rules.same_wish("Take the  bus.", "take the BUS")
    assert not rules.same_wish("Take the bus", "Take the tram")


@pytest.mark.parametrize(
    ("name", "value"),
    [("title", "  "), ("support_wanted", "carried"), ("status", "done"), ("why", "nul \x00")],
)
def test_what_cannot_be_kept_of_a_step_is_said(name, value):
    with pytest.raises(DomainError):
        rules.checked_step_field(name, value)


def test_words_of_a_step_are_kept_without_the_spaces_around():
    assert rules.checked_step_field("title", " Bus 14 ") == "Bus 14"
    assert rules.checked_step_field("target_on", None) is None
