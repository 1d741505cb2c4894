import html as markup

import pytest

from handrail.access import Role
from handrail.choice.models import Cost, FeeBand, Funding
from handrail.choice.tests import factories as choice
from handrail.intake import actions as intake
from handrail.intake.rules import EnrolmentRank
from handrail.people.tests import factories as make
from handrail.people.tests.browsing import about, browser, family, signed, stranger

pytestmark = pytest.mark.django_db
DAY = {"from_on_day": "20", "from_on_month": "10", "from_on_year": "2026"}
PRICE = {**DAY, "basis": "whole", "price": "4200", "currency": "EUR", "instalments": "1", "scale": ""}
PAYER = {**DAY, "kind": "health", "name": "Health fund", "share": "60", "currency": "EUR", "status": "agreed"}


def read(viewer, address):
    response = browser(viewer).get(address)
    return response.status_code, markup.unescape(response.content.decode()).replace("\u00a0", " ")


@pytest.fixture
def home(person):
    return f"/people/{person.key}/costs"


@pytest.mark.seed("S-134", "S-175", "S-206")
def test_the_team_writes_price_and_payers_and_the_person_reads_who_pays_what(person, me, chosen, dana, home):
    client = browser(dana)
    line = choice.band(person, dana, 0, 100_000, share=400)
    status, page = read(dana, home)
    assert status == 200 and "Write down the price" in page
    price = {**PRICE, "scale": line.key, "gap_owner": "Dana Brandt"}
    assert client.post(f"{home}/{chosen.key}", {**price, **about(person, 0)}).status_code == 302
    assert client.post(f"{home}/{chosen.key}/payers", {**PAYER, **about(person, 0)}).status_code == 302
    employer = {**PAYER, "kind": "employer", "name": "Harbour café", "share": "20", "status": "asked"}
    client.post(f"{home}/{chosen.key}/payers", {**employer, **about(person, 0)})
    asked = Funding.objects.get(status="asked")
    assert client.post(f"{home}/payers/{asked.key}/agree", about(person, 1)).status_code == 302
    _status, mine = read(me, home)
    for words in ("What it costs me", "€4 200", "€2 520", "€840", "€168", "€672", "Dana Brandt looks for"):
        assert words in mine, words
    assert "Change the price" not in mine


def test_before_anything_is_written_down_the_page_names_who_finds_out(person, me, chosen, dana, home):
    _status, page = read(me, home)
    assert "€4 200 for the whole programme" in page
    assert f"{dana.name} finds out." in page


def test_a_person_who_chose_nothing_hears_so(me, home):
    assert "Nothing is chosen yet" in read(me, home)[1]


def test_a_relative_sees_that_money_is_not_theirs_to_see(person, me, chosen, dana, home):
    row = choice.cost(chosen, dana, words="Ask again in May.")
    choice.funding(row, dana, share=6_000)
    status, page = read(family(person), home)
    assert status == 200 and "and the team see who pays what" in page
    assert "2 520" not in page and "Health fund" not in page and "May" not in page
    assert read(stranger(person), home)[0] == 404


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        ({"price": ""}, "say that it is free"),
        ({"price": "12.345"}, "fewer digits"),
        ({"currency": "EUT"}, "three letters"),
        ({"scale": "amount"}, "Write the amount"),
        ({"scale": "amount", "own": "5000"}, "more than the price"),
        ({"from_on_month": "13"}, "real day"),
    ],
)
def test_a_price_that_does_not_fit_comes_back_with_a_sentence(person, chosen, dana, home, wrong, says):
    response = browser(dana).post(f"{home}/{chosen.key}", {**PRICE, **wrong, **about(person, 0)})
    assert response.status_code == 422 and says in markup.unescape(response.content.decode())
    assert not Cost.objects.exists()


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        ({"share": ""}, "share, an amount"),
        ({"name": " "}, "Write who pays."),
        ({"to_on_day": "1", "to_on_month": "1", "to_on_year": "2020"}, "before it begins"),
        ({"rate": "1.1"}, "belong together"),
        ({"currency": "USD", "most": "5"}, "two currencies"),
    ],
)
def test_a_payer_that_does_not_fit_comes_back_with_a_sentence(person, chosen, dana, home, wrong, says):
    choice.cost(chosen, dana)
    response = browser(dana).post(f"{home}/{chosen.key}/payers", {**PAYER, **wrong, **about(person, 0)})
    assert response.status_code == 422 and says in markup.unescape(response.content.decode())
    assert not Funding.objects.exists()


def test_a_payer_is_changed_and_ended_on_its_page(person, chosen, dana, home):
    row = choice.funding(choice.cost(chosen, dana, own_minor=100), dana, share=6_000)
    client = browser(dana)
    address = f"{home}/payers/{row.key}"
    assert "60" in client.get(address).content.decode()
    changed = {**PAYER, "share": "50", "most": "1000.50"}
    assert client.post(address, {**changed, **about(person)}).status_code == 302
    row.refresh_from_db()
    assert (row.share, row.most_minor, row.version) == (5_000, 100_050, 2)
    assert client.post(address, {**changed, "share": "500", **about(person, 2)}).status_code == 422
    assert client.post(address, {**changed, **about(person, 1)}).status_code == 422
    assert client.post(f"{address}/end", about(person, 2)).status_code == 422
    assert client.post(f"{address}/end", {"reason": "Moved", **about(person, 1)}).status_code == 422
    assert client.post(f"{address}/other", about(person, 2)).status_code == 404
    assert client.post(f"{address}/end", {"reason": "Moved", **about(person, 2)}).status_code == 302
    row.refresh_from_db()
    assert row.status == "ended"


def test_the_form_of_a_price_shows_what_was_agreed(person, chosen, dana, home):
    assert "4200" in browser(dana).get(f"{home}/{chosen.key}").content.decode()
    choice.cost(chosen, dana, own_minor=12_345)
    assert "123.45" in browser(dana).get(f"{home}/{chosen.key}").content.decode()
    stale = browser(dana).post(f"{home}/{chosen.key}", {**PRICE, **about(person, 0)})
    assert stale.status_code == 422


def test_a_payer_needs_a_price_first(chosen, dana, home):
    assert browser(dana).get(f"{home}/{chosen.key}/payers").url == f"{home}/{chosen.key}"


def test_the_person_reads_and_the_team_writes(me, chosen, home):
    assert browser(me).get(f"{home}/{chosen.key}").status_code == 403


@pytest.mark.seed("S-176")
def test_the_lead_writes_the_sliding_scale(person, dana):
    client = browser(dana)
    assert "No line yet" in client.get("/fees").content.decode()
    added = client.post("/fees", {"low": "1000", "high": "1800", "share": "4", "about": signed()})
    assert added.status_code == 302
    page = markup.unescape(client.get("/fees").content.decode())
    assert "€1\u00a0000 to below €1\u00a0800 a month: 4\u00a0%" in page
    assert "From €0 to below €1\u00a0000" in page and "From €1\u00a0800 on" in page
    twice = client.post("/fees", {"low": "1500", "share": "4", "about": signed()})
    assert twice.status_code == 422 and "same income" in twice.content.decode()
    client.post("/fees", {"low": "1800", "amount": "12.5", "about": signed()})
    assert "€12.50" in client.get("/fees").content.decode()
    row = FeeBand.objects.get(share=400)
    assert client.post(f"/fees/{row.key}/end", {"about": signed()}).status_code == 302
    assert client.post(f"/fees/{row.key}/end", {"about": signed()}).status_code == 409


def test_the_scale_is_for_those_who_write_offers(person):
    assert browser(make.staff_for(person, Role.SPECIALIST)).get("/fees").status_code == 403


def test_a_choice_without_an_offer_has_a_price_too(person, me, dana, home):
    row = intake.enrol(participant=person, programme_type="VR", rank=EnrolmentRank.PRIMARY, by=me)
    assert browser(dana).get(f"{home}/{row.key}").status_code == 200
    assert browser(dana).post(f"{home}/{row.key}", {**PRICE, **about(person, 0)}).status_code == 302
    assert "€4 200" in read(me, home)[1]
