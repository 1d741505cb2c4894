from datetime import date

import pytest

from handrail.base.errors import DomainError
from handrail.housing import rules
from handrail.housing.models import Home, HomeApplication, HomeWish
from handrail.housing.rules import STATE_TABLES, HomeKind, HomeSupport

TODAY = date(2026, 10, 20)


@pytest.mark.seed("S-116")
def test_the_kinds_are_those_of_the_guide():
    assert {"own", "with_family", "supported_flat", "group_home", "residential"} <= set(HomeKind)


@pytest.mark.seed("S-117")
def test_support_goes_from_round_the_clock_to_none():
    assert next(iter(HomeSupport)) is HomeSupport.ROUND_THE_CLOCK
    assert list(HomeSupport)[-1] is HomeSupport.NONE


@pytest.mark.seed("S-118")
def test_no_field_of_a_home_asks_whether_somebody_is_ready():
    names = {field.name for model in (Home, HomeWish, HomeApplication) for field in model._meta.fields}
    assert not {name for name in names if "ready" in name or "condition" in name or "sober" in name}


def test_each_table_names_every_status():
    for table in STATE_TABLES.values():
        kind = type(next(iter(table)))
        assert set(table) == set(kind)
        assert set().union(*table.values()) <= set(kind)


def test_a_home_before_birth_or_to_come_is_told_kindly():
    with pytest.raises(DomainError, match="day of birth"):
        rules.checked_since(date(1990, 1, 1), today=TODAY, birth_on=date(1994, 3, 8))
    with pytest.raises(DomainError, match="still to come"):
        rules.checked_since(date(2026, 10, 21), today=TODAY, birth_on=None)
    assert rules.checked_since(TODAY, today=TODAY, birth_on=None) == TODAY


def test_hours_fit_a_week_and_the_words():
    assert rules.checked_hours(None, HomeSupport.NONE) is None
    assert rules.checked_hours(168, HomeSupport.ROUND_THE_CLOCK) == 168
    with pytest.raises(DomainError, match="168"):
        rules.checked_hours(169, HomeSupport.EVERY_DAY)
    with pytest.raises(DomainError, match="no support"):
        rules.checked_hours(4, HomeSupport.NONE)


def test_a_routine_needs_a_day_and_keeps_them_in_order():
    assert rules.checked_weekdays("51") == "15"
    with pytest.raises(DomainError, match="at least one day"):
        rules.checked_weekdays("89")


def test_a_home_does_not_end_on_a_day_to_come():
    with pytest.raises(DomainError, match="still to come"):
        rules.checked_end(date(2026, 10, 21), since_on=date(2020, 5, 1), today=TODAY)
