"""Sasha: from Today to a filed note with one thumb, read together, answered by the person on their page."""

import pytest

from tests.journeys.visitor import DESK, PHONE

MOST_TAPS = 10


def fills(sasha, *, step: str, words: str, safety: str = "no"):
    """Fill in everything that filing asks for; nothing of it stood there before."""
    assert sasha.page.locator("main input[name=met]:checked, main input[name=safety]:checked").count() == 0
    sasha.chooses("met", "met").picks(step)
    level = sasha.page.locator("main .thread li").filter(has_text=step).locator("input[value=beside_me]")
    sasha.page.locator(f"label[for='{level.get_attribute('id')}']").click()
    sasha.taps += 1
    return sasha.picks("Breathing").writes("words", words).chooses("next", "again").chooses("safety", safety)


@pytest.mark.seed("S-058", "S-166")
@pytest.mark.parametrize(("size", "whom"), [(PHONE, "Aisha"), (DESK, "Daniel")])
def test_a_note_is_filed_from_today_with_at_most_ten_taps(somebody, size, whom):
    sasha = somebody("sasha", "/today", size=size).accessible()
    sasha.tap(whom).accessible()
    sasha.tap("Start the note").accessible()
    step = sasha.page.locator("main .thread .pick strong").first.inner_text()
    fills(sasha, step=step, words="We went one stop further.").tap("File note")
    sasha.is_at("/notes/[a-z]{10}$").sees("We went one stop further.").accessible()
    assert sasha.taps <= MOST_TAPS, sasha.taps


@pytest.mark.seed("S-164")
@pytest.mark.parametrize("size", [PHONE, DESK])
def test_a_note_is_read_together_before_it_is_filed(somebody, size):
    sasha = somebody("sasha", "/people", size=size).tap("Nadia").tap("Write a note")
    step = sasha.page.locator("main .thread .pick strong").first.inner_text()
    sasha.chooses("setting", "community") if sasha.page.locator("input[name=setting]").count() else None
    fills(sasha, step=step, words="Read with Nadia.").tap("Read with Nadia")
    sasha.sees("This is what we wrote").sees("Read with Nadia.").accessible()
    sasha.tap("Yes, we both agree").is_at("/notes/[a-z]{10}$").accessible()


def files_about(sasha, whom: str, words: str, safety: str = "no"):
    sasha.go("/people").tap(whom).tap("Write a note")
    sasha.chooses("setting", "community")
    step = sasha.page.locator("main .thread .pick strong").first.inner_text()
    return fills(sasha, step=step, words=words, safety=safety).tap("File note")


@pytest.mark.seed("S-011")
def test_the_person_agrees_or_sees_it_differently_on_their_own_page(somebody):
    sasha = somebody("sasha")
    for words in ("We counted the stops.", "She was afraid."):
        files_about(sasha, "Elena", words)
    elena = somebody("elena", "/me/notes").accessible()
    elena.page.locator("main a[href*='/notes/']").first.click()
    elena.sees("She was afraid.").opens("I see it differently")
    elena.writes("How I see it", "I was tired, not afraid.").tap("Keep my words beside it")
    elena.sees("I was tired, not afraid.").accessible()
    elena.go("/me/notes").page.locator("main a[href*='/notes/']").nth(1).click()
    elena.sees("We counted the stops.").tap("I agree").accessible()
    elena.does_not_see("Is this right?")


@pytest.mark.seed("S-166")
def test_a_contact_that_nobody_planned_is_written_in_one_line(somebody):
    sasha = somebody("sasha", "/notes/new").accessible()
    sasha.page.locator("main a[href$='/notes/new']", has_text="Rosa").click()  # not a meeting that is planned
    sasha.is_at("/notes/new").accessible()
    sasha.chooses("met", "met").chooses("steps", "other").chooses("setting", "community")
    sasha.writes("words", "We met by chance at the bus.").chooses("safety", "no").tap("File note")
    sasha.sees("We met by chance at the bus.").accessible()
