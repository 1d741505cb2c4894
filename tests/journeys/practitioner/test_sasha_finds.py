"""Sasha finds somebody by name: no address holds the name, and back, reload and the keyboard work."""

import pytest
from playwright.sync_api import expect

SEALED = r"/people\?at=[\w-]+$"


@pytest.mark.asvs("14.2.1")
@pytest.mark.parametrize("script", [True, False])
def test_a_name_is_found_and_stands_in_no_address(somebody, script):
    sasha = somebody("sasha", "/people", script=script)
    sasha.writes("Find by name", "Nadia")
    sasha.page.keyboard.press("Enter")
    sasha.is_at(SEALED).sees("Nadia").does_not_see("Aisha")
    assert "nadia" not in sasha.page.url.lower()
    sasha.page.reload()
    sasha.is_at(SEALED).sees("Nadia").does_not_see("Aisha")
    expect(sasha.page.get_by_label("Find by name")).to_have_value("Nadia")
    sasha.tap("Nadia").is_at(r"/people/\w{10}$")
    sasha.page.go_back()
    sasha.is_at(SEALED).sees("Nadia").does_not_see("Aisha")
    sasha.page.go_back()
    sasha.is_at(r"/people$").sees("Aisha").sees("Find by name")
    assert sasha.page.locator("h1").count() == 1, "the whole page is back, not a part of it"
    if script:  # the check itself is a script
        sasha.accessible()


def test_letters_find_while_they_are_typed(somebody):
    sasha = somebody("sasha", "/people")
    sasha.page.get_by_label("Find by name").press_sequentially("Nad")
    sasha.is_at(SEALED).does_not_see("Aisha").sees("Nadia")
    assert sasha.page.locator("h1").count() == 1


def test_a_note_begins_by_name(somebody):
    sasha = somebody("sasha", "/notes/new").writes("Find by name", "Nadia").tap("Find")
    sasha.is_at(r"/notes/new\?at=[\w-]+$").sees("Nadia").does_not_see("Aisha").accessible()
