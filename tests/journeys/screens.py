"""Takes the pictures of the documentation from a running demo: ``python -m tests.journeys.screens ADDRESS``."""

import sys
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

from tests.contracts.tree import ROOT
from tests.journeys.conftest import CHROMIUM_FLAGS, chromium

IMAGES = ROOT / "docs" / "images"
PHONE, DESK = (390, 844), (1440, 900)
TALLEST = 2000
LARGEST = 200_000
# name of the picture, who looks, where, on which screen
SCREENS = [
    ("front-desk", "", "/demo", DESK),
    ("week-phone", "elena", "/me/week", PHONE),
    ("week-desk", "elena", "/me/week", DESK),
    ("plan-phone", "elena", "/me/plan", PHONE),
    ("plan-desk", "elena", "/me/plan", DESK),
    ("note-phone", "sasha", "note", PHONE),
    ("today-phone", "sasha", "/today", PHONE),
    ("start-phone", "marcus", "/me/start", PHONE),
    ("programmes-desk", "", "/programmes", DESK),
    ("outcomes-desk", "margit", "/outcomes", DESK),
]


def take(page: Page, file: Path, size: tuple[int, int]) -> int:
    """Take one picture: whole page up to a height on a phone, one screen on a desk. Return its bytes."""
    tall = page.evaluate("document.documentElement.scrollHeight")
    height = min(tall, TALLEST) if size == PHONE else size[1]
    page.set_viewport_size({"width": size[0], "height": height})
    page.screenshot(path=file, scale="css", animations="disabled", caret="hide")
    return file.stat().st_size


def go(page: Page, key: str, address: str) -> None:
    if key:
        page.goto(f"/demo/be/{key}?to={'/today' if address == 'note' else address}")
    else:
        page.goto(address)
    if address == "note":
        page.get_by_role("link", name="Start the note").first.click()
        page.wait_for_load_state()
    page.evaluate("document.fonts.ready")


def main(url: str) -> int:
    IMAGES.mkdir(parents=True, exist_ok=True)
    heavy = []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium(), args=CHROMIUM_FLAGS)
        for name, key, address, size in SCREENS:
            viewport = {"width": size[0], "height": size[1]}
            context = browser.new_context(viewport=viewport, base_url=url, device_scale_factor=1)
            page = context.new_page()
            go(page, key, address)
            weight = take(page, IMAGES / f"{name}.png", size)
            heavy += [name] if weight > LARGEST else []
            sys.stderr.write(f"{name}.png {weight // 1000} kB\n")
            context.close()
        browser.close()
    if heavy:
        sys.stderr.write(f"Over {LARGEST // 1000} kB: {', '.join(heavy)}\n")
    return 1 if heavy else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
