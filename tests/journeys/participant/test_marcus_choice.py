"""Marcus finds, compares and chooses; two payers and a part of his own; full, so the back-up begins."""

import pytest

from tests.journeys.programmes.steps import opens_person

ROW = "Social skills training"
MEETING = "Joint first meeting"
THREE_TAPS = 3


def has_places(manager, number):
    manager.go("/programmes/social").tap("Change this offer")
    return manager.writes("How many places", number).tap("Save this offer").is_at("/social#offers")


@pytest.fixture
def full(somebody):
    """The group is full for this journey; the others find its places as they were."""
    margit = somebody("margit").go("/programmes/social").tap("Change this offer")
    before = margit.page.locator("main").get_by_label("How many places").input_value()
    has_places(margit, "1").sees("Full.").accessible()
    yield
    has_places(margit, before)


def first_meetings(person):
    person.go("/me/week")
    return person.page.locator("main").inner_text().count(MEETING)


def writes_price(staff):
    opens_person(staff, "Marcus", "What it costs me").accessible()
    staff.tap(f"Write down the price: {ROW}").accessible()
    staff.chooses("basis", "whole").writes("Price", "4200")
    staff.picks("€900 to below").writes("looks after", "Dana Brandt").tap("Save the price")
    return staff.sees("€4 200 for the whole programme").accessible()


def writes_payer(staff, kind, name, share):
    staff.tap(f"Add who pays: {ROW}").accessible()
    staff.chooses("kind", kind).writes("Their name", name).writes("Share of the price", share)
    staff.chooses("status", "agreed").tap("Save who pays")
    return staff.sees(name)


def pays(person, row):
    card = person.page.locator("main article").filter(has_text=row)
    return " ".join(card.first.inner_text().replace("\u00a0", " ").split())


@pytest.mark.seed("S-060", "S-134", "S-175", "S-176", "S-206")
@pytest.mark.usefixtures("full")
def test_marcus_chooses_with_two_payers_and_his_back_up_begins_without_a_second_first_meeting(somebody):
    marcus = somebody("marcus")
    before = first_meetings(marcus)
    marcus.go("/")
    marcus.taps = 0
    marcus.tap("Programmes and costs").tap("What fits me?").sees("What fits me").accessible()
    assert marcus.taps <= THREE_TAPS
    marcus.sees("We began with what was said").sees("It is run by people who have been there.")

    marcus.chooses("wish", "people").tap("Show what fits").sees("You want friends").accessible()
    for title in ("Small talk, big talk", "Beside a peer"):
        marcus.page.get_by_label(f"Compare: {title}").check()
    marcus.tap("Compare two or three").sees("Not now").sees("Full.").accessible()
    marcus.tap("Choose Small talk").sees("You can choose it and wait.").accessible()
    marcus.chooses("rank", "primary").tap("Choose this").is_at("/choices$").sees("Waiting for a place")

    dana = writes_price(somebody("dana"))
    writes_payer(dana, "health", "Health fund of the county", "60")
    writes_payer(dana, "employer", "Harbour café", "20").accessible()

    marcus.go("/")
    marcus.taps = 0
    marcus.tap("Getting started").tap("What it costs me")
    assert marcus.taps <= THREE_TAPS
    said = pays(marcus.is_at("/costs$").accessible(), ROW)
    for words in ("Health fund of the county €2 520", "Harbour café €840", "Me €168", "Nobody yet €672"):
        assert words in said, words
    assert "Dana Brandt looks for somebody who pays this." in said

    marcus.go("/me/choices").sees("The first choice is full for now.").tap("Begin with the back-up")
    card = marcus.is_at("/choices$").page.locator("main article").filter(has_text="My back-up")
    assert "Began on 20 October" in card.inner_text()
    assert first_meetings(marcus) == before == 1
