"""Which programme types fit what a person wants, and what to leave out when none does."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import StrEnum
from itertools import combinations

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
}
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


@dataclass(frozen=True)
class Criterion:
    """One thing that a programme has to fit."""

    kind: Kind
    value: str


@dataclass(frozen=True)
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
