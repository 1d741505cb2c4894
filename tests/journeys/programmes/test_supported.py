"""Rosa looks at her flat anew: she chooses support close by, and says herself whether it is right for her."""

import pytest

from tests.journeys.programmes.steps import begins, figure, finds_and_chooses, meets, shows_meeting

ROW, OUTCOME, MEETING = (
    "Supported housing programs",
    "Homes that are right for the person",
    "The eight chairs",
)


@pytest.mark.seed("S-118")
def test_rosa_says_whether_her_home_is_right_for_her(somebody):
    margit = somebody("margit")
    true, of = figure(margit, "supported", OUTCOME)
    rosa = somebody("rosa")
    place = "Flats in Garden Street and Church Lane"
    finds_and_chooses(rosa, ROW, price="€640 for a month", place=place, mix="home")
    sasha = begins(somebody("sasha"), "Rosa", ROW)
    words = "Lucía counts them every Sunday."
    meets(sasha, "Rosa", code="SH", title=MEETING, hour=8, setting="home", words=words)

    rosa.go("/me/home").accessible().opens("Answer again").accessible()
    rosa.chooses("answer", "partly").writes("In my own words", "The stairs, since the summer.")
    rosa.tap("Keep my answer").sees("The stairs, since the summer.").go("/me/home").accessible()

    assert figure(margit, "supported", OUTCOME) == (true - 1, of)
    shows_meeting(margit, MEETING)
