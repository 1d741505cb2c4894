"""Elena takes Ravi's view back: his next tap finds nothing, and what he wrote himself stays his."""

import pytest

HIS_WORDS = "I ring on Fridays to hear how I can help."


@pytest.mark.seed("S-011", "S-106")
def test_ravi_loses_his_view_at_the_next_tap_and_keeps_his_own_words(somebody):
    ravi = (
        somebody("ravi", "/shared").tap("The plan of Elena").sees("Take bus 14 to the art shop").accessible()
    )
    elena = somebody("elena", "/me/people").accessible().tap("Who sees what").accessible()
    elena.taps = 0
    elena.tap("Close everything to Ravi").sees("What they wrote stays theirs.").accessible()
    elena.tap("Close it now").is_at("/access$")
    assert elena.taps == 2

    plan = ravi.page.url
    ravi.page.get_by_role("link", name="Their steps").first.click()
    ravi.sees("There is no such page").does_not_see("Elena").accessible()
    ravi.go(plan)
    ravi.sees("There is no such page").does_not_see("Take bus 14")
    ravi.go("/shared").sees("Nothing is shared with you right now.").does_not_see("Elena").accessible()
    ravi.go("/tasks").does_not_see("Elena").accessible()

    ravi.go("/not-happy").sees(HIS_WORDS).accessible().tap("To Dana Brandt").sees(HIS_WORDS).accessible()

    elena.accessible().tap("Change what Ravi sees").accessible().chooses("opens", "plan")
    elena.tap("Show what this changes").sees("will see your contact details and steps.").accessible()
    elena.tap("Yes, keep it so").is_at("/access$").accessible()
    ravi.go("/shared").tap("The plan of Elena").sees("Take bus 14 to the art shop")
