"""What an instrument is: its questions by key, the answers that fit, how it is scored, and who may use it."""

from dataclasses import dataclass, field
from enum import StrEnum

from handrail.base.words import Words, _
from handrail.catalogue.definitions import Said


class Direction(StrEnum):
    """Which way a higher number points."""

    HIGHER = "higher"  # higher is better
    LOWER = "lower"  # lower is better
    NEITHER = "neither"


class Method(StrEnum):
    """How a score comes from the answers."""

    SUM = "sum"
    MEAN = "mean"
    COUNT = "count"
    SCREEN = "screen"
    GAS = "gas"


class Verdict(StrEnum):
    """What the licence lets Handrail do with the words of an instrument."""

    SHIP = "ship"
    SHIP_UNCHANGED = "ship_unchanged"  # word for word, no translation of one's own
    SITE = "site"  # a place uses its own permission and its own copy
    NATIVE = "native"  # our own words


class ChangeKind(StrEnum):
    """What a figure for change says."""

    RELIABLE = "reliable"  # more than chance and an uneven hand would bring
    MATTERS = "matters"  # people who changed this much called it a change


VERDICTS: dict[Verdict, Words] = {
    Verdict.SHIP: _("Free to use"),
    Verdict.SHIP_UNCHANGED: _("Free to use, word for word"),
    Verdict.SITE: _("With your own permission"),
    Verdict.NATIVE: _("Our own words"),
}
DIRECTIONS: dict[Direction, Words] = {
    Direction.HIGHER: _("A higher number is better."),
    Direction.LOWER: _("A lower number is better."),
    Direction.NEITHER: _("No number here is better or worse."),
}


@dataclass(frozen=True)
class Option:
    """One answer that fits: what it counts, its code in a foreign list, and its words where they are there."""

    value: int
    code: str = ""
    text: Said | None = None


@dataclass(frozen=True)
class AskedWhen:
    """An item is asked only when one of other items has one of these answers."""

    items: tuple[str, ...]
    values: frozenset[int]


@dataclass(frozen=True)
class Item:
    """
    One question, addressed by its key and never by its place.

    ``label`` is our own short name for it; ``text`` is the question itself, where we may print it.
    """

    key: str
    label: Said
    options: tuple[Option, ...]
    text: Said | None = None
    code: str = ""
    counts: bool = True  # False: asked beside the rest, in no total
    required: bool = False
    repeats: int = 0  # the most answers that it takes; 0 says one, and no list
    safety: frozenset[int] = frozenset()  # the answers after which somebody is told
    asked_when: AskedWhen | None = None
    low: Said | None = None  # what the ends of a row of numbers say
    high: Said | None = None

    @property
    def values(self) -> frozenset[int]:
        return frozenset(option.value for option in self.options)


@dataclass(frozen=True)
class Band:
    """A part of a score's range with a name: the makers' own code, and our plain words for it."""

    key: str
    words: Said
    least: int | None = None
    most: int | None = None

    def holds(self, number: int) -> bool:
        """Return whether ``number``, a whole one, lies in this part; both ends belong to it."""
        return (self.least is None or number >= self.least) and (self.most is None or number <= self.most)


@dataclass(frozen=True)
class ScreenRule:
    """All of ``when`` have to be so: each is (items of which one, has one of these answers)."""

    key: str
    words: Said
    when: tuple[tuple[tuple[str, ...], frozenset[int]], ...] = ()


@dataclass(frozen=True)
class Scale:
    """One score: of which items, by which method, with how many missing, in which parts."""

    key: str
    title: Said
    items: tuple[str, ...]
    method: Method = Method.SUM
    max_missing: int = 0
    times: int = 1
    counted: frozenset[int] = frozenset()  # of a count: the answers that are counted
    table: tuple[int, ...] = ()  # of a sum: what each raw number from the lowest on becomes
    bands: tuple[Band, ...] = ()
    cut_offs: tuple[Band, ...] = ()
    rules: tuple[ScreenRule, ...] = ()  # of a screen: the first that fits
    lowest: int | None = None  # the ends of the score itself, for drawing it
    highest: int | None = None


@dataclass(frozen=True)
class ChangeFigure:
    """How much a score has to move to mean something, in points of that score, and who says so."""

    scale: str
    kind: ChangeKind
    points: int
    source: str


@dataclass(frozen=True)
class Licence:
    """Who may use an instrument, in plain words, and the notice that stands wherever it is shown."""

    verdict: Verdict
    name: str
    who_may: Said
    notice: str


@dataclass(frozen=True)
class Language:
    """Where the words in one language come from. Words that are not validated are never shown."""

    source: str
    validated: bool


@dataclass(frozen=True)
class Instrument:
    """One instrument in one version. Items, answers and scoring of a version never change."""

    key: str
    version: str
    order: int
    name: str
    title: Said
    about: Said
    minutes: int
    recall_days: int | None
    direction: Direction
    licence: Licence
    source: str
    items: tuple[Item, ...]
    scales: tuple[Scale, ...]
    lead: Said | None = None
    reverse: frozenset[str] = frozenset()
    change: tuple[ChangeFigure, ...] = ()
    languages: tuple[tuple[str, Language], ...] = field(default=())
    texts_from_site: bool = False

    @property
    def has_texts(self) -> bool:
        """Whether the questions' words are there, ours or a site's; else the instrument is an empty slot."""
        return all(item.text is not None for item in self.items)

    @property
    def safety_items(self) -> tuple[Item, ...]:
        return tuple(item for item in self.items if item.safety)

    def item(self, key: str) -> Item:
        """Return the item with ``key``; raise KeyError when there is none."""
        found = [one for one in self.items if one.key == key]
        if not found:
            raise KeyError(key)
        return found[0]

    def scale(self, key: str) -> Scale:
        """Return the score with ``key``; raise KeyError when there is none."""
        found = [one for one in self.scales if one.key == key]
        if not found:
            raise KeyError(key)
        return found[0]
