"""Every page that a role can open, once on a phone in light English; other looks take turns."""

from urllib.parse import urlparse
from zlib import crc32

import pytest

from tests.contracts.crawl import crawl, personas
from tests.journeys.visitor import PHONE, Visitor, sideways, violations

# One of each role has every page at 390 px; the other stories look at theirs in other ways.
EVERYTHING = ("elena", "ravi", "tess", "sasha", "dana", "margit", "fund", "admin", "imran")
LOOKS = [
    {"size": (320, 640)},
    {"size": (1440, 900)},
    {"size": PHONE, "dark": True},
    {"size": (1440, 900), "dark": True},
]
MIRRORED, ENGLISH = "ar-xb", "en"
TURNS, MIRRORED_TURNS = 4, 6


def troubles_of(visitor: Visitor) -> list[str]:
    found = violations(visitor.page)
    beyond = sideways(visitor.page)
    return found + ([f"{beyond} px beyond the edge"] if beyond > 0 else [])


def is_turn(persona: str, name: str, turns: int = TURNS) -> bool:
    """Return whether this persona looks at this page: the same pages in every run, whatever the day."""
    return crc32(f"{persona} {name}".encode()) % turns == 0


def pages_of(visitor: Visitor) -> list[tuple[str, str, int]]:
    """Return (view name, address, status) of what the persona reaches by links, without drawing it."""

    def get(address: str) -> tuple[int, str, str]:
        answer = visitor.context.request.get(address)
        return answer.status, answer.url.removeprefix(visitor.place.url), answer.text()

    return [(name, address, status) for name, address, status, _text in crawl(get)]


def wrong_with(visitor: Visitor, address: str) -> list[str]:
    """Return what is wrong with the page that the visitor has open, each with where it is."""
    width = (visitor.page.viewport_size or {}).get("width")
    return [f"{urlparse(address).path} at {width}: {line}" for line in troubles_of(visitor)]


def look_at(visitor: Visitor, pages: list[str]) -> list[str]:
    wrong = []
    for address in pages:
        visitor.page.goto(address)
        wrong += wrong_with(visitor, address)
    return wrong + visitor.troubles


def look_at_everything(visitor: Visitor) -> list[str]:
    """Follow every link in the browser, and look at each page when it is open first."""

    def get(address: str) -> tuple[int, str, str]:
        answer = visitor.page.goto(address)
        assert answer is not None, address
        return answer.status, visitor.page.url.removeprefix(visitor.place.url), answer.text()

    wrong = []
    for _name, address, status, _text in crawl(get):
        wrong += [f"{address}: {status}"] if status != 200 else wrong_with(visitor, address)
    return wrong + visitor.troubles


@pytest.mark.parametrize("key", EVERYTHING)
def test_every_page_of_a_role_has_no_barrier_on_a_phone(somebody, key):
    assert look_at_everything(somebody(key)) == []


@pytest.mark.parametrize("key", sorted(set(personas()) - set(EVERYTHING)) + ["sasha", "dana", "margit"])
def test_pages_take_turns_in_other_widths_in_the_dark_and_mirrored(somebody, key):
    visitor = somebody(key, **LOOKS[crc32(key.encode()) % len(LOOKS)])
    pages = pages_of(visitor)
    assert [page for page in pages if page[2] != 200] == []
    assert look_at(visitor, [address for name, address, _status in pages if is_turn(key, name)]) == []
    visitor.speak(MIRRORED)
    try:
        assert visitor.page.locator("html").get_attribute("dir") == "rtl"
        assert (
            look_at(visitor, [address for name, address, _ in pages if is_turn(name, key, MIRRORED_TURNS)])
            == []
        )
    finally:
        visitor.speak(ENGLISH)


def test_pages_that_need_no_sign_in_have_no_barrier(somebody):
    assert look_at_everything(somebody()) == []
