"""Getting started: eight lines, the same for everybody, with other buttons; and what comes out of a printer."""

import pytest


def lines_of(visitor) -> list[str]:
    return [" ".join(line.split()) for line in visitor.page.locator(".tasks__t").all_inner_texts()]


def buttons_of(visitor) -> list[str]:
    return visitor.page.locator(".tasks a.btn").all_inner_texts()


@pytest.mark.seed("S-132")
def test_person_family_and_team_read_the_same_eight_lines(somebody):
    elena = somebody("elena", "/me/start").accessible()
    ravi = somebody("ravi", elena.page.url.removeprefix(elena.place.url)).accessible()
    dana = somebody("dana", elena.page.url.removeprefix(elena.place.url)).accessible()
    marcus = somebody("marcus", "/me/start").accessible()
    assert len(lines_of(elena)) == 8
    assert lines_of(ravi) == lines_of(dana) == lines_of(marcus) == lines_of(elena)
    assert buttons_of(elena) != buttons_of(ravi) or buttons_of(elena) != buttons_of(dana)


@pytest.mark.parametrize(
    ("key", "address", "sheets"),
    [("marcus", "/me/start", 1), ("elena", "/me/week", 1), ("elena", "/me/plan", 2), ("", "/programmes", 1)],
)
def test_what_is_printed_fits_its_sheets(somebody, key, address, sheets):
    visitor = somebody(key, address) if key else somebody().go(address)
    assert visitor.prints_on() <= sheets
