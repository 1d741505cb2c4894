"""Nadia writes a role that she wants, and it becomes a goal of her plan."""

import pytest

from tests.journeys.programmes.steps import begins, figure, finds_and_chooses, meets, shows_meeting

ROW, OUTCOME = "AIM/Recovery-focused programs", "Steps at the support level the person wanted"
MEETING, ROLE = "Who I am when I am off duty", "The aunt who comes on Sundays"


@pytest.mark.seed("S-214")
def test_nadia_wants_a_role_and_makes_it_a_goal(somebody):
    margit = somebody("margit")
    before = figure(margit, "aim", OUTCOME)
    nadia = somebody("nadia")
    finds_and_chooses(nadia, ROW, price="€150 for a month", place="North village room", mix="home")
    dana = begins(somebody("dana"), "Nadia", ROW)
    words = "Sundays I am an aunt."
    meets(dana, "Nadia", code="AIM", title=MEETING, hour=5, setting="home", words=words)

    nadia.go("/me/roles").accessible()
    nadia.chooses("kind", "own").page.locator("main input[name=words]").fill(ROLE)
    nadia.chooses("status", "want").tap("Keep it").sees(ROLE).accessible()
    nadia.tap(f"Make it a goal: {ROLE}").accessible()
    nadia.go("/me/plan").sees(ROLE).accessible()

    assert figure(margit, "aim", OUTCOME) == before
    shows_meeting(margit, MEETING)
