import pytest

from handrail.exchange.hsds.check import read_day, read_time


@pytest.mark.parametrize(
    "text", ["2014-12-24", "12/24/2014", "12/24/14", "December 24, 2014", "2014-12-24T10:00:00Z"]
)
def test_a_day_is_read_as_directories_write_it(text):
    assert str(read_day(text)) == "2014-12-24"


@pytest.mark.parametrize("text", ["", "tomorrow", "2014-13-01", "24.12.2014"])
def test_what_is_no_day_is_none(text):
    assert read_day(text) is None


@pytest.mark.parametrize(
    ("text", "found"),
    [("08:00", "08:00"), ("3pm", "15:00"), ("4:00 PM", "16:00"), ("12am", "00:00"), ("18:00:00", "18:00")],
)
def test_a_time_is_read_as_directories_write_it(text, found):
    assert f"{read_time(text):%H:%M}" == found


@pytest.mark.parametrize("text", ["", "noon", "25:00", "8:75", "13pm", "0am"])
def test_what_is_no_time_is_none(text):
    assert read_time(text) is None
