from collections import Counter
from datetime import date, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handrail.plans.rules import SupportLevel
from handrail.practice import rules
from handrail.practice.rules import SessionStatus, Tried, Turn

WITH, BESIDE, OWN = rules.STOPS
DAY = date(2026, 10, 20)  # a Tuesday


def tried(*levels: tuple[SupportLevel, bool]) -> list[Tried]:
    return [Tried(DAY + timedelta(days=n), level, done) for n, (level, done) in enumerate(levels)]


@pytest.mark.parametrize("table", rules.STATE_TABLES.values(), ids=list(rules.STATE_TABLES))
def test_each_table_names_every_status(table):
    statuses = type(next(iter(table)))
    assert set(table) == set(statuses)
    assert all(to <= set(statuses) for to in table.values())


@pytest.mark.seed("S-234")
def test_the_first_time_alone_is_the_first_attempt_on_my_own():
    tries = tried((WITH, True), (OWN, False), (OWN, True))
    assert rules.first_time_alone(tries) == DAY + timedelta(days=1)
    assert rules.first_time_alone(tried((WITH, True))) is None


def test_it_goes_on_after_two_in_a_row_that_were_done():
    assert rules.turns(tried((WITH, True), (BESIDE, True))) == []
    assert rules.turns(tried((WITH, True), (BESIDE, True), (BESIDE, False))) == []
    moments = rules.turns(tried((WITH, True), (BESIDE, True), (BESIDE, True)))
    assert [(one.turn, one.level) for one in moments] == [(Turn.GOES_ON, BESIDE)]


def test_going_back_is_an_entry_and_two_more_go_on_again():
    tries = tried((OWN, True), (BESIDE, True), (OWN, True), (OWN, True))
    assert [(one.turn, one.level) for one in rules.turns(tries)] == [
        (Turn.GOES_BACK, BESIDE),
        (Turn.GOES_ON, OWN),
    ]


LEVELS = st.lists(st.tuples(st.sampled_from(rules.STOPS), st.booleans()), max_size=20)


@given(LEVELS)
def test_turns_always_tell_where_the_company_stands(levels):
    now = rules.STOPS.index(levels[0][0]) if levels else 0
    for moment in rules.turns(tried(*levels)):
        to = rules.STOPS.index(moment.level)
        assert to > now if moment.turn == Turn.GOES_ON else to < now
        now = to


@given(LEVELS)
def test_nothing_that_was_not_done_makes_it_go_on(levels):
    never_done = [(level, False) for level, _done in levels]
    assert all(one.turn == Turn.GOES_BACK for one in rules.turns(tried(*never_done)))


@given(st.lists(st.sampled_from(SessionStatus)))
def test_called_off_moved_and_open_meetings_never_count(statuses):
    came, of = rules.attended(Counter(statuses))
    assert came == statuses.count(SessionStatus.MET)
    assert of - came == statuses.count(SessionStatus.NOT_MET)


@pytest.mark.parametrize(
    ("line", "title", "day", "at"),
    [
        ("Sunday 15:00, call Grandma", "call Grandma", date(2026, 10, 25), time(15)),
        ("call Grandma Sunday 3pm", "call Grandma", date(2026, 10, 25), time(15)),
        ("tomorrow: walk", "walk", date(2026, 10, 21), None),
        ("Tue 9.30 swim", "swim", DAY, time(9, 30)),
        ("Paint", "Paint", date(2026, 10, 22), None),
        ("12am stars", "stars", date(2026, 10, 22), time(0)),
        ("Take bus 14", "Take bus 14", date(2026, 10, 22), None),
        ("Sunday", "Sunday", date(2026, 10, 22), None),
        ("25:00 dream", "25:00 dream", date(2026, 10, 22), None),
        ("17:00", "17:00", date(2026, 10, 22), time(17)),
    ],
)
def test_a_line_of_my_own_is_read_kindly(line, title, day, at):
    read = rules.read_own_line(line, today=DAY, otherwise=date(2026, 10, 22))
    assert (read.title, read.day, read.at) == (title, day, at)


@given(st.text(max_size=60))
def test_any_line_keeps_a_title(line):
    read = rules.read_own_line(line, today=DAY, otherwise=DAY)
    assert bool(read.title) == bool(line.strip())
    assert DAY <= read.day <= DAY + timedelta(days=7)
