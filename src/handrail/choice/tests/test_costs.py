from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction

from handrail.access import Label, RelationKind, Role
from handrail.audit.models import Event
from handrail.base.errors import DomainError, InvalidTransition, NotAllowed, NotFound, Stale
from handrail.catalogue.money import Money
from handrail.catalogue.rules import Payer, PriceBasis
from handrail.catalogue.tests import factories as catalogue
from handrail.choice import actions, panels, queries
from handrail.choice.models import Cost, FeeBand, Funding, FundingStatusChange
from handrail.choice.tests import factories as choice
from handrail.intake import actions as intake
from handrail.intake.rules import EnrolmentRank, EnrolmentStatus
from handrail.people import queries as people
from handrail.people.tests import factories as make
from handrail.people.tests.browsing import family, stranger

pytestmark = pytest.mark.django_db
TODAY = choice.TODAY


@pytest.fixture
def cost(chosen, dana):
    return choice.cost(chosen, dana)


def shown(viewer, person):
    (one,) = queries.costs_page(viewer, person).lines
    return one


@pytest.mark.seed("S-134", "S-175", "S-176", "S-177")
def test_marcus_pays_by_his_band_and_the_rest_has_a_name(person, me, chosen, dana):
    line = choice.band(person, dana, 100_000, 180_000, share=400)
    row = choice.cost(chosen, dana, band=line)
    choice.funding(row, dana, name="Health fund", share=6_000)
    choice.funding(row, dana, kind=Payer.EMPLOYER, name="Harbour café", share=2_000)
    one = shown(me, person)
    assert [(payer.row.name, payer.gives) for payer in one.agreed] == [
        ("Health fund", Money(252_000, "EUR")),
        ("Harbour café", Money(84_000, "EUR")),
    ]
    assert (one.own, one.gap) == (Money(16_800, "EUR"), Money(67_200, "EUR"))
    assert one.row.gap_owner == "Dana Brandt"
    assert (one.own_part, one.gap_part) == (4, 16)


def test_the_offer_says_the_most_that_a_person_pays(person, me, chosen, dana):
    row = choice.cost(chosen, dana, band=choice.band(person, dana, share=5_000))
    assert row.own_minor == chosen.offer.own_share_minor == 21_000


def test_a_payer_who_has_not_agreed_is_shown_and_not_counted(person, me, cost, dana):
    asked = choice.funding(cost, dana, share=6_000, is_agreed=False)
    assert shown(me, person).gap == Money(420_000, "EUR")
    assert [one.row for one in shown(me, person).asked] == [asked]
    actions.agree_funding(funding=asked, by=dana, version=1)
    assert shown(me, person).gap == Money(168_000, "EUR")
    with pytest.raises(InvalidTransition):
        actions.agree_funding(funding=asked, by=dana)


def test_an_end_of_a_payer_keeps_its_reason_and_opens_the_gap(person, me, cost, dana):
    row = choice.funding(cost, dana, share=WHOLE_SHARE)
    with pytest.raises(DomainError, match="why it ends"):
        actions.end_funding(funding=row, reason=" ", by=dana)
    actions.end_funding(funding=row, reason="The grant is used up.", by=dana)
    change = FundingStatusChange.objects.get()
    assert (change.from_status, change.to_status, change.reason) == (
        "agreed",
        "ended",
        "The grant is used up.",
    )
    assert change.label == Label.RESTRICTED
    assert shown(me, person).gap == Money(420_000, "EUR")
    with pytest.raises(DomainError, match="anew"):
        actions.change_funding(funding=row, facts=choice.facts(share=100), by=dana)


WHOLE_SHARE = 10_000


def test_payers_give_in_their_order_and_a_change_moves_them(person, me, cost, dana):
    first = choice.funding(cost, dana, name="First", most_minor=400_000)
    choice.funding(cost, dana, name="Second", most_minor=400_000)
    assert [one.gives.minor for one in shown(me, person).agreed] == [400_000, 20_000]
    last = actions.change_funding(
        funding=first, facts=choice.facts(name="First", most_minor=400_000, place=9), by=dana, version=1
    )
    assert [(one.row.name, one.gives.minor) for one in shown(me, person).agreed] == [
        ("Second", 400_000),
        ("First", 20_000),
    ]
    with pytest.raises(Stale):
        actions.change_funding(funding=last, facts=choice.facts(share=100), by=dana, version=1)


def test_another_currency_needs_a_rate_with_its_day(person, me, cost, dana):
    other = {"name": "Fund abroad", "most_minor": 100_000, "currency": "USD"}
    with pytest.raises(DomainError, match="two currencies"):
        choice.funding(cost, dana, **other)
    choice.funding(cost, dana, **other, rate_micro=920_000, rate_on=date(2026, 10, 1))
    (payer,) = shown(me, person).agreed
    assert payer.gives == Money(92_000, "EUR")
    assert "$1\u00a0000" in payer.said
    with pytest.raises(DomainError, match="End them first"):
        choice.cost(cost.enrolment, dana, currency="CHF")


def test_a_price_by_the_month_says_how_many_and_when_the_person_pays(person, me, chosen, dana):
    choice.cost(chosen, dana, basis=PriceBasis.MONTH, price_minor=18_000, units=6, own_minor=1_000)
    one = shown(me, person)
    assert (one.total, one.price) == (Money(108_000, "EUR"), "€180 for a month, 6 months")
    assert [amount.minor for _day, amount in one.dues] == [1_000] * 6
    choice.cost(chosen, dana, basis=PriceBasis.SESSION, price_minor=2_000, units=2)
    assert shown(me, person).price == "€20 for each meeting, 2 meetings, one a week"
    assert shown(me, person).own is None
    choice.cost(chosen, dana, basis=PriceBasis.FREE, price_minor=0, units=4)
    assert (shown(me, person).price, Cost.objects.get().units) == ("Free for everybody", 1)


def test_three_payments_of_one_price_have_their_days(person, me, chosen, dana):
    choice.cost(chosen, dana, own_minor=10_000, instalments=3, first_due_on=date(2026, 11, 1))
    assert [(on, amount.minor) for on, amount in shown(me, person).dues] == [
        ("1 November", 3_334), ("1 December", 3_333), ("1 January 2027", 3_333),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        ({"price_minor": 0}, "say that it is free"),
        ({"own_minor": 420_001}, "more than the price"),
        ({"currency": "XXX"}, "three letters"),
        ({"basis": PriceBasis.MONTH, "units": 121}, "between 1 and 120"),
        ({"instalments": 37}, "Between 1 and 36"),
    ],
)
def test_a_price_that_cannot_be_is_refused_with_a_sentence(chosen, dana, wrong, says):
    with pytest.raises(DomainError, match=says):
        choice.cost(chosen, dana, **wrong)
    assert not Cost.objects.exists()


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        ({"name": " ", "share": 100}, "who pays"),
        ({"kind": Payer.PERSON, "share": 100}, "who pays"),
        ({}, "share, an amount"),
        ({"share": 10_001}, "between 0 and 100"),
        ({"share": 100, "to_on": TODAY - timedelta(1)}, "before it begins"),
    ],
)
def test_a_payer_that_cannot_be_is_refused_with_a_sentence(cost, dana, wrong, says):
    with pytest.raises(DomainError, match=says):
        choice.funding(cost, dana, **wrong)
    assert not Funding.objects.exists()


def test_two_colleagues_do_not_overwrite_each_other(chosen, cost, dana):
    facts = actions.CostFacts(1_000, "EUR", PriceBasis.WHOLE, TODAY)
    with pytest.raises(Stale):
        actions.set_cost(enrolment=chosen, facts=facts, by=dana, version=0)
    assert actions.set_cost(enrolment=chosen, facts=facts, by=dana, version=1).version == 2


def test_only_the_team_writes_down_prices_and_only_the_lead_the_scale(person, me, chosen, cost):
    sasha = make.staff_for(person)
    with pytest.raises(NotAllowed):
        choice.cost(chosen, me)
    with pytest.raises(NotAllowed):
        choice.funding(cost, me, share=100)
    with pytest.raises(NotAllowed):
        choice.band(person, sasha)


def test_each_write_leaves_one_event(person, chosen, dana):
    def events(kind):
        return Event.objects.filter(kind=kind).count()

    row = choice.cost(chosen, dana)
    payer = choice.funding(row, dana, share=100, is_agreed=False)
    actions.agree_funding(funding=payer, by=dana)
    actions.end_funding(funding=payer, reason="No.", by=dana)
    line = choice.band(person, dana)
    actions.end_fee_band(band=line, by=dana)
    for kind in ("set_cost", "add_funding", "agree_funding", "end_funding", "add_fee_band", "end_fee_band"):
        assert events(kind) == 1, kind


# ---------- the scale ----------


def test_a_scale_names_each_income_once_and_an_agreed_part_stays(person, chosen, dana):
    low = choice.band(person, dana, 0, 100_000, share=0)
    choice.band(person, dana, 100_000, None, minor=3_000)
    with pytest.raises(DomainError, match="same income"):
        choice.band(person, dana, 50_000, 60_000)
    row = choice.cost(chosen, dana, band=low)
    actions.end_fee_band(band=low, by=dana)
    assert row.own_minor == 0
    assert [one.minor for one in queries.bands(dana)] == [3_000]


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        ({"share": 100, "minor": 100}, "not both"),
        ({"share": None, "minor": None}, "not both"),
        ({"share": 10_001}, "not both"),
        ({"high": 0, "share": 1}, "above the first"),
        ({"low": -1, "share": 1}, "above the first"),
    ],
)
def test_a_line_that_cannot_be_is_refused(person, dana, wrong, says):
    with pytest.raises(DomainError, match=says):
        choice.band(person, dana, **wrong)


def test_a_scale_in_another_currency_is_not_used(person, chosen, dana):
    line = choice.band(person, dana)
    with pytest.raises(DomainError, match="another currency"):
        choice.cost(chosen, dana, currency="CHF", band=line)


# ---------- what the database itself refuses ----------


@pytest.mark.parametrize(
    "wrong",
    [
        {"price_minor": 0},
        {"own_minor": 420_001},
        {"units": 0},
        {"instalments": 37},
    ],
)
def test_the_database_keeps_a_price_together(cost, wrong):
    with pytest.raises(IntegrityError), transaction.atomic():
        Cost.objects.update(**wrong)


@pytest.mark.parametrize(
    "wrong",
    [
        {"share": None},
        {"share": 10_001},
        {"to_on": TODAY - timedelta(1)},
        {"rate_micro": 5},
        {"rate_on": TODAY},
    ],
)
def test_the_database_keeps_a_payer_together(cost, dana, wrong):
    choice.funding(cost, dana, share=100)
    with pytest.raises(IntegrityError), transaction.atomic():
        Funding.objects.update(**wrong)


@pytest.mark.parametrize(
    "wrong", [{"share": None}, {"minor": 5}, {"income_to_minor": 0}, {"to_on": TODAY - timedelta(1)}]
)
def test_the_database_keeps_a_line_of_the_scale_together(person, dana, wrong):
    choice.band(person, dana)
    with pytest.raises(IntegrityError), transaction.atomic():
        FeeBand.objects.update(**wrong)


def test_what_is_mine_of_several_programmes_is_a_sum_for_each_currency(person, me, chosen, dana):
    choice.cost(chosen, dana, own_minor=21_000)
    assert queries.costs_page(me, person).own == ()
    rows = []
    for number, currency in enumerate(("EUR", "CHF")):
        offer = catalogue.offer(person.organisation, "PEER", title=f"Evening {number}")
        rows.append(intake.choose_offer(participant=person, offer=offer, rank=EnrolmentRank.ALSO, by=me))
        choice.cost(rows[-1], dana, currency=currency, own_minor=1_000)
    assert queries.costs_page(me, person).own == (Money(1_000, "CHF"), Money(22_000, "EUR"))


# ---------- who sees it ----------


def test_money_is_for_the_person_and_the_team_and_not_for_family_or_peers(person, me, cost, dana):
    choice.funding(cost, dana, share=100, to_on=TODAY)
    for viewer in (
        family(person),
        make.staff_for(person, Role.FAMILY, RelationKind.GUARDIAN),
        stranger(person),
    ):
        assert not Cost.objects.visible_to(viewer).exists()
        assert not Funding.objects.visible_to(viewer).exists()
        assert queries.endings(viewer) == []
    for viewer in (me, dana, make.staff_for(person)):
        assert Cost.objects.visible_to(viewer).exists()
    relative = family(person)
    page = queries.costs_page(relative, person)
    assert (page.may_see, [one.row for one in page.lines]) == (False, [None])
    assert queries.start_fact(relative, person) is None


def test_a_payer_of_somebody_else_is_not_there(person, me, cost, dana):
    row = choice.funding(cost, dana, share=100)
    assert queries.funding(dana, person, row.key) == row
    other = make.participant(person.organisation)
    with pytest.raises(NotFound):
        queries.funding(make.staff_for(other), other, row.key)


# ---------- the end of a funding ----------


@pytest.mark.seed("S-143")
def test_the_end_of_a_funding_stands_on_the_coordinators_day_and_on_the_persons_page(person, me, cost, dana):
    choice.funding(cost, dana, share=6_000, name="Health fund", to_on=TODAY + timedelta(days=60))
    choice.funding(cost, dana, share=100, name="Later", to_on=TODAY + timedelta(days=61))
    choice.funding(cost, dana, share=100, name="Asked", to_on=TODAY, is_agreed=False)
    (panel,) = panels.today(dana, TODAY)
    (ending,) = panel.data["endings"]
    assert ending.text == "Health fund pays for Vocational rehabilitation until 19 December."
    assert ending.person_key == person.key
    for found in (panels.person(dana, person), panels.person(me, person), panels.week(me, person, TODAY)):
        assert [one.payer for one in found[0].data["endings"]] == ["Health fund"]
    assert panels.week(dana, person, TODAY) == []
    assert panels.today(make.staff_for(person), TODAY) == []
    assert panels.today(me, TODAY) == []
    assert shown(me, person).agreed[0].is_ending


@pytest.mark.seed("S-143")
def test_a_funding_that_ended_stays_told_until_somebody_sees_to_it(person, me, chosen, cost, dana):
    row = choice.funding(cost, dana, share=6_000, from_on=date(2026, 1, 1), to_on=TODAY - timedelta(days=3))
    (ending,) = queries.endings(dana)
    assert ending.text == "Health fund has paid for Vocational rehabilitation until 17 October."
    actions.end_funding(funding=row, reason="Used up.", by=dana)
    assert queries.endings(dana) == []


def test_nothing_is_told_once_the_programme_itself_has_ended(person, me, chosen, cost, dana):
    choice.funding(cost, dana, share=6_000, to_on=TODAY)
    intake.end_enrolment(enrolment=chosen, to=EnrolmentStatus.STOPPED, by=me)
    assert queries.endings(dana) == []
    assert queries.costs_page(me, person).lines == ()


# ---------- getting started and counting ----------


@pytest.mark.seed("S-206")
def test_line_four_of_getting_started_says_what_is_mine_and_what_nobody_pays(person, me, chosen, dana):
    assert queries.start_fact(me, person) is None
    row = choice.cost(chosen, dana)
    assert queries.start_fact(me, person) is None
    row = choice.cost(chosen, dana, own_minor=21_000)
    choice.funding(row, dana, share=6_000)
    choice.funding(row, dana, share=2_000, is_agreed=False)
    fact = queries.start_fact(me, person)
    assert fact.text == "I pay €210. €1\u00a0470 nobody pays yet."
    assert fact.href == f"/people/{person.key}/costs"
    choice.funding(row, dana, most_minor=420_000)
    assert queries.start_fact(me, person).text == "I pay €0."


def test_the_page_asks_as_often_for_one_programme_as_for_two(
    person, me, cost, dana, django_assert_num_queries
):
    choice.funding(cost, dana, share=100)
    queries.costs_page(me, person)
    with django_assert_num_queries(5):
        queries.costs_page(me, person)
    offer = catalogue.offer(person.organisation, "PEER")
    second = intake.choose_offer(participant=person, offer=offer, rank=EnrolmentRank.BACKUP, by=me)
    row = choice.cost(second, dana, price_minor=500)
    for _number in range(5):
        choice.funding(row, dana, share=100)
    with django_assert_num_queries(5):
        assert len(queries.costs_page(me, person).lines) == 2


def test_a_share_with_a_cap_is_said_with_both(person, me, cost, dana):
    choice.funding(cost, dana, share=3_333, most_minor=50_000)
    (payer,) = shown(me, person).agreed
    assert payer.said == "33.33\u00a0% of it, €500 at most"
    assert payer.gives == Money(50_000, "EUR")


def test_where_nothing_about_money_is_kept_nothing_is_asked(person, me, chosen, django_assert_num_queries):
    opened = people.person(me, person.key)
    assert not queries.start_fact(me, opened)
    with django_assert_num_queries(0):
        assert queries.start_fact(me, opened) is None
        assert panels.person(me, opened) == panels.week(me, opened, TODAY) == []
