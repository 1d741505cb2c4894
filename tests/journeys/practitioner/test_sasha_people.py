"""Sasha proposes; the person answers. And a referral goes from the list to its start."""

import pytest

from tests.journeys.visitor import DESK, PHONE


@pytest.mark.seed("S-164", "S-011")
@pytest.mark.parametrize(("size", "title"), [(PHONE, "Look at the timetable"), (DESK, "Ride with Dad once")])
def test_sasha_proposes_a_step_and_elena_agrees_in_her_words(somebody, size, title):
    sasha = somebody("sasha", "/people", size=size).tap("Elena").tap("Open the plan").accessible()
    sasha.tap("Suggest a step").accessible()
    sasha.writes("What?", title).chooses("support_wanted", "beside_me").tap("Suggest")
    sasha.sees("Waits for the answer of Elena.").accessible()
    elena = somebody("elena", "/me/plan", size=size)
    elena.sees(title).tap(f"Change: {title}").accessible()
    elena.writes("What?", f"{title}, on my phone").tap("Agree to this")
    elena.go("/me/plan").sees(f"{title}, on my phone").accessible()


@pytest.mark.seed("S-172")
@pytest.mark.parametrize(("size", "name"), [(PHONE, "Orla"), (DESK, "Pavel")])
def test_a_referral_goes_from_the_list_to_its_start(somebody, size, name):
    sasha = somebody("sasha", "/referrals", size=size).accessible()
    sasha.tap("New referral").accessible()
    sasha.writes("What does the person like to be called?", name).writes("Phone", "+49 30 23125 299")
    sasha.page.locator("main select[name=source]").select_option(index=1)
    sasha.page.locator("main label[for^='id_reason']").nth(1).click()
    sasha.tap("Write it down").sees(name).sees("First contact by").accessible()
    for box, value in [("Day", "19"), ("Month", "10"), ("Year", "2026")]:
        sasha.writes(box, value)
    sasha.writes("What was said, in a line", "Wants mornings.")
    sasha.page.locator("form[action$='/contact'] button[type=submit]").click()
    sasha.sees("Wants mornings.").accessible()
    sasha.page.locator("form[action$='/start'] button[type=submit]").click()
    sasha.is_at("/intake").sees("Seven parts").accessible()
    sasha.go("/referrals").tap(name).sees("Eight lines, in any order").accessible()
