from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from handrail.measures.rules.asking import (
    ADMINISTRATION_TRANSITIONS,
    AdministrationStatus,
    Occasion,
    due,
    months_later,
    occasion_days,
)
from handrail.measures.rules.drawing import FOOT, TOP, Reading, picture, shown_number

START = date(2026, 1, 31)


@pytest.mark.parametrize(
    ("day", "months", "expected"),
    [
        (date(2026, 1, 31), 1, date(2026, 2, 28)),
        (date(2027, 11, 30), 3, date(2028, 2, 29)),
        (date(2026, 10, 20), 3, date(2027, 1, 20)),
        (date(2026, 10, 20), 24, date(2028, 10, 20)),
        (date(2026, 12, 1), 0, date(2026, 12, 1)),
    ],
)
def test_the_same_day_of_a_later_month_or_its_last(day: date, months: int, expected: date) -> None:
    assert months_later(day, months) == expected


@pytest.mark.seed("S-199")
def test_a_schedule_asks_at_the_start_after_3_6_and_12_months_at_the_end_and_after_it() -> None:
    assert [(one.value, day.isoformat()) for one, day in occasion_days(START, date(2027, 3, 1))] == [
        ("baseline", "2026-01-31"),
        ("month_3", "2026-04-30"),
        ("month_6", "2026-07-31"),
        ("month_12", "2027-01-31"),
        ("end", "2027-03-01"),
        ("after_3", "2027-06-01"),
        ("after_6", "2027-09-01"),
        ("after_12", "2028-03-01"),
        ("after_24", "2029-03-01"),
    ]


def test_what_would_lie_after_the_end_is_not_asked() -> None:
    days = occasion_days(START, date(2026, 5, 2))
    assert [one for one, _day in days][:3] == [Occasion.BASELINE, Occasion.MONTH_3, Occasion.END]
    assert [one for one, _day in occasion_days(START, START)][:2] == [Occasion.BASELINE, Occasion.END]


DUE = [
    (date(2026, 1, 30), None, [], None),
    (date(2026, 1, 31), None, [], "baseline"),
    (date(2026, 1, 31), None, ["baseline"], None),
    (date(2026, 4, 29), None, [], "baseline"),
    (date(2026, 4, 30), None, ["baseline"], "month_3"),
    (date(2026, 8, 1), None, ["baseline"], "month_6"),
    (date(2027, 1, 31), None, [], "month_12"),
    (date(2027, 5, 4), None, [], None),
    (date(2027, 5, 3), None, [], "month_12"),
    (date(2027, 5, 4), date(2027, 3, 1), [], "end"),
    (date(2029, 3, 1), date(2027, 3, 1), ["end"], "after_24"),
    (date(2030, 3, 1), date(2027, 3, 1), [], None),
]


@pytest.mark.parametrize(("today", "ended_on", "done", "expected"), DUE)
def test_the_last_occasion_that_came_is_due_and_one_that_passed_is_a_gap(
    today: date, ended_on: date | None, done: list[str], expected: str | None
) -> None:
    assert due(START, ended_on, done, today) == expected


def test_every_status_is_in_the_table() -> None:
    assert set(ADMINISTRATION_TRANSITIONS) == set(AdministrationStatus)


# ---- the picture ------------------------------------------------------------------------------------------------


def readings(*numbers: int | None) -> list[Reading]:
    months = (date(2026, month, 1) for month in (1, 4, 7, 10))
    return [
        Reading(on, "then", None if number is None else number * 100)
        for on, number in zip(months, numbers, strict=False)
    ]


def test_no_line_goes_over_a_gap() -> None:
    found = picture(readings(17, None, 12, 9), 0, 27, (1100, 2300))
    assert [dot.text for dot in found.dots] == ["17", "12", "9"]
    assert len(found.gaps) == 1
    ((line),) = found.lines
    assert (line.x1, line.x2) == (found.dots[1].x, found.dots[2].x)


def test_the_ends_of_the_scale_are_the_ends_of_the_picture() -> None:
    found = picture(readings(0, 27), 0, 27, (0, 600))
    assert [dot.y for dot in found.dots] == [FOOT, TOP]
    top, height = found.band
    assert top + height == pytest.approx(FOOT, abs=0.1)
    assert found.dots[0].x < found.dots[1].x


def test_a_row_without_a_number_is_no_picture_and_one_number_stands_in_the_middle() -> None:
    assert picture(readings(None, None), 0, 27, None) is None
    (dot,) = picture(readings(5), 0, 27, None).dots
    assert dot.x == 52


@pytest.mark.parametrize(("hundredths", "words"), [(1000, "10"), (1125, "11.25"), (1013, "10.13")])
def test_a_number_is_shown_whole_or_with_two_places(hundredths: int, words: str) -> None:
    assert shown_number(hundredths) == words


# ---- any day of any year ----------------------------------------------------------------------------------------

DAYS = st.dates(min_value=date(1990, 1, 1), max_value=date(2100, 12, 31))
# The first draw waits for a busy machine; that says nothing about the rule.
PATIENT = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
EVERY = [one for one in Occasion if one != Occasion.BETWEEN]


@pytest.mark.seed("S-067")
@pytest.mark.seed("S-199")
@PATIENT
@given(begins_on=DAYS, days=st.integers(min_value=0, max_value=2000))
def test_from_any_first_day_and_any_end_the_occasions_come_in_order_each_once(
    begins_on: date, days: int
) -> None:
    ended_on = begins_on + timedelta(days=days)
    found = occasion_days(begins_on, ended_on)
    names, when = [one for one, _day in found], [day for _one, day in found]
    assert when == sorted(when)
    assert len(set(names)) == len(names)
    assert names[0] == Occasion.BASELINE
    assert names[-5:] == EVERY[-5:]
    assert names == [one for one in EVERY if one in names]
    assert all(day < ended_on for one, day in found[1:-5])
    # What is missing of the nine would lie on the end or after it.
    gone = {one for one in EVERY if one not in names}
    assert all(day >= ended_on for one, day in occasion_days(begins_on, None) if one in gone)


@PATIENT
@given(day=DAYS, months=st.integers(min_value=0, max_value=36))
def test_months_later_is_the_same_day_or_the_last_of_a_shorter_month(day: date, months: int) -> None:
    found = months_later(day, months)
    assert (found.year * 12 + found.month) - (day.year * 12 + day.month) == months
    assert found.day == day.day or (found.day < day.day and (found + timedelta(days=1)).day == 1)


@pytest.mark.parametrize("months", [3, 6, 12, 24])
def test_who_begins_on_29_february_is_asked_on_the_last_of_february_in_other_years(months: int) -> None:
    expected = {3: "2028-05-29", 6: "2028-08-29", 12: "2029-02-28", 24: "2030-02-28"}
    assert months_later(date(2028, 2, 29), months).isoformat() == expected[months]
    assert months_later(date(2028, 2, 29), 48) == date(2032, 2, 29)


@PATIENT
@given(
    begins_on=DAYS,
    ended=st.none() | st.integers(0, 900),
    later=st.integers(-5, 2500),
    done=st.sets(st.sampled_from(EVERY)),
)
def test_what_is_due_has_come_is_not_done_and_is_the_newest(
    begins_on: date, ended: int | None, later: int, done: set[Occasion]
) -> None:
    ended_on = None if ended is None else begins_on + timedelta(days=ended)
    today = begins_on + timedelta(days=later)
    found = due(begins_on, ended_on, done, today)
    come = [one for one, day in occasion_days(begins_on, ended_on) if day <= today]
    if found is None:
        assert not come or come[-1] in done or come[-1] in (Occasion.MONTH_12, Occasion.AFTER_24)
    else:
        assert found == come[-1]
        assert found not in done
