import re
from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import IntegrityError, transaction

from handrail.access import Role
from handrail.audit.models import Event
from handrail.base import clock
from handrail.base.errors import DomainError, NotAllowed, NotFound, Stale
from handrail.catalogue import actions, hooks, queries, rules
from handrail.catalogue.models import Offer
from handrail.catalogue.money import Money
from handrail.catalogue.rules import Places, PriceBasis
from handrail.catalogue.tests import factories as make

pytestmark = pytest.mark.django_db
FORM = {
    "title": "Story evening",
    "site": "",
    "place": "Café",
    "run_by": "Tess Brown",
    "capacity": "8",
    "staff_needed": "1",
    "days": ["fri"],
    "begins": "17:00",
    "ends": "18:30",
    "modes": ["in_person"],
    "languages": ["en"],
    "price_basis": "month",
    "price": "12.50",
    "own_share": "0",
    "payers": ["non_profit"],
    "price_words": "",
    "open_from_day": "1",
    "open_from_month": "9",
    "open_from_year": "2026",
}


@pytest.fixture(autouse=True)
def _the_day():
    with clock.clock_at(datetime(2026, 10, 20, 9, 0, tzinfo=UTC), tick=timedelta(milliseconds=1)):
        yield


@pytest.fixture
def place():
    return make.organisation()


@pytest.fixture
def dana(place):
    return make.staff(place)


def about(client, address):
    html = client.get(address).content.decode()
    return {"about": re.search(r'name="about" value="([^"]+)"', html).group(1)}


@pytest.mark.parametrize(
    ("amount", "words"),
    [
        (Money(145_000, "EUR"), "€1\u00a0450"),
        (Money(1_250, "EUR"), "€12.50"),
        (Money(0, "USD"), "$0"),
        (Money(120_000_000, "SEK"), "SEK\u00a01\u00a0200\u00a0000"),
    ],
)
def test_money_is_written_without_a_break_inside(amount, words):
    assert str(amount) == words


@pytest.mark.parametrize(
    ("places", "free", "days"),
    [
        (Places(4, taken=1), 3, 0),
        (Places(4, taken=4), 0, None),
        (Places(4, taken=4, ends=2, over=365), 0, None),
        (Places(4, taken=4, ends=4, over=20), 0, None),
        (Places(4, taken=4, ends=4, over=360), 0, 90),
        (Places(4, taken=4, waiting=2, ends=4, over=360), 0, 270),
        (Places(4, taken=3, waiting=1, ends=4, over=360), 0, 90),
        (Places(3, taken=4, ends=4, over=360), 0, 180),
    ],
)
def test_a_waiting_time_is_worked_out_from_places_that_became_free_or_not_at_all(places, free, days):
    assert (places.free, places.wait_days) == (free, days)


def test_the_next_meeting_is_the_next_of_its_days_and_never_before_it_opens():
    tuesday = date(2026, 10, 20)
    assert rules.next_meeting(["tue"], tuesday, tuesday) == date(2026, 10, 27)
    assert rules.next_meeting(["mon", "fri"], tuesday, tuesday) == date(2026, 10, 23)
    assert rules.next_meeting(["mon"], tuesday, date(2026, 11, 3)) == date(2026, 11, 9)
    assert rules.next_meeting([], tuesday, tuesday) is None


@pytest.mark.seed("S-175", "S-177")
def test_an_offer_says_price_payers_and_what_a_person_pays(place):
    make.offer(place)
    (shown,) = queries.offers(None, "vocational")
    assert shown.price == "€4\u00a0200 for the whole programme"
    assert shown.own_share == "You pay €210 at most, by your income."
    assert shown.payers == "Health service, Me, by my income"
    assert (shown.when, shown.where) == ("Monday, Wednesday, 10:00 – 11:30", "Library, room 2")


@pytest.mark.parametrize(
    ("places", "headline", "hint"),
    [
        (Places(2), "2 places are free", "Next meeting: Wednesday 21 October."),
        (
            Places(2, taken=2, waiting=1, ends=1, over=300),
            "Full. We do not know yet when a place is free.",
            "1 person waits. 1 place became free in the last 300 days. That is too little to reckon with.",
        ),
        (
            Places(2, taken=2, waiting=2, ends=6, over=180),
            "Full. A place is likely in January 2027.",
            "2 people wait. 6 places became free in the last 180 days. We reckon with nothing else.",
        ),
    ],
)
def test_a_full_offer_stays_listed_with_an_honest_waiting_time(place, monkeypatch, places, headline, hint):
    row = make.offer(place)
    monkeypatch.setattr(hooks.hooks, "places", lambda offers, today: {row.pk: places})
    (shown,) = queries.offers(None, "vocational")
    assert (shown.headline, shown.hint) == (headline, hint)


def test_a_member_sees_the_offers_of_their_own_organisation_and_a_closed_one_is_gone(place, dana):
    make.offer(make.organisation("Hillside"), title="Elsewhere")
    closed = make.offer(place, title="Closed")
    make.offer(place, title="Open")
    actions.close_offer(offer=closed, on=dana.today, by=dana)
    assert [one.offer.title for one in queries.offers(dana)] == ["Open"]
    assert queries.offer(dana, closed.key).open_to == dana.today
    with pytest.raises(NotFound):
        queries.offer(dana, Offer.objects.get(title="Elsewhere").key)


@pytest.mark.parametrize(
    "wrong",
    [
        {"title": "  "},
        {"capacity": 0},
        {"modes": ()},
        {"languages": ("xx",)},
        {"days": ("someday",)},
        {"ends": None},
        {"price_basis": PriceBasis.FREE},
        {"own_share_minor": 999_999},
    ],
)
def test_a_wrong_offer_is_refused_with_a_sentence(place, wrong):
    with pytest.raises(DomainError, match=r"\.$"):
        make.offer(place, **wrong)
    assert not Offer.objects.exists()


@pytest.mark.parametrize(
    "wrong",
    [
        {"capacity": 0},
        {"open_to": date(2020, 1, 1)},
        {"ends": None},
        {"price_minor": 0},
        {"own_share_minor": 999_999},
    ],
)
def test_the_database_refuses_it_too(place, wrong):
    row = make.offer(place)
    with pytest.raises(IntegrityError), transaction.atomic():
        Offer.objects.filter(pk=row.pk).update(**wrong)


def test_a_programme_that_is_none_of_the_nine_cannot_be_offered(place):
    with pytest.raises(DomainError, match="one of the nine"):
        make.offer(place, "GOLF")


def test_each_change_of_an_offer_leaves_one_event_and_a_new_version(place, dana):
    row = make.offer(place, by=dana)
    before = Event.objects.count()
    changed = actions.change_offer(offer=row, facts=make.facts(capacity=9), version=1, by=dana)
    closed = actions.close_offer(offer=row, on=date(2026, 12, 1), version=2, by=dana)
    assert (changed.capacity, changed.version, closed.version) == (9, 2, 3)
    kinds = list(Event.objects.order_by("pk").values_list("kind", flat=True))[before:]
    assert kinds == ["change_offer", "close_offer"]
    with pytest.raises(Stale):
        actions.change_offer(offer=row, facts=make.facts(), version=1, by=dana)
    with pytest.raises(DomainError, match="before it opens"):
        actions.close_offer(offer=row, on=date(2020, 1, 1), by=dana)


def test_a_specialist_or_another_organisation_cannot_change_it(place):
    row = make.offer(place)
    sasha = make.staff(place, Role.SPECIALIST)
    for stranger in (sasha, make.staff(make.organisation("Hillside"))):
        with pytest.raises(NotAllowed):
            actions.change_offer(offer=row, facts=make.facts(), by=stranger)


def test_a_coordinator_adds_changes_and_closes_an_offer_on_the_page(client, dana):
    make.sign_in(client, dana)
    new = "/programmes/peer/offers/new"
    done = client.post(new, {**FORM, **about(client, new)})
    assert done.status_code == 302
    row = Offer.objects.get()
    assert (row.price_minor, row.own_share_minor, row.days, row.open_from) == (
        1_250,
        0,
        "fri",
        date(2026, 9, 1),
    )
    page = f"/programmes/peer/offers/{row.key}"
    html = client.get(page).content.decode()
    assert 'value="12.5"' in html or 'value="12.50"' in html
    done = client.post(page, {**FORM, "capacity": "3", **about(client, page)})
    assert done.status_code == 302
    row.refresh_from_db()
    assert (row.capacity, row.version) == (3, 2)
    day = {"on_day": "1", "on_month": "11", "on_year": "2026"}
    assert client.post(f"{page}/close", {**day, **about(client, page)}).status_code == 302
    row.refresh_from_db()
    assert row.open_to == date(2026, 11, 1)
    assert "Change this offer" in client.get("/programmes/peer").content.decode()


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"title": " "}, "Give it a name that people use."),
        ({"ends": ""}, "Write both times, or neither."),
        ({"ends": "16:00"}, "The end must be later than the start."),
        ({"price": ""}, "Write a price and what it is for, or say that it is free."),
        ({"own_share": "99"}, "What a person pays cannot be more than the price."),
        ({"capacity": "none"}, "Write a number without letters."),
    ],
)
def test_a_wrong_form_comes_back_with_what_to_do(client, dana, wrong, sentence):
    make.sign_in(client, dana)
    new = "/programmes/peer/offers/new"
    back = client.post(new, {**FORM, **wrong, **about(client, new)})
    assert back.status_code == 422
    assert sentence in back.content.decode()
    assert not Offer.objects.exists()


def test_a_form_of_an_older_version_comes_back(client, place, dana):
    row = make.offer(place, "PEER")
    make.sign_in(client, dana)
    page = f"/programmes/peer/offers/{row.key}"
    old = about(client, page)
    actions.change_offer(offer=row, facts=make.facts(), by=dana)
    back = client.post(page, {**FORM, **old})
    assert back.status_code == 422
    assert "Somebody changed this offer in the meantime" in back.content.decode()


def test_a_closing_day_that_is_none_is_a_sentence(client, place, dana):
    row = make.offer(place, "PEER")
    make.sign_in(client, dana)
    page = f"/programmes/peer/offers/{row.key}"
    back = client.post(
        f"{page}/close", {"on_day": "31", "on_month": "2", "on_year": "2026", **about(client, page)}
    )
    assert back.status_code == 409
    row.refresh_from_db()
    assert row.open_to is None


def test_a_specialist_gets_no_page_to_edit_offers(client, place):
    sasha = make.staff(place, Role.SPECIALIST)
    make.sign_in(client, sasha)
    assert client.get("/programmes/peer/offers/new").status_code == 403
    assert "Add an offer" not in client.get("/programmes/peer").content.decode()


def test_the_public_page_costs_the_same_for_one_offer_and_for_ten(
    client, place, django_assert_max_num_queries
):
    make.offer(place, "PEER")
    client.get("/programmes/peer")
    with django_assert_max_num_queries(6) as few:
        client.get("/programmes/peer")
    for number in range(9):
        make.offer(place, "PEER", title=f"Evening {number}")
    with django_assert_max_num_queries(6) as many:
        html = client.get("/programmes/peer").content.decode()
    assert len(few) == len(many)
    assert html.count("Ask for a place") >= 10


def test_a_colleague_finds_the_work_first_and_what_the_programme_is_folded(client, dana):
    everybody = client.get("/programmes/peer").content.decode()
    assert "About this programme" not in everybody
    assert (
        everybody.index("How sure we are") < everybody.index("What you do") < everybody.index("who may pay")
    )
    make.sign_in(client, dana)
    html = client.get("/programmes/peer").content.decode()
    folded = html.split("About this programme", 1)[1].split("</main>", 1)[0]
    for title in ("How sure we are", "What you do", "A week in it", "What can make it hard"):
        assert title in folded and html.count(title) == everybody.count(title), title
    assert "who may pay" not in folded


def test_an_offer_that_closes_cannot_begin_after_that_day(place, dana):
    row = actions.close_offer(offer=make.offer(place), on=date(2026, 12, 1), by=dana)
    later = make.facts(open_from=date(2027, 1, 1))
    with pytest.raises(DomainError, match="before it opens"):
        actions.change_offer(offer=row, facts=later, version=row.version, by=dana)
    assert Offer.objects.get().open_from == date(2025, 10, 1)


def test_an_own_share_that_nobody_settled_is_said_to_be_open(place, dana):
    make.offer(place, own_share_minor=None)
    [shown] = queries.offers(dana, "vocational")
    assert "not settled yet" in shown.own_share
