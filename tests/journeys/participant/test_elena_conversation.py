"""Elena goes on with the conversation that she began, in her own order."""

import pytest

LAST = "Last time we stopped here"


@pytest.mark.seed("S-041")
def test_elena_goes_on_where_she_stopped_and_leaves_one_question_out(somebody):
    elena = somebody("elena", "/me/intake")
    elena.sees(LAST).accessible()
    elena.tap("Go on").is_at("/intake/obstacles/").sees(LAST).accessible()
    first = elena.page.locator("h1").inner_text()
    elena.writes("Your answer", "Loud rooms. And stairs, some days.").tap("Continue").does_not_see(first)
    skipped = elena.page.locator("h1").inner_text()
    elena.tap("Skip").does_not_see(skipped)
    elena.tap("All parts").tap("Read the answers")
    elena.sees("Loud rooms. And stairs, some days.").sees("Skipped. That is fine.").accessible()


@pytest.mark.seed("S-041")
def test_what_elena_leaves_for_later_waits_with_her_words(somebody):
    elena = somebody("elena", "/me/intake/wishes/help-with")
    elena.writes("Your answer", "The shop, then the club").tap("Later")
    elena.go("/me/intake/check").sees("The shop, then the club").sees("Goes on later").accessible()
