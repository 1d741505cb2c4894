"""Elena's week: a line of her own, did it, not this time, another day, and another way to meet."""

import pytest


@pytest.mark.seed("S-025")
def test_elena_adds_a_line_of_her_own(somebody):
    elena = somebody("elena", "/me/week").accessible()
    elena.writes("Add something of my own", "Sunday 15:00, call Grandma").tap("Add")
    elena.sees("call Grandma").is_at("day=2026-10-25").accessible()


def test_elena_says_did_it_not_this_time_and_another_day(somebody):
    elena = somebody("elena", "/me/week")
    elena.opens("Paint for 20 minutes").accessible()
    elena.tap("Did it: Paint for 20 minutes")
    line = elena.page.locator("main .ev").filter(has_text="14:00").filter(has_text="Paint").first
    assert "Did it" in line.inner_text()
    elena.opens("Lunch, then rest").tap("Not this time: Lunch, then rest")
    assert "Kept. Nobody is told." in elena.page.locator("[role=status]").last.inner_text()
    elena.opens("Cook with Dad").tap("Move: Cook with Dad").accessible()
    for box, value in [("Day", "22"), ("Month", "10"), ("Year", "2026")]:
        elena.writes(box, value)
    elena.tap("Move").is_at("/week").accessible()
    elena.page.locator("main .days a", has_text="22").click()
    elena.sees("Cook with Dad").accessible()


@pytest.mark.seed("S-011")
def test_sasha_sees_at_once_how_elena_wants_to_meet(somebody):
    elena = somebody("elena", "/me/week")
    elena.chooses("how", "at_home").tap("Tell Sasha")
    assert "Nothing else changed." in elena.page.locator("[role=status]").last.inner_text()
    elena.accessible()
    sasha = somebody("sasha", "/today")
    next_visit = sasha.page.locator("article.next")
    assert "Elena" in next_visit.inner_text()
    assert "home" in next_visit.locator(".tag").first.inner_text().lower()
    sasha.accessible()
