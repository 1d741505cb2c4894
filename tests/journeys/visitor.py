"""Somebody with a browser: what journeys say they do, in sentences."""

import re
from functools import cache
from typing import Any

from playwright.sync_api import Browser, BrowserContext, Locator, Page, expect

from tests.contracts.tree import ROOT
from tests.journeys.conftest import Place

AXE = ROOT / "tests" / "journeys" / "vendor" / "axe.min.js"
PHONE, DESK = (390, 844), (1440, 900)
PATIENCE_MS = 15_000
# The browser writes a line for each of these answers; whether they are right is for the test to say.
ANSWERS = ("403", "404", "422")
RULES = {
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    "resultTypes": ["violations"],
}


@cache
def axe() -> str:
    """Return a script that keeps axe ready in each page and reads it only where it is called: half a megabyte a page."""
    return f"globalThis.bringAxe = function () {{ {AXE.read_text(encoding='utf-8')} }}"


class Visitor:
    """One person at one screen. ``be`` taps a name on the front door."""

    def __init__(
        self,
        browser: Browser,
        place: Place,
        *,
        size: tuple[int, int] = PHONE,
        dark: bool = False,
        script: bool = True,
    ) -> None:
        self.place = place
        self.context: BrowserContext = browser.new_context(
            viewport={"width": size[0], "height": size[1]},
            color_scheme="dark" if dark else "light",
            java_script_enabled=script,
            bypass_csp=False,
            base_url=place.url,
        )
        self.context.set_default_timeout(PATIENCE_MS)
        self.context.add_init_script(axe())
        self.page: Page = self.context.new_page()
        self.taps = 0
        self.troubles: list[str] = []
        self.page.on("console", self._console)
        self.page.on("pageerror", lambda error: self.troubles.append(str(error)))

    def _console(self, message: Any) -> None:
        if message.type == "error" and not any(answer in message.text for answer in ANSWERS):
            self.troubles.append(message.text)

    def close(self) -> None:
        self.context.close()

    def be(self, key: str, to: str = "") -> "Visitor":
        self.page.goto(f"/demo/be/{key}" + (f"?to={to}" if to else ""))
        return self

    def go(self, address: str) -> "Visitor":
        self.page.goto(address)
        return self

    def speak(self, language: str) -> "Visitor":
        """Choose a language on the account page; the made-up ones show what nobody marked, or mirror the page."""
        self.page.goto("/account")
        self.chooses("language", language)
        with self.page.expect_navigation():
            self.page.locator("main form:has(input[name=language]) button[type=submit]").first.click()
        return self

    def tap(self, words: str) -> "Visitor":
        """Tap the link or button whose name begins so, inside the page."""
        main = self.page.locator("main")
        # A slash would end the pattern where the browser reads it.
        name = re.compile(rf"^\s*{re.escape(words)}".replace("/", r"\/"), re.I)
        button, link = (main.get_by_role(role, name=name) for role in ("button", "link"))
        # The page that the last tap asked for may still be on its way: wait until one of the two stands there.
        expect(button.or_(link).first).to_be_attached(timeout=PATIENCE_MS)
        self._touch((button if button.count() else link).first)
        return self

    def opens(self, words: str) -> "Visitor":
        """Open the folded part of that name."""
        self._touch(self.page.locator("main summary").filter(has_text=words).first)
        return self

    def _touch(self, target: Locator) -> None:
        self.taps += 1
        target.click()

    def sees(self, words: str) -> "Visitor":
        expect(self.page.locator("main")).to_contain_text(words)
        return self

    def does_not_see(self, words: str) -> "Visitor":
        expect(self.page.locator("main")).not_to_contain_text(words)
        return self

    def is_at(self, pattern: str) -> "Visitor":
        expect(self.page).to_have_url(re.compile(pattern))
        return self

    def writes(self, label: str, words: str) -> "Visitor":
        named = self.page.locator("main").get_by_label(re.compile(re.escape(label), re.I))
        named.and_(self.page.locator("input, textarea")).first.fill(words)
        return self

    def chooses(self, name: str, value: str) -> "Visitor":
        """Choose an option by the field's name and value: a thumb taps its label, the box itself is hidden."""
        box = self.page.locator(f"main input[name='{name}'][value='{value}']").first
        self._touch(self.page.locator(f"main label[for='{box.get_attribute('id')}']").first)
        expect(box).to_be_checked()
        return self

    def picks(self, words: str) -> "Visitor":
        """Tap the label that says these words."""
        self._touch(self.page.locator("main label").filter(has_text=words).first)
        return self

    def prints_on(self) -> int:
        """Return on how many sheets of A4 the page comes out of the printer."""
        paper = self.page.pdf(format="A4", prefer_css_page_size=True)
        return len(re.findall(rb"/Type\s*/Page[^s]", paper))

    def accessible(self) -> "Visitor":
        """Find no violation of WCAG 2.2 AA, no sideways scroll, no message in the console."""
        found = violations(self.page)
        assert not found, "\n".join([self.page.url, *found])
        assert sideways(self.page) <= 0, f"{self.page.url} scrolls sideways"
        assert self.troubles == [], self.page.url
        return self


def violations(page: Page) -> list[str]:
    """Return what axe finds on the page, one line for each node; where each stands is asked only if there is one."""
    check = "rules => { window.axe ?? bringAxe(); return axe.run(document, rules) }"
    found = page.evaluate(check, {**RULES, "selectors": False})
    if found["violations"]:
        found = page.evaluate(check, RULES)
    return [
        f"{one['id']}: {node['target']} {node.get('failureSummary', '')[:300]}"
        for one in found["violations"]
        for node in one["nodes"]
    ]


def sideways(page: Page) -> int:
    width: int = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    return width
