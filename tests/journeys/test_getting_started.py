"""Getting started: eight lines, the same for everybody, with other buttons."""

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
