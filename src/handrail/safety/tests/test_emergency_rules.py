from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from handrail.base.errors import DomainError
from handrail.safety.rules.emergency import (
    LASTS,
    checked_words,
    closes_on,
    is_running,
    minutes_left,
    review_day,
)

START = datetime(2026, 10, 20, 12, tzinfo=ZoneInfo("Europe/Berlin"))


@pytest.mark.parametrize(
    ("left", "minutes", "runs"),
    [
        (timedelta(minutes=60), 60, True),
        (timedelta(minutes=59, seconds=1), 60, True),
        (timedelta(seconds=1), 1, True),
        (timedelta(0), 0, False),
        (timedelta(seconds=-1), 0, False),
    ],
)
def test_an_opening_runs_until_the_minute_of_its_end(left, minutes, runs):
    ends_at = START + LASTS
    assert minutes_left(ends_at, ends_at - left) == minutes
    assert is_running(ends_at, None, ends_at - left) == runs
    assert not is_running(ends_at, START, ends_at - left), "closed before"


@pytest.mark.parametrize(
    ("opened_on", "by"),
    [
        (date(2026, 10, 20), date(2026, 10, 22)),
        (date(2026, 10, 22), date(2026, 10, 26)),
        (date(2026, 10, 24), date(2026, 10, 27)),
    ],
)
def test_somebody_looks_within_two_weekdays(opened_on, by):
    assert review_day(opened_on) == by


@pytest.mark.parametrize(("hour", "ends"), [(12, date(2026, 10, 21)), (23, date(2026, 10, 22))])
def test_a_relation_outlasts_the_hour_also_over_midnight(hour, ends):
    begins = START.replace(hour=hour, minute=30)
    assert closes_on(begins.date(), begins, begins + LASTS) == ends


def test_words_are_kept_as_typed_and_are_needed():
    assert checked_words("  Nobody answers. ") == "  Nobody answers. "
    for bad in ("", "  ", "x" * 301):
        with pytest.raises(DomainError):
            checked_words(bad)
