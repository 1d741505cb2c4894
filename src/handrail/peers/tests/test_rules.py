from datetime import date

import pytest

from handrail.base.errors import DomainError
from handrail.peers import definitions, rules
from handrail.peers.rules import (
    HOLDING,
    MEETING,
    PAIRING_TRANSITIONS,
    PEER_OFFER_TRANSITIONS,
    PairingStatus,
    PeerOfferStatus,
)


def test_a_pairing_can_end_from_every_state_that_lives():
    for status in set(PairingStatus) - {PairingStatus.ENDED}:
        assert PairingStatus.ENDED in PAIRING_TRANSITIONS[status]
    assert PAIRING_TRANSITIONS[PairingStatus.ENDED] == set()


def test_nobody_meets_without_two_yeses():
    before = {status for status, to in PAIRING_TRANSITIONS.items() if PairingStatus.FIRST_MEETING in to}
    assert before == {PairingStatus.PERSON_YES, PairingStatus.MENTOR_YES}
    assert MEETING < HOLDING
    assert PairingStatus.PERSON_YES not in HOLDING


def test_an_answer_can_always_be_changed():
    for status in PeerOfferStatus:
        assert PEER_OFFER_TRANSITIONS[status]
    assert PeerOfferStatus.YES in PEER_OFFER_TRANSITIONS[PeerOfferStatus.NOT_NOW]


def test_the_lowest_free_place_is_taken_and_beyond_the_limit_there_is_none():
    assert rules.first_place([], 1) == 1
    assert rules.first_place([1, 3], 3) == 2
    assert rules.first_place([4], 2) == 1
    for taken, at_most in ([1, 2], 2), ([3, 4], 2), ([], 0):
        with pytest.raises(DomainError, match="as many people as they can"):
            rules.first_place(taken, at_most)


def test_a_limit_is_a_number_up_to_ten_and_not_under_the_people_met():
    rules.check_people_at_most(2, 2)
    with pytest.raises(DomainError, match="from 0 to 10"):
        rules.check_people_at_most(11, 0)
    with pytest.raises(DomainError, match="You meet 3 people now"):
        rules.check_people_at_most(2, 3)


def test_the_same_day_next_week_lies_ahead_also_after_a_pause():
    tuesday = date(2026, 10, 20)
    assert rules.same_next_week(None, tuesday) == date(2026, 10, 27)
    assert rules.same_next_week(date(2026, 10, 15), tuesday) == date(2026, 10, 22)
    assert rules.same_next_week(date(2026, 9, 3), tuesday) == date(2026, 10, 22)
    assert rules.same_next_week(date(2026, 10, 22), tuesday) == date(2026, 10, 29)


@pytest.mark.parametrize(
    ("both_on", "ended_on", "weeks"),
    [
        (date(2026, 10, 5), None, [date(2026, 10, 5), date(2026, 10, 12)]),  # a Monday counts itself
        (date(2026, 10, 6), None, [date(2026, 10, 12)]),
        (date(2026, 10, 14), None, []),  # the week that is not over is left out
        (date(2026, 9, 28), date(2026, 10, 14), [date(2026, 9, 28), date(2026, 10, 5)]),
        (date(2026, 10, 19), date(2026, 10, 19), []),
    ],
)
def test_full_weeks_begin_after_both_said_yes_and_end_before_it_ended(both_on, ended_on, weeks):
    since, today = date(2025, 10, 21), date(2026, 10, 20)
    assert rules.full_weeks(both_on, ended_on, since=since, today=today) == weeks


def test_full_weeks_do_not_reach_before_the_time_that_is_counted():
    found = rules.full_weeks(date(2020, 1, 1), None, since=date(2026, 10, 1), today=date(2026, 10, 20))
    assert found == [date(2026, 10, 5), date(2026, 10, 12)]


def test_ask_again_needs_a_day_ahead_and_other_answers_none():
    today = date(2026, 10, 20)
    rules.check_ask_again(PeerOfferStatus.ASK_AGAIN, date(2026, 11, 3), today)
    rules.check_ask_again(PeerOfferStatus.NOT_NOW, None, today)
    for day in None, today:
        with pytest.raises(DomainError, match="Choose the day"):
            rules.check_ask_again(PeerOfferStatus.ASK_AGAIN, day, today)


def test_time_together_fits_a_day():
    rules.check_minutes(0)
    for minutes in -1, 481:
        with pytest.raises(DomainError):
            rules.check_minutes(minutes)


def test_hours_are_said_without_a_needless_zero():
    assert [rules.hours_of(minutes) for minutes in (0, 60, 90, 100)] == ["0", "1", "1.5", "1.7"]


def test_what_helped_is_read_from_the_file():
    assert definitions.helped_words("en")["walking"] == "Walking"
