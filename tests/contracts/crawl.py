"""Follows the links of a running instance as one person: one address for each view that the person can reach."""

from collections.abc import Callable, Iterator
from html.parser import HTMLParser
from urllib.parse import urljoin, urlparse

from django.urls import Resolver404, resolve

from handrail.accounts.models import User
from handrail.demo.journal import cast, stories

URLCONF = "handrail.web.demo_urls"
SKIPPED = ("/demo/be/", "/static/", "/leave", "/sign-out")


def personas() -> list[str]:
    """Return everybody on the front door."""
    return [*stories(), *[row["key"] for row in [*cast()["family"], *cast()["team"]] if "card" in row]]


class Links(HTMLParser):
    def __init__(self, text: str) -> None:
        super().__init__()
        self.found: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        href = dict(attrs).get("href")
        if tag == "a" and href and not href.startswith(("#", "tel:", "mailto:", "geo:", "sms:", "http")):
            self.found.append(href)


def view_name(address: str) -> str | None:
    try:
        return resolve(urlparse(address).path, urlconf=URLCONF).view_name
    except Resolver404:
        return None


def crawl(
    get: Callable[[str], tuple[int, str, str]], start: str = "/"
) -> Iterator[tuple[str, str, int, str]]:
    """
    Yield (view name, address, status, text), each view once, breadth first.

    ``get`` follows redirects and returns (status, final address, text). Each address is asked once: one that leads
    on to another view stands on every page.
    """
    waiting, seen, asked = [start], set(), set()
    while waiting:
        address = waiting.pop(0)
        if address in asked or view_name(address) in seen:
            continue
        asked.add(address)
        status, final, text = get(address)
        name = view_name(final) or f"absent {final}"
        if name in seen:
            continue
        seen.add(name)
        yield name, final, status, text
        for href in Links(text).found:
            target = urljoin(final, href).split("#")[0]
            if not target.startswith(SKIPPED) and view_name(target) not in seen:
                waiting.append(target)


def account(key: str) -> User:
    return User.objects.get(sign_in_name=key)
