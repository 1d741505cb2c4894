"""Every component in a real browser: no barrier found by axe, nothing beyond the edge, in light, dark and mirrored."""

from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from tests.journeys.conftest import Place

AXE = (Path(__file__).parent / "vendor" / "axe.min.js").read_text()
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
BEYOND = """[...document.querySelectorAll("main *, header *")]
  .filter(e => !e.closest(".vh, .scroll-x, .days, svg") && e.getBoundingClientRect().right > innerWidth + 1)
  .map(e => e.outerHTML.slice(0, 80))"""
SMALL = """[...document.querySelectorAll("a.btn, button, .tabs a, .nav-wide a, .brand, .chips label, .seg label")]
  .filter(e => e.offsetParent && Math.min(e.offsetWidth, e.offsetHeight) < 44).map(e => e.outerHTML.slice(0, 80))"""


@pytest.fixture(scope="module")
def address(place: Place) -> str:
    return f"{place.url}/ui/"


def opened(browser: Browser, address: str, width: int, theme: str = "light") -> tuple[Page, list[str]]:
    page = browser.new_page(viewport={"width": width, "height": 844}, color_scheme=theme)
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    page.goto(address)
    return page, said


def barriers(page: Page) -> list[str]:
    page.evaluate(AXE)
    found = page.evaluate("tags => axe.run({ runOnly: tags })", RULES)
    return [f"{one['id']}: {one['nodes'][0]['html'][:120]}" for one in found["violations"]]


@pytest.mark.parametrize(("width", "theme"), [(320, "light"), (390, "light"), (390, "dark"), (1440, "light")])
def test_the_gallery_has_no_barrier(browser, address, width, theme):
    page, said = opened(browser, address, width, theme)
    assert barriers(page) == []
    assert page.evaluate(BEYOND) == []
    assert page.evaluate(SMALL) == []
    assert said == []


@pytest.mark.parametrize("width", [320, 1440])
def test_the_gallery_mirrors_without_running_over_the_edge(browser, address, width):
    page, _said = opened(browser, address, width)
    page.evaluate("document.documentElement.dir = 'rtl'")
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert barriers(page) == []


def test_letters_of_double_size_fit_a_phone(browser, address):
    page, _said = opened(browser, address, 390)
    page.evaluate("document.documentElement.style.fontSize = '200%'")
    assert page.evaluate("document.documentElement.scrollWidth") <= 390


def test_a_link_of_the_error_summary_leads_into_its_field(browser, address):
    page, _said = opened(browser, address, 390)
    page.click(".summary a >> nth=0")
    assert page.evaluate("document.activeElement.id") == "id_wrong-title"


def test_paper_is_light_also_for_somebody_who_reads_in_the_dark(browser, address):
    page, _said = opened(browser, address, 390)
    page.evaluate("document.documentElement.dataset.theme = 'dark'")
    page.emulate_media(media="print")
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"
    assert page.evaluate("getComputedStyle(document.body).color") == "rgb(42, 23, 48)"
