"""Tess meets people as an equal: she sees when and where, and nothing of a record that nobody showed her."""


def test_tess_sees_this_week(somebody):
    tess = somebody("tess", "/").is_at("/today")
    tess.sees("This week").sees("Elena").sees("Check-in with Tess").sees("Friday 23 October").accessible()


def test_every_link_that_tess_is_offered_opens(somebody):
    tess = somebody("tess", "/today")
    for link in tess.page.locator("main a[href^='/']").all():
        address = link.get_attribute("href") or ""
        assert tess.context.request.get(address).status == 200, address


def test_no_note_opens_for_tess(somebody):
    elena = somebody("elena", "/me/notes")
    note = elena.page.locator("main a[href*='/notes/']").first.get_attribute("href")
    tess = somebody("tess")
    answer = tess.page.goto(note)
    assert answer is not None and answer.status in (403, 404)
    tess.accessible()
