"""Follows every link of a running demo's front door as its person, as a newcomer would with one tap each."""

from dataclasses import dataclass, field
from html.parser import HTMLParser
from http.cookiejar import CookieJar
from urllib.error import HTTPError, URLError
from urllib.parse import urlencode, urljoin, urlparse
from urllib.request import HTTPCookieProcessor, OpenerDirector, build_opener

from handrail.base.frozen import frozen

PATIENCE_SECONDS = 30
TITLES_OF_TROUBLE = ("there is no such page", "something went wrong")


@frozen
class Tap:
    """A link, or a form with its hidden fields and one of its buttons."""

    address: str
    words: str
    fields: tuple[tuple[str, str], ...] | None = None


@dataclass
class Outcome:
    followed: int = 0
    sentences: list[str] = field(default_factory=list)


class Page(HTMLParser):
    """Collects what can be tapped on a page, its first heading and its title."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.taps: list[Tap] = []
        self.heading = self._words = ""
        self._form: tuple[str, list[tuple[str, str]]] | None = None
        self._target: tuple[str, tuple[tuple[str, str], ...] | None] | None = None
        self._in_heading = False
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "a" and "href" in given:
            self._target, self._words = (given["href"], None), ""
        elif tag == "form" and given.get("method", "").lower() == "post":
            self._form = (given.get("action", ""), [])
        elif tag == "input" and self._form and given.get("type") == "hidden":
            self._form[1].append((given.get("name", ""), given.get("value", "")))
        elif tag == "button" and self._form and given.get("type", "submit") == "submit":
            own = [(given["name"], given.get("value", ""))] if given.get("name") else []
            self._target, self._words = (self._form[0], (*self._form[1], *own)), ""
        elif tag == "h1":
            self._in_heading = True

    def handle_endtag(self, tag: str) -> None:
        if tag in ("a", "button") and self._target:
            self.taps.append(Tap(self._target[0], " ".join(self._words.split()), self._target[1]))
            self._target = None
        elif tag == "form":
            self._form = None
        elif tag == "h1":
            self._in_heading = False

    def handle_data(self, data: str) -> None:
        self._words += data
        if self._in_heading:
            self.heading += data


def _open(visit: OpenerDirector, address: str, fields: tuple[tuple[str, str], ...] | None) -> tuple[int, str]:
    body = urlencode(fields).encode() if fields is not None else None
    if not address.startswith(("http://", "https://")):
        raise URLError("not a web address")
    try:
        with visit.open(address, body, timeout=PATIENCE_SECONDS) as answer:
            return answer.status, answer.read().decode(errors="replace")
    except HTTPError as error:
        return error.code, error.read().decode(errors="replace")


def _front_door(address: str) -> tuple[OpenerDirector, list[Tap]]:
    visit = build_opener(HTTPCookieProcessor(CookieJar()))
    status, text = _open(visit, address, None)
    if status != 200:
        raise URLError(f"the front door answers {status}")
    here = urlparse(address).netloc
    taps = [tap for tap in Page(text).taps if urlparse(urljoin(address, tap.address)).netloc == here]
    return visit, [tap for tap in taps if not tap.address.startswith("#")]


def _trouble(visit: OpenerDirector, address: str, tap: Tap) -> str:
    """Return what is wrong behind ``tap``, or nothing."""
    status, text = _open(visit, urljoin(address, tap.address), tap.fields)
    heading = " ".join(Page(text).heading.split())
    if status != 200:
        return f"“{tap.words}” answers {status}: “{heading}”."
    if heading.casefold().rstrip(".") in TITLES_OF_TROUBLE:
        return f"“{tap.words}” opens “{heading}”."
    return "" if heading else f"“{tap.words}” opens a page without a heading."


def follow_every_link(address: str) -> Outcome:
    """Return how many links were followed, each from a fresh front door, and a sentence for each that fails."""
    outcome = Outcome()
    try:
        count = len(_front_door(address)[1])
        for number in range(count):
            visit, taps = _front_door(address)
            outcome.followed += 1
            sentence = _trouble(visit, address, taps[number])
            if sentence:
                outcome.sentences.append(sentence)
    except OSError as error:
        outcome.sentences.append(f"{address} does not open: {error}.")
    if not outcome.followed and not outcome.sentences:
        outcome.sentences.append("The front door has no links.")
    return outcome
