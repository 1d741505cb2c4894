"""How many taps away a page is: links only, a folded part is a tap of its own."""

from collections.abc import Callable
from dataclasses import dataclass, field
from html.parser import HTMLParser
from urllib.parse import urljoin, urlparse

from django.urls import NoReverseMatch, reverse

from tests.contracts.crawl import SKIPPED, URLCONF, view_name

ANYBODY = "aaaaaaaaaa"
# Pages of one kind are alike: so many of them are opened, the links to the others are counted all the same.
OPENED_OF_A_KIND = 3
AWAY = ("#", "tel:", "mailto:", "geo:", "sms:", "http")


class Offered(HTMLParser):
    """Collects the links of a page with the taps that they take: two where a fold hides them."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.found: list[tuple[int, str]] = []
        self._folds: list[bool] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag == "details":
            self._folds.append("open" not in given)
        href = given.get("href")
        if tag == "a" and href and not href.startswith(AWAY):
            self.found.append((1 + sum(self._folds), href))

    def handle_endtag(self, tag: str) -> None:
        if tag == "details":
            self._folds.pop()


def kind(path: str) -> str | None:
    """Return the view behind a path; a page of one's own is the same page about a person."""
    if path.startswith("/me/"):
        path = f"/people/{ANYBODY}{path.removeprefix('/me')}"
    return view_name(path)


@dataclass
class Reach:
    """What somebody finds from their first page: the fewest taps to each view and to each address."""

    views: dict[str | None, int] = field(default_factory=dict)
    addresses: dict[str, int] = field(default_factory=dict)
    nearest: dict[str | None, str] = field(default_factory=dict)

    def note(self, path: str, taps: int) -> None:
        self.addresses.setdefault(path, taps)
        self.views.setdefault(kind(path), taps)
        self.nearest.setdefault(kind(path), path)

    def people(self) -> list[str]:
        """Return the keys of people whose pages were offered, nearest first."""
        parts = [path.split("/") for path in self.addresses if path.startswith("/people/")]
        return list(dict.fromkeys(part[2] for part in parts if len(part[2]) == len(ANYBODY)))


Get = Callable[[str], tuple[int, str, str]]


def reach(get: Get, within: int) -> Reach:
    """Follow links breadth first from the home page, as far as ``within`` taps."""
    found, layers = Reach(), [["/"], *([] for _tap in range(within))]
    opened: set[str] = set()
    alike: dict[str | None, int] = {}
    for taps in range(within):
        for address in layers[taps]:
            name = kind(urlparse(address).path)
            if address in opened or alike.get(name, 0) >= OPENED_OF_A_KIND:
                continue
            opened.add(address)
            alike[name] = alike.get(name, 0) + 1
            _status, final, text = get(address)
            found.note(urlparse(final).path, taps)
            for more, href in Offered(text).found:
                target = urlparse(urljoin(final, href))
                if taps + more <= within and not target.path.startswith(SKIPPED):
                    found.note(target.path, taps + more)
                    layers[taps + more].append(target.path + ("?" + target.query if target.query else ""))
    return found


def probes(name: str, people: list[str]) -> list[str]:
    """Return the addresses at which a view could open: its own, or the page of each of ``people``."""
    try:
        return [reverse(name, urlconf=URLCONF)]
    except NoReverseMatch:
        return [reverse(name, args=[key], urlconf=URLCONF) for key in people]
