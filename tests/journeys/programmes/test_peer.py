"""Marcus makes the peer his first choice; he and Tess check in for the week, four taps each."""

import re

import pytest

from tests.journeys.programmes.steps import begins, figure, finds_and_chooses, meets, shows_meeting

ROW, OUTCOME, MEETING = "Peer support programs", "Weeks with a check-in", "How it goes with a peer"
FOUR = 4


def both_checked_in(manager) -> tuple[int, int]:
    """Return in how many pairs both have checked in this week, and of how many, as the page says."""
    panel = manager.page.locator("main section").filter(has_text="Both checked in this week").last
    both, pairs = re.search(r"Both checked in this week\s+(\d+) of (\d+)", panel.inner_text()).groups()
    return int(both), int(pairs)


@pytest.mark.seed("S-125", "S-029")
def test_marcus_and_tess_check_in_and_nobody_else_reads_it(somebody):
    margit = somebody("margit")
    before = figure(margit, "peer", OUTCOME)
    both, pairs = both_checked_in(margit)
    marcus = somebody("marcus")
    finds_and_chooses(
        marcus, ROW, price="Free for everybody", place="Mill Road centre, cafés", mix="community"
    )
    dana = begins(somebody("dana"), "Marcus", ROW)
    words = "I want to go on with Tess."
    meets(dana, "Marcus", code="PEER", title=MEETING, hour=7, setting="community", words=words)

    marcus.go("/me/peers").accessible()
    marcus.tap("Check in for this week").accessible()
    marcus.taps = 0
    marcus.chooses("how", "good").chooses("helped", "walking")
    marcus.chooses("coming", "same").chooses("need", "nothing")
    assert marcus.taps == FOUR
    marcus.opens("In my own words").writes("In my own words", "The early shift is mine.")
    marcus.tap("Send to Tess").sees("The early shift is mine.").accessible()
    tess = somebody("tess", "/peers/me").accessible()
    tess.tap("Marcus").sees("This week with Marcus").accessible()
    tess.chooses("how", "good").chooses("minutes", "60").chooses("helped", "walking").tap("Send to Marcus")
    tess.sees("The early shift is mine.").accessible()

    # The week is not over, so the figure stands; that both checked in shows at once, and none of their words.
    assert figure(margit, "peer", OUTCOME) == before
    assert both_checked_in(margit) == (both + 1, pairs)
    margit.does_not_see("The early shift is mine.")
    shows_meeting(margit, MEETING)
