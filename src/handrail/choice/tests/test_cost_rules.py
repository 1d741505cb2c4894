from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handrail.base.errors import DomainError
from handrail.catalogue.money import Money
from handrail.catalogue.rules import PriceBasis
from handrail.choice.rules import STATE_TABLES
from handrail.choice.rules import costs as rules
from handrail.choice.rules.costs import WHOLE, Band, Due, Part, Promise, Rate

DAY = date(2026, 10, 20)
ONE = (Part(DAY, 420_000),)

days = st.integers(-400, 400).map(lambda n: DAY + timedelta(days=n))
promises = st.tuples(
    st.integers(1, WHOLE), st.none() | st.integers(0, 2_000_000), st.none() | days, st.none() | days
).map(lambda said: Promise("payer", *said))
parts = st.lists(st.tuples(days, st.integers(0, 9_000_000)).map(lambda said: Part(*said)), max_size=9)


@pytest.mark.parametrize("table", STATE_TABLES.values(), ids=list(STATE_TABLES))
def test_each_table_names_every_status(table):
    statuses = type(next(iter(table)))
    assert set(table) == set(statuses)
    assert all(to <= set(statuses) for to in table.values())


@pytest.mark.seed("S-134", "S-175", "S-176")
@pytest.mark.parametrize(("income_share", "own"), [(0, 0), (500, 21_000), (1_250, 52_500), (3_000, 84_000)])
def test_four_thousand_two_hundred_are_shared_by_two_payers_and_a_sliding_part(income_share, own):
    by_band = rules.own_part(Band(0, None, share=income_share), 420_000)
    found = rules.split(ONE, [Promise("public", 6_000), Promise("employer", 2_000)], by_band)
    assert found.paid == (252_000, 84_000)
    assert (found.own, found.gap) == (own, 84_000 - own)


@given(parts, st.lists(promises, max_size=6), st.integers(0, 3_000_000))
def test_shares_own_part_and_gap_are_always_the_price(found_parts, said, own_each):
    found = rules.split(found_parts, said, own_each)
    assert sum(found.paid) + found.own + found.gap == found.price == sum(one.minor for one in found_parts)
    for part in found.parts:
        assert sum(part.paid) + part.own + part.gap == part.minor
        assert min((*part.paid, part.own, part.gap)) >= 0
        assert part.own <= own_each


@given(parts, st.lists(promises, max_size=6), st.integers(0, 3_000_000))
def test_no_payer_gives_more_than_promised_or_outside_their_days(found_parts, said, own_each):
    found = rules.split(found_parts, said, own_each)
    for place, promise in enumerate(said):
        assert promise.most is None or found.paid[place] <= promise.most
        for part in found.parts:
            assert promise.runs(part.day) or part.paid[place] == 0


@given(st.integers(0, 9_000_000), st.lists(st.integers(1, WHOLE), min_size=1, max_size=8))
def test_what_shares_lose_by_rounding_goes_to_the_first_whose_share_is_no_whole_number(price, shares):
    said = [Promise(str(n), share) for n, share in enumerate(shares)]
    found = rules.split([Part(DAY, price)], said)
    together = min(price, price * sum(shares) // WHOLE)
    assert sum(found.paid) == together
    if sum(shares) <= WHOLE:
        exact = [price * share for share in shares]
        first = next((n for n, one in enumerate(exact) if one % WHOLE), None)
        for place, one in enumerate(exact):
            assert found.paid[place] == one // WHOLE or place == first


@given(st.integers(1, 9_000_000), st.lists(promises, min_size=2, max_size=5), st.data())
def test_who_stands_earlier_in_the_order_never_gives_less_for_it(price, said, data):
    place = data.draw(st.integers(1, len(said) - 1))
    whole = [Promise(str(n), WHOLE, one.most) for n, one in enumerate(said)]
    later = rules.split([Part(DAY, price)], whole).paid[place]
    moved = [whole[place], *whole[:place], *whole[place + 1 :]]
    assert rules.split([Part(DAY, price)], moved).paid[0] >= later


def test_thirds_come_out_even_and_the_cent_goes_to_the_first():
    found = rules.split([Part(DAY, 10_001)], [Promise("a", 3_333), Promise("b", 3_333), Promise("c", 3_334)])
    assert found.paid == (3_334, 3_333, 3_334)
    assert found.gap == 0


def test_a_cap_runs_down_from_month_to_month_and_the_gap_has_its_first_day():
    months = rules.priced(PriceBasis.MONTH, 10_000, 6, date(2026, 10, 31))
    assert [one.day for one in months][:3] == [date(2026, 10, 31), date(2026, 11, 30), date(2026, 12, 31)]
    found = rules.split(
        months, [Promise("grant", most=25_000), Promise("city", 5_000, to_on=date(2027, 1, 31))]
    )
    assert [part.paid for part in found.parts] == [
        (10_000, 0), (10_000, 0), (5_000, 5_000), (0, 5_000), (0, 0), (0, 0),
    ]  # fmt: skip
    assert found.gap_from == date(2027, 1, 31)
    assert found.gap == 25_000


def test_meetings_are_reckoned_one_a_week_and_nothing_falls_due_of_what_is_free():
    weeks = rules.priced(PriceBasis.SESSION, 3_000, 3, DAY)
    assert [one.day for one in weeks] == [DAY, DAY + timedelta(7), DAY + timedelta(14)]
    assert rules.priced(PriceBasis.FREE, 0, 1, DAY) == ()
    assert rules.split((), []).gap_from is None


@pytest.mark.parametrize("wrong", [Promise("a", 0), Promise("a", WHOLE + 1), Promise("a", 100, most=-1)])
def test_a_share_that_cannot_be_is_refused(wrong):
    with pytest.raises(DomainError, match="between 0 and 100"):
        rules.split(ONE, [wrong])
    with pytest.raises(DomainError, match="below zero"):
        rules.split(ONE, [], -1)


@pytest.mark.seed("S-176")
def test_the_own_part_follows_the_band_and_never_passes_what_the_offer_promises():
    assert rules.own_part(Band(0, 100_000, share=0), 420_000) == 0
    assert rules.own_part(Band(0, None, share=333), 10_001) == 333  # rounded down
    assert rules.own_part(Band(0, None, minor=4_000), 3_000) == 3_000
    assert rules.own_part(Band(0, None, share=2_000), 420_000, most=21_000) == 21_000


def test_a_scale_says_which_incomes_no_line_names():
    assert rules.holes([]) == ((0, None),)
    assert rules.holes([Band(100, 200), Band(300, None)]) == ((0, 100), (200, 300))
    assert rules.holes([Band(0, 100), Band(100, None)]) == ()
    for wrong in ([Band(0, 200), Band(100, None)], [Band(0, None), Band(500, 600)]):
        with pytest.raises(DomainError, match="same income"):
            rules.holes(wrong)


@given(st.integers(0, 5_000_000), st.integers(1, 36))
def test_payments_add_up_to_the_own_part_and_the_first_takes_what_does_not_divide(own, count):
    found = rules.split([Part(DAY, own)], [], own)
    dues = rules.instalments(found, count, DAY)
    assert sum(due.minor for due in dues) == own
    assert len({due.minor for due in dues[1:]}) <= 1
    assert all(due.minor - dues[-1].minor in range(count) for due in dues[:1])


def test_a_price_by_the_month_is_paid_by_the_month():
    found = rules.split(rules.priced(PriceBasis.MONTH, 5_000, 3, DAY), [Promise("grant", most=12_000)], 2_000)
    assert rules.instalments(found, 1) == (Due(date(2026, 12, 20), 2_000),)


def test_a_rate_has_its_day_and_knows_how_many_digits_a_currency_has():
    rate = Rate("USD", "EUR", 920_000, DAY)
    assert rules.converted(Money(10_001, "USD"), rate) == Money(9_200, "EUR")  # 92.0092
    assert rules.converted(Money(1_000, "JPY"), Rate("JPY", "EUR", 6_100, DAY)) == Money(610, "EUR")
    assert rules.converted(Money(1_000, "EUR"), Rate("EUR", "KWD", 330_000, DAY)) == Money(3_300, "KWD")
    for wrong in (Rate("GBP", "EUR", 920_000, DAY), Rate("USD", "EUR", 0, DAY)):
        with pytest.raises(DomainError, match="two currencies"):
            rules.converted(Money(100, "USD"), wrong)


def test_currencies_are_never_added_without_a_rate():
    assert rules.added([Money(1, "EUR"), Money(2, "EUR")], "EUR") == Money(3, "EUR")
    assert rules.added([], "CHF") == Money(0, "CHF")
    with pytest.raises(DomainError, match="two currencies"):
        rules.added([Money(1, "EUR"), Money(1, "USD")], "EUR")
    assert (str(Money(1_050, "JPY")), str(Money(1_050, "KWD"))) == ("JPY\u00a01\u00a0050", "KWD\u00a01.050")


def test_a_currency_is_one_of_iso_4217():
    assert rules.checked_currency(" eur ") == "EUR"
    assert len(rules.CURRENCIES) > 150
    with pytest.raises(DomainError, match="three letters"):
        rules.checked_currency("EUT")


@pytest.mark.seed("S-143")
@pytest.mark.parametrize(("ahead", "told"), [(61, False), (60, True), (0, True), (-5, True)])
def test_the_end_of_a_funding_is_told_sixty_days_ahead(ahead, told):
    assert rules.is_ending(DAY + timedelta(days=ahead), DAY) is told
    assert rules.is_ending(None, DAY) is False
