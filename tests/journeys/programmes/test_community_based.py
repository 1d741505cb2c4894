"""Tomasz wants to be among people in winter: a place near by, asked for, visited, and his own answer."""

import pytest

from tests.journeys.programmes.steps import begins, figure, finds_and_chooses, meets, shows_meeting

ROW, OUTCOME = "Community-based rehabilitation", "Links where people got what they needed"
CORNER, MEETING = "Computer corner", "The way to the corner"


@pytest.mark.seed("S-108")
def test_tomasz_gets_to_the_computer_corner_and_says_whether_it_helped(somebody):
    margit = somebody("margit")
    true, of = figure(margit, "community-based", OUTCOME)
    tomasz = somebody("tomasz")
    finds_and_chooses(tomasz, ROW, price="€180 for a month", place="Mill Road centre", mix="community")
    dana = begins(somebody("dana"), "Tomasz", ROW)
    words = "Bus 14. I can sit near the door."
    meets(dana, "Tomasz", code="CBR", title=MEETING, hour=6, setting="community", words=words)

    tomasz.go("/me/activities").tap("Find a place").accessible()
    tomasz.tap(CORNER).accessible()
    tomasz.tap("Ask here for me").accessible()
    tomasz.writes("What is it for?", "To sell honey in winter, from the table.").tap("Ask")
    tomasz.is_at("/links/[a-z]{10}$").sees(CORNER).accessible()
    dana.go(tomasz.page.url).accessible()
    dana.tap("They said yes").tap("The first visit is done").sees("is asked: did you get what you needed?")
    tomasz.go(tomasz.page.url).sees("Did I get what I needed?").accessible()
    tomasz.writes("In my words", "She showed me where the pictures go.").tap("Yes").accessible()

    assert figure(margit, "community-based", OUTCOME) == (true + 1, of + 1)
    shows_meeting(margit, MEETING)
