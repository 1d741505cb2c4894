"""A woman without an account asks from her phone to meet together first, with her father and an interpreter."""

import pytest

from tests.journeys.visitor import DESK


@pytest.mark.seed("S-049")
@pytest.mark.seed("S-172")
def test_a_joint_first_meeting_is_asked_for_in_one_tap_and_has_an_owner_and_a_day(somebody):
    nobody = somebody().go("/ask")
    nobody.writes("What should we call you", "Nadja Petrowa").writes("Phone", "+49 30 23125 210")
    nobody.writes("What would you like?", "My father knows me best. Can he come?")
    nobody.accessible().opens("Bring somebody, or an interpreter")
    nobody.writes("Who should come along?", "Pavel Petrow")
    nobody.page.get_by_label("Who are they to you?").select_option("parent")
    nobody.picks("Please bring an interpreter").tap("Ask for a joint first meeting")
    nobody.sees("so that we find the right interpreter").accessible()
    nobody.writes("Which language do you like to speak?", "Bulgarian").tap("Ask for a joint first meeting")
    nobody.is_at("/ask/thanks").sees("Somebody calls you by Tuesday 27 October.").accessible()
    nobody.sees("They also arrange the joint first meeting with you.").sees("before you")

    dana = somebody("dana", "/today", size=DESK).sees("A joint first meeting with Nadja Petrowa")
    dana.sees("Arrange it by Tuesday 27 October").tap("A joint first meeting with Nadja Petrowa")
    dana.does_not_see("Pavel").does_not_see("Bulgarian").tap("Take it")
    dana.sees("Is this somebody we know?").sees("Nadia Petrova").sees("the same phone").accessible()
    dana.picks("Somebody else").tap("Take it")
    dana.sees("My father knows me best.").sees("Pavel Petrow").sees("Bulgarian, with an interpreter")
    dana.sees("Dana Brandt arranges it").sees("Arrange by Tuesday 27 October").accessible()

    dana.opens("The day is agreed")
    day = dana.page.locator("form[action$='/arranged']")
    for part, number in (("day", "26"), ("month", "10"), ("year", "2026")):
        day.locator(f"input[name='arranged-meets_on_{part}']").fill(number)
    dana.writes("Where?", "Community centre, Mill Road").tap("Write it down")
    dana.sees("Agreed for Monday 26 October. Community centre, Mill Road").accessible()
    dana.go("/today").does_not_see("A joint first meeting with Nadja")
