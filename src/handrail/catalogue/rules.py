"""Which programme types fit what a person wants, what a place offers of them, and how long people wait for it."""

from collections.abc import Callable, Iterable
from datetime import date, timedelta
from enum import StrEnum
from itertools import combinations
from math import ceil

from handrail.base.frozen import frozen
from handrail.base.words import Words, _
from handrail.catalogue.definitions import ProgrammeType, programme_types

MOST_OFFERS = 3


class Wish(StrEnum):
    """What a person would like more of; the filter begins with it."""

    WORK = "work"
    PEOPLE = "people"
    HOME = "home"
    CALM = "calm"
    OUT = "out"
    SAY = "say"
    LEARN = "learn"
    HEALTH = "health"


class Mode(StrEnum):
    """How people meet."""

    IN_PERSON = "in_person"
    AT_HOME = "at_home"
    ONLINE = "online"
    PHONE = "phone"


class Evidence(StrEnum):
    """How sure the guide is; its own three words, without a study named."""

    HIGH = "High"
    MODERATE = "Moderate"
    EMERGING = "Emerging"


class Emphasis(StrEnum):
    """Where a programme's weight lies: daily life and taking part, or symptoms and treatment."""

    DAILY_LIFE = "daily_life"
    HEALTH = "health"
    BOTH = "both"


class Basis(StrEnum):
    """What a fact on the questions page rests on."""

    GUIDE = "guide"
    PRINCIPLE = "principle"
    HANDRAIL = "handrail"


WISH_WORDS: dict[Wish, Words] = {
    Wish.WORK: _("Work or study"),
    Wish.PEOPLE: _("Friends"),
    Wish.HOME: _("A home of my own"),
    Wish.CALM: _("Calm days"),
    Wish.OUT: _("Time outdoors and in town"),
    Wish.SAY: _("Say in my own plan"),
    Wish.LEARN: _("Learning"),
    Wish.HEALTH: _("Better health"),
}
MODE_WORDS: dict[Mode, Words] = {
    Mode.IN_PERSON: _("In person"),
    Mode.AT_HOME: _("At home"),
    Mode.ONLINE: _("Online"),
    Mode.PHONE: _("By phone"),
}
# The finder asks of the guide's table, which knows no phone.
FINDER_MODES = (Mode.IN_PERSON, Mode.AT_HOME, Mode.ONLINE)
EVIDENCE_BARS: dict[Evidence, int] = {Evidence.EMERGING: 1, Evidence.MODERATE: 2, Evidence.HIGH: 3}
EMPHASIS_WORDS: dict[Emphasis, Words] = {
    Emphasis.DAILY_LIFE: _("On daily life and taking part (psychosocial)."),
    Emphasis.HEALTH: _("Close to treatment and symptoms (psychiatric)."),
    Emphasis.BOTH: _("On both: treatment and daily life together."),
}
BASIS_WORDS: dict[Basis, Words] = {
    Basis.GUIDE: _("The guide says so, without a study"),
    Basis.PRINCIPLE: _("A principle of the field"),
    Basis.HANDRAIL: _("Built into Handrail"),
}
COSTS_EUR = (2_500, 5_000, 10_000)
GUIDE_COLUMNS: tuple[tuple[str, Words], ...] = (
    ("core", _("Core component")),
    ("duration", _("Typical duration")),
    ("outcome", _("Key outcome")),
    ("setting", _("Setting")),
    ("example_benefit", _("Example benefit")),
    ("staff", _("Staff needed")),
    ("evidence", _("Evidence level")),
    ("cost", _("Cost (EUR)")),
    ("note", _("Notes")),
)


class Kind(StrEnum):
    """What a criterion of the filter is about."""

    WISH = "want"
    PLACE = "place"
    PEERS = "peers"
    CLINIC = "clinic"
    COST = "cost"


@frozen
class Criterion:
    """One thing that a programme has to fit."""

    kind: Kind
    value: str


@frozen
class Relaxation:
    """What to leave out of the filter, and the programmes that fit then."""

    without: tuple[Criterion, ...]
    kept: tuple[Criterion, ...]
    found: tuple[ProgrammeType, ...]


FITS: dict[Kind, Callable[[ProgrammeType, str], bool]] = {
    Kind.WISH: lambda kind, value: value in kind.wishes,
    Kind.PLACE: lambda kind, value: value in kind.modes,
    Kind.PEERS: lambda kind, value: kind.peer_led,
    Kind.CLINIC: lambda kind, value: kind.non_clinical,
    Kind.COST: lambda kind, value: kind.cost_eur[1] <= int(value),
}


def criteria(
    *,
    wishes: Iterable[str] = (),
    place: str = "",
    peer_led: bool = False,
    non_clinical: bool = False,
    cost_up_to: int | None = None,
) -> tuple[Criterion, ...]:
    """Return what a person asked for as a list of criteria; what was left open is not among them."""
    asked = [Criterion(Kind.WISH, str(wish)) for wish in wishes]
    asked += [Criterion(Kind.PLACE, str(place))] if place else []
    asked += [Criterion(Kind.PEERS, "1")] if peer_led else []
    asked += [Criterion(Kind.CLINIC, "no")] if non_clinical else []
    asked += [Criterion(Kind.COST, str(cost_up_to))] if cost_up_to is not None else []
    return tuple(asked)


def filter_types(asked: Iterable[Criterion] = ()) -> tuple[ProgrammeType, ...]:
    """
    Return the programme types that fit every criterion, in the guide's order.

    A cost fits when the guide's higher figure is within it: the range is for an unspecified time.
    """
    wanted = tuple(asked)
    return tuple(kind for kind in programme_types() if all(FITS[one.kind](kind, one.value) for one in wanted))


def relaxations(asked: Iterable[Criterion]) -> tuple[Relaxation, ...]:
    """
    Return the nearest ways to find something: as few criteria left out as possible, most hits first.

    Empty when something fits already or nothing was asked. At most MOST_OFFERS.
    """
    wanted = tuple(asked)
    if filter_types(wanted):
        return ()
    by_size = (_helpful(wanted, size) for size in range(1, len(wanted) + 1))
    nearest = next(found for found in by_size if found)  # without all of them there are nine
    return tuple(sorted(nearest, key=lambda one: -len(one.found))[:MOST_OFFERS])


def _helpful(wanted: tuple[Criterion, ...], size: int) -> list[Relaxation]:
    found = [_without(wanted, dropped) for dropped in combinations(wanted, size)]
    return [one for one in found if one.found]


def _without(wanted: tuple[Criterion, ...], dropped: tuple[Criterion, ...]) -> Relaxation:
    kept = tuple(one for one in wanted if one not in dropped)
    return Relaxation(dropped, kept, filter_types(kept))


def criterion_words(one: Criterion) -> str:
    """Return how a criterion reads inside a sentence."""
    if one.kind == Kind.WISH:
        return str(WISH_WORDS[Wish(one.value)]).lower()
    if one.kind == Kind.PLACE:
        return str(MODE_WORDS[Mode(one.value)]).lower()
    if one.kind == Kind.COST:
        return _("up to %(euro)s") % {"euro": euro(int(one.value))}
    return str(_("run by peers") if one.kind == Kind.PEERS else _("not in a clinic"))


def euro(amount: int) -> str:
    """Return whole euro as the guide writes them: €2,500."""
    return f"€{amount:,}"


def count_words(number: int) -> str:
    """Return a number of programmes as a word; there are never more than nine."""
    words = (
        _("none"),
        _("one"),
        _("two"),
        _("three"),
        _("four"),
        _("five"),
        _("six"),
        _("seven"),
        _("eight"),
        _("nine"),
    )
    return str(words[number])


# ---------- what a place offers ----------


class Weekday(StrEnum):
    """A day on which an offer meets."""

    MON = "mon"
    TUE = "tue"
    WED = "wed"
    THU = "thu"
    FRI = "fri"
    SAT = "sat"
    SUN = "sun"


class PriceBasis(StrEnum):
    """What the price of an offer is for."""

    FREE = "free"
    SESSION = "session"
    MONTH = "month"
    WHOLE = "whole"


class Payer(StrEnum):
    """Who may pay for an offer (S-177); the person last."""

    HEALTH = "health"
    SOCIAL = "social"
    NON_PROFIT = "non_profit"
    EMPLOYER = "employer"
    PERSON = "person"


WEEKDAY_WORDS: dict[Weekday, Words] = {
    Weekday.MON: _("Monday"),
    Weekday.TUE: _("Tuesday"),
    Weekday.WED: _("Wednesday"),
    Weekday.THU: _("Thursday"),
    Weekday.FRI: _("Friday"),
    Weekday.SAT: _("Saturday"),
    Weekday.SUN: _("Sunday"),
}
PRICE_BASIS_WORDS: dict[PriceBasis, Words] = {
    PriceBasis.FREE: _("Free for everybody"),
    PriceBasis.SESSION: _("for each meeting"),
    PriceBasis.MONTH: _("for a month"),
    PriceBasis.WHOLE: _("for the whole programme"),
}
PAYER_WORDS: dict[Payer, Words] = {
    Payer.HEALTH: _("Health service"),
    Payer.SOCIAL: _("Social services"),
    Payer.NON_PROFIT: _("A charity or fund"),
    Payer.EMPLOYER: _("Employer, if I have one who agrees"),
    Payer.PERSON: _("Me, by my income"),
}
LANGUAGE_WORDS: dict[str, Words] = {
    "en": _("English"),
    "de": _("German"),
    "ar": _("Arabic"),
    "es": _("Spanish"),
    "fr": _("French"),
    "hi": _("Hindi"),
    "pl": _("Polish"),
    "ru": _("Russian"),
    "tr": _("Turkish"),
    "uk": _("Ukrainian"),
}
# A waiting time is worked out from the places that became free in the last year, and never from a handful.
ENDS_WITHIN = timedelta(days=365)
FEWEST_ENDS = 3
SHORTEST_WINDOW = timedelta(days=28)


def codes(stored: str) -> tuple[str, ...]:
    """Return the codes that a column holds with spaces between."""
    return tuple(stored.split())


@frozen
class Places:
    """
    How full an offer is: places, people who have one, people who wait.

    ``ends`` places became free in the last ``over`` days; a waiting time is worked out from them and from nothing else.
    """

    capacity: int
    taken: int = 0
    waiting: int = 0
    ends: int = 0
    over: int = 0

    @property
    def free(self) -> int:
        """Return how many places nobody has and nobody waits for."""
        return max(0, self.capacity - self.taken - self.waiting)

    @property
    def open_now(self) -> int:
        """Return how many places nobody has, whoever waits."""
        return max(0, self.capacity - self.taken)

    @property
    def wait_days(self) -> int | None:
        """
        Return after how many days the next person who asks is likely to get a place; 0 when one is free.

        None when too few places became free, or over too short a time, to say anything.
        """
        before = max(0, self.taken + self.waiting + 1 - self.capacity)
        if not before:
            return 0
        if self.ends < FEWEST_ENDS or self.over < SHORTEST_WINDOW.days:
            return None
        return ceil(before * self.over / self.ends)


def next_meeting(days: Iterable[str], after: date, not_before: date) -> date | None:
    """Return the first day of these weekdays later than ``after`` and not earlier than ``not_before``."""
    wanted = {list(Weekday).index(Weekday(one)) for one in days}
    if not wanted:
        return None
    first = max(after + timedelta(days=1), not_before)
    return next(day for day in (first + timedelta(days=n) for n in range(7)) if day.weekday() in wanted)
