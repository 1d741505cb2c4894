"""Elena waits for a place, the manager adds some, and Sasha writes down the first word with the art shop."""

import pytest

from tests.journeys.programmes.steps import (
    begins,
    figure,
    finds_and_chooses,
    meets,
    opens_person,
    shows_meeting,
)

ROW, OUTCOME = "Vocational rehabilitation", "Paid jobs that went on for 90 days"
MEETING = "What the shop could want"


def has_places(manager, places: int):
    manager.go("/programmes/vocational").tap("Change this offer").accessible()
    return manager.writes("How many", str(places)).tap("Save this offer").is_at("/vocational#offers")


@pytest.mark.seed("S-114")
def test_elena_waits_gets_a_place_and_the_art_shop_is_asked(somebody):
    margit = somebody("margit")
    has_places(margit, 1).sees("Full.").accessible()
    elena = somebody("elena")
    price = "200 for the whole programme"
    finds_and_chooses(elena, ROW, price=price, place="Library, room 2", mix="community")
    elena.sees("Waiting for a place").sees("Full.")

    has_places(margit, 9).does_not_see("Full.")
    true, of = figure(margit, "vocational", OUTCOME)
    sasha = begins(somebody("sasha"), "Elena", ROW)
    words = "I would hang three, not one."
    meets(sasha, "Elena", code="VR", title=MEETING, hour=6, setting="community", words=words)

    opens_person(sasha, "Elena", "Work and study").accessible()
    sasha.tap("Write one down").accessible()
    sasha.writes("Another place", "Art shop on Mill Road").chooses("way", "in_person")
    sasha.writes("What was said about Elena?", "They like rain on buses.")
    sasha.writes("What is next?", "Bring three small ones").chooses("in_days", "7").tap("Keep it")
    sasha.sees("Art shop on Mill Road").accessible()

    assert figure(margit, "vocational", OUTCOME) == (true, of)
    shows_meeting(margit, MEETING)
