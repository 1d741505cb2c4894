"""Elena puts her wishes in her own order, says what she needs beside her team, and asks for a clinician in one tap."""

import pytest


@pytest.mark.seed("S-044", "S-246")
def test_elena_moves_a_wish_up_by_keyboard_and_says_how_ready_she_feels(somebody):
    elena = somebody("elena", "/me/wishes")
    elena.sees("My wishes, in my order").accessible()
    elena.page.get_by_role("button", name="Up: Ride the bus on my own.").focus()
    elena.page.keyboard.press("Enter")
    elena.is_at("#w-")
    rows = elena.page.locator("ol.heard > li")
    assert "Ride the bus on my own." in rows.nth(1).inner_text()
    elena.tap("Two rulers: Ride the bus on my own.").sees("How ready do I feel to begin?").accessible()
    elena.chooses("wants", "8").chooses("ready", "0").tap("Continue")
    elena.sees("How ready I feel: 0 of 10.").accessible()


@pytest.mark.seed("S-043", "S-145")
def test_elena_reads_both_views_and_then_and_now_without_script(somebody):
    elena = somebody("elena", "/me/sides/needs", script=False)
    elena.sees("This looks different from each side. Both stand. It is worth a talk.")
    elena.sees("A table by a window is not a studio.")
    elena.go("/me/sides/start").sees("Then:").sees("Now:").sees(
        "Twice the hospital, and one night at the station."
    )
    elena.go("/me/intake/check").sees("Where I stand").sees("Some mornings.")


@pytest.mark.seed("S-059")
def test_elena_asks_for_a_clinician_in_one_tap(somebody):
    elena = somebody("elena", "/me/people")
    elena.sees("Nobody yet: a clinician who knows you.").accessible()
    elena.tap("Ask: Clinician").sees("Asked on").accessible()
