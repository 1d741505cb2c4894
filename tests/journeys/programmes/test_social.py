"""Daniel plays a skill through in his group, hears one good thing, and takes one thing home to try."""

import pytest

from tests.journeys.programmes.steps import begins, figure, finds_and_chooses

ROW, OUTCOME = "Social skills training", "Home practice done or tried"
GROUP, SKILL = "Small talk, big talk", "Making up after a quarrel"
GOOD, HOME = "You waited until Leo had finished.", "Say sorry to Leo about the ball."
WHOM = "Daniel Weiss"


@pytest.mark.seed("S-102")
def test_daniel_takes_a_turn_in_the_group_and_something_home(somebody):
    margit = somebody("margit")
    true, of = figure(margit, "social", OUTCOME)
    daniel = somebody("daniel")
    finds_and_chooses(daniel, ROW, price="€20 for each meeting", place="the big table", mix="community")
    sasha = begins(somebody("sasha"), "Daniel", ROW)

    sasha.go("/groups").accessible()
    sasha.tap(GROUP).accessible()
    sasha.tap("Open the meeting").sees(SKILL).accessible()
    groups_of = sasha.page.locator("main fieldset").filter(has_text=WHOM)
    came = groups_of.locator("input[value=came]").first.get_attribute("name")
    own = came.removeprefix("came_")
    sasha.chooses(came, "came").chooses(f"shown_{own}", "0").chooses(f"shown_{own}", "1")
    asked = groups_of.locator("input[name^=asked_][value=done]").first.get_attribute("name")
    sasha.chooses(asked, "done")
    sasha.opens(WHOM).page.locator(f"main [name=good_{own}]").fill(GOOD)
    sasha.page.locator(f"main [name=home_{own}]").fill(HOME)
    sasha.chooses(f"context_{own}", "friends").accessible()
    sasha.tap("Keep the meeting").accessible()

    daniel.go("/me/groups").sees(HOME).sees(GROUP).accessible()
    assert figure(margit, "social", OUTCOME) == (true + 1, of + 1)
    margit.sees(GROUP).does_not_see(HOME)
