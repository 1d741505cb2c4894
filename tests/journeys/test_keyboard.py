"""Without a mouse: every stop can be seen, errors take the focus, and leaving leaves."""

import pytest

STOP = """() => {
  const here = document.activeElement;
  if (!here || here === document.body) return null;
  const shown = here.classList.contains("vh") && here.id
    ? document.querySelector(`label[for='${here.id}']`) ?? here : here;
  const box = shown.getBoundingClientRect();
  const middle = [box.left + Math.min(box.width / 2, innerWidth / 2), box.top + box.height / 2];
  const on = document.elementFromPoint(...middle);
  const bars = [...document.querySelectorAll("header.top, nav.tabs, .finish")]
    .filter(bar => ["fixed", "sticky"].includes(getComputedStyle(bar).position));
  const under = bars.find(bar => !bar.contains(here) && on && bar.contains(on));
  const marked = [shown, shown.parentElement].map(one => getComputedStyle(one))
    .some(style => style.outlineStyle !== "none" && style.outlineWidth !== "0px");
  return {
    name: (here.getAttribute("aria-label") || here.name || here.textContent || "").trim().slice(0, 40),
    id: here.id, tag: here.tagName, inside: box.bottom > 0 && box.top < innerHeight,
    under: under ? under.className : "", seen: marked,
  };
}"""
MOST_STOPS = 150


def walk(visitor) -> list[dict]:
    """Press Tab from the top until the browser's own bar is reached, and return every stop."""
    stops = []
    for _ in range(MOST_STOPS):
        visitor.page.keyboard.press("Tab")
        stop = visitor.page.evaluate(STOP)
        if stop is None:
            return stops
        stops.append(stop)
    return stops


@pytest.mark.parametrize(("key", "address"), [("marcus", "/me/plan"), ("sasha", "note")])
def test_every_stop_of_the_keyboard_is_seen(somebody, key, address):
    visitor = somebody(key, "/people" if address == "note" else address)
    if address == "note":
        visitor.tap("Nadia").tap("Write a note").is_at("/notes/new")
    stops = walk(visitor)
    assert len(stops) > 15
    assert [stop for stop in stops if not stop["inside"] or stop["under"] or not stop["seen"]] == []


def test_an_invalid_form_puts_the_focus_on_its_summary(somebody):
    marcus = somebody("marcus", "/me/plan").tap("Add one")
    marcus.tap("Keep it").sees("One thing to look at")
    assert marcus.page.evaluate("document.activeElement.className").startswith("summary")
    marcus.page.locator(".summary a").first.click()
    assert marcus.page.evaluate("document.activeElement.id") == "id_words"
    marcus.accessible()


def test_leave_this_page_goes_away_and_back_does_not_return(somebody):
    daniel = somebody("daniel", "/me/week")
    daniel.page.route(
        "**/leave", lambda route: route.fulfill(body="<title>Weather</title>", content_type="text/html")
    )
    daniel.go("/me/plan").page.locator("[data-leave]").first.click()
    daniel.is_at("/leave$")
    daniel.page.go_back()
    daniel.page.wait_for_timeout(200)
    assert "/plan" not in daniel.page.url
