from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handrail.catalogue.small import HIDDEN_BELOW
from handrail.choice.rules import settled as rules
from handrail.choice.rules.settled import Settled, Spread

# Fifteen bills in whole euro, in the order in which they were written down.
TOTALS = (4_200, 3_850, 1_990, 4_200, 2_745, 6_010, 3_333, 4_200, 990, 5_150, 4_444, 12_000, 100, 250, 9_999)
OWN = (0, 95, 0, 210, 0, 210, 47, 0, 0, 210, 120, 210, 0, 0, 210)


def row(number, total=100_00, own=0, offer="a", currency="EUR"):
    return Settled(f"person {number}", offer, currency, total, own)


def bills(count):
    both = list(zip(TOTALS, OWN, strict=True))[:count]
    return [row(number, total * 100, own * 100) for number, (total, own) in enumerate(both)]


@pytest.mark.parametrize(
    ("minor", "shown"),
    [
        (0, 0), (7, 7), (99, 99), (104, 100), (105, 110), (384_750, 380_000), (385_000, 390_000),
        (420_000, 420_000), (1_249_999, 1_200_000), (1_250_000, 1_300_000), (995, 1_000),
    ],
)  # fmt: skip
def test_an_amount_has_two_digits_and_halves_go_up(minor, shown):
    assert rules.in_two_digits(minor) == shown


@given(st.integers(0, 10**12))
def test_two_digits_are_at_most_five_per_cent_away(minor):
    assert abs(rules.in_two_digits(minor) - minor) * 20 <= minor


@pytest.mark.seed("S-174")
def test_of_eleven_bills_the_third_the_sixth_and_the_ninth_are_told():
    # In all: 990 1,990 [2,745] 3,333 3,850 [4,200] 4,200 4,200 [4,444] 5,150 6,010
    # Own: 0 0 [0] 0 0 [47] 95 120 [210] 210 210
    assert rules.spread(bills(11)) == Spread(11, (270_000, 420_000, 440_000), (0, 4_700, 21_000))


@pytest.mark.seed("S-174")
def test_of_twenty_two_the_sixth_the_eleventh_and_the_seventeenth_are_told():
    rows = [row(number, number * 10_000, 0) for number in range(1, 23)]
    assert rules.spread(rows) == Spread(22, (60_000, 110_000, 170_000), (0, 0, 0))


@pytest.mark.seed("S-174")
@pytest.mark.parametrize("more", [12, 13, 14, 15])
def test_the_twelfth_bill_moves_nothing(more):
    assert rules.spread(bills(more)) == rules.spread(bills(11))


def test_there_is_nothing_to_say_of_nobody():
    assert rules.spread([]) is None and rules.spreads([]) == {}
    with pytest.raises(ValueError, match="nothing to count"):
        rules.quarters([])


SOME = st.lists(
    st.builds(
        Settled,
        st.sampled_from([f"person {number}" for number in range(40)]),
        st.sampled_from(["", "a", "b", "c"]),
        st.sampled_from(["EUR", "INR"]),
        st.integers(0, 10**7),
        st.integers(0, 10**6),
    ),
    max_size=120,
)


@pytest.mark.seed("S-174")
@given(SOME)
def test_no_figure_is_about_fewer_people_than_the_rule_allows(rows):
    for currency, cells in rules.spreads(rows).items():
        assert "" in cells
        for key, shown in cells.items():
            behind = {
                one.person for one in rows if one.currency == currency and (not key or one.offer == key)
            }
            assert HIDDEN_BELOW <= shown.people <= len(behind)
            assert shown.people % HIDDEN_BELOW == 0
            amounts = {rules.in_two_digits(one.total) for one in rows if one.currency == currency}
            assert set(shown.total) <= amounts  # amounts of one currency, and never a sum


@given(SOME)
def test_offers_stand_beside_the_whole_only_when_nobody_is_left_who_could_be_reckoned_out(rows):
    for currency, cells in rules.spreads(rows).items():
        if len(cells) > 1:
            firsts = rules.once_each(one for one in rows if one.currency == currency)
            each = [sum(one.offer == key for one in firsts) for key in ("", "a", "b", "c")]
            assert not [count for count in each if 0 < count < HIDDEN_BELOW]


@given(SOME, st.integers(0, 10**7))
def test_one_more_bill_moves_a_figure_only_together_with_ten_others(rows, total):
    before = rules.spreads(rows).get("EUR", {}).get("")
    after = rules.spreads([*rows, row("new", total)])["EUR"][""] if before else None
    if before and after and after.people == before.people:
        assert after == before


@pytest.mark.seed("S-174")
def test_offers_are_told_apart_when_each_has_enough_people_and_currencies_are_never_added():
    here = [row(number, 100_000, 0, "a") for number in range(11)]
    there = [row(20 + number, 300_000, 5_000, "b") for number in range(12)]
    abroad = [row(50 + number, 900_000, 0, "c", "INR") for number in range(11)]
    few = [row(70 + number, 777_700, 0, "a", "USD") for number in range(10)]
    found = rules.spreads([*here, *there, *abroad, *few])
    assert set(found) == {"EUR", "INR"}
    assert found["EUR"]["a"] == Spread(11, (100_000,) * 3, (0, 0, 0))
    assert found["EUR"]["b"] == Spread(11, (300_000,) * 3, (5_000,) * 3)
    assert found["EUR"][""].people == 22
    assert set(found["INR"]) == {""}  # one offer is the whole


@pytest.mark.seed("S-174")
def test_an_offer_stays_hidden_while_a_few_people_had_another_one():
    here = [row(number, 100_000, 0, "a") for number in range(15)]
    few = [row(20 + number, 300_000, 0, "b") for number in range(3)]
    assert set(rules.spreads([*here, *few])["EUR"]) == {""}


def test_somebody_who_took_part_twice_counts_once():
    rows = [row(number % 10, 100_000) for number in range(30)]
    assert rules.spreads(rows) == {}


def test_what_is_counted_begins_with_a_year():
    assert rules.counted_since(date(2026, 10, 20)) == date(2024, 1, 1)
    assert rules.counted_since(date(2026, 1, 1)) == date(2024, 1, 1)
