"""Jana makes her own list of early signs and answers the short question of the day."""

import pytest

from tests.journeys.programmes.steps import begins, figure, finds_and_chooses, meets, shows_meeting

ROW, OUTCOME = "Illness self-management programs", "Lists of early signs made"
MEETING, SIGN = "What I notice first", "I read the same card three times."


@pytest.mark.seed("S-119")
def test_jana_writes_her_early_signs_and_how_she_is_today(somebody):
    margit = somebody("margit")
    true, of = figure(margit, "illness", OUTCOME)
    jana = somebody("jana")
    finds_and_chooses(jana, ROW, price="€25 for each meeting", place="blue room", mix="online")
    dana = begins(somebody("dana"), "Jana", ROW)
    words = "I know it two days before."
    meets(dana, "Jana", code="ISM", title=MEETING, hour=8, setting="online", words=words)

    jana.go("/me/my-list").accessible()
    jana.tap("Write a line").accessible()
    jana.writes("In my own words", SIGN).tap("Keep it").sees(SIGN).accessible()
    jana.tap("How am I today?").accessible()
    jana.chooses("sleep", "3").chooses("energy", "4").writes("What helped today?", "The tram, not the car")
    jana.tap("Keep it").sees("The tram, not the car").accessible()

    assert figure(margit, "illness", OUTCOME) == (true + 1, of)
    margit.does_not_see(SIGN)
    shows_meeting(margit, MEETING)
