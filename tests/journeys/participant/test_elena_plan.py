"""Elena decides in her plan: she says no with her reason, keeps a good moment, chooses how it looks."""

import pytest

from tests.journeys.visitor import DESK

WALL = "Ask the club about a wall for my pictures"
REASON = "Not the club. I want to show it to Tess first."


@pytest.mark.seed("S-011")
def test_elena_declines_with_her_reason_and_is_not_asked_again(somebody):
    elena = somebody("elena", "/me/plan")
    elena.sees(WALL).tap(f"No, thank you: {WALL}").is_at("#no").accessible()
    elena.writes("Why not?", REASON).tap("No, thank you").is_at("/plan")
    elena.does_not_see("suggests, since 16 October").accessible()
    sasha = somebody("sasha", "/people")
    sasha.tap("Elena").tap("Open the plan")
    sasha.does_not_see("Waits for the answer of Elena.").opens("What changed since").tap(WALL)
    sasha.sees(REASON).accessible()
    assert sasha.page.get_by_role("button", name="Suggest").count() == 0


@pytest.mark.seed("S-082")
def test_elena_keeps_a_good_moment_and_hides_it(somebody):
    elena = somebody("elena", "/me/plan").tap("Add one").accessible()
    elena.writes("What was good?", "The whole bus smelled of rain.").tap("Keep it")
    elena.is_at("/plan").sees("The whole bus smelled of rain.")
    elena.tap("Hide: The whole bus smelled of rain.").sees("Hidden: 1").accessible()


@pytest.mark.parametrize("size", [(390, 844), DESK])
def test_stairs_stay_chosen(somebody, size):
    elena = somebody("elena", "/me/plan", size=size)
    with elena.page.expect_response(lambda answer: answer.url.endswith("/plan/view")):
        elena.chooses("view", "stairs")
    elena.go("/me/plan")
    assert elena.page.locator("#v-stairs").is_checked()
    assert elena.page.locator(".scene--stairs").is_visible()
    assert not elena.page.locator(".scene--path").is_visible()
    elena.accessible()
    with elena.page.expect_response(lambda answer: answer.url.endswith("/plan/view")):
        elena.chooses("view", "path")
