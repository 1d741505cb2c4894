"""Ravi sees what Elena shares: her steps. Not her notes, not her week."""

import pytest


@pytest.mark.seed("S-106")
def test_ravi_sees_steps_and_neither_notes_nor_week(somebody):
    ravi = somebody("ravi", "/").sees("What is shared with me").sees("their steps").accessible()
    ravi.tap("The plan of Elena").sees("Take bus 14 to the art shop").accessible()
    plan = ravi.page.url
    for room in ("week", "notes", "intake"):
        answer = ravi.page.goto(plan.replace("/plan", f"/{room}"))
        assert answer is not None and answer.status in (403, 404), room
        ravi.does_not_see("Paint for 20 minutes").does_not_see("I paid the fare")
    ravi.accessible()


def test_every_link_that_ravi_is_offered_opens(somebody):
    ravi = somebody("ravi", "/me/plan")
    for link in ravi.page.locator("main a[href^='/']").all():
        address = link.get_attribute("href") or ""
        assert ravi.context.request.get(address).status == 200, address
