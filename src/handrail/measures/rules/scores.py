"""One score from the values of a form, compiled from its definition: sums, means, counts, screens, goal attainment."""

from collections.abc import Callable, Mapping, Sequence
from decimal import ROUND_HALF_UP, Decimal
from operator import itemgetter
from typing import Any, NamedTuple

from handrail.measures.rules.instrument import Band, Instrument, Method, Scale

HUNDRED = 100
GAS_CORRELATION = Decimal("0.3")  # Kiresuk and Sherman 1968: goals of one person move together by that much

Values = Sequence[Any]  # an int, a tuple of them for an item that repeats, or None


class Score(NamedTuple):
    """
    One score. ``hundredths`` is the number times a hundred, or None when too much is missing for one.

    ``cut_offs`` says for each named line whether it is reached; None while there is no number.
    """

    key: str
    hundredths: int | None
    band: str | None = None
    prorated: bool = False
    missing: int = 0
    cut_offs: tuple[tuple[str, bool | None], ...] = ()

    @property
    def number(self) -> int | Decimal | None:
        """The score as a number with at most two places."""
        if self.hundredths is None:
            return None
        whole, rest = divmod(self.hundredths, HUNDRED)
        return Decimal(self.hundredths) / HUNDRED if rest else whole


class Sign(NamedTuple):
    """What an item that somebody has to read says: True, False, or None while it has no answer."""

    key: str
    positive: bool | None


class Scored(NamedTuple):
    """Every score of one set of answers, what is missing, and what the safety items say."""

    scores: tuple[Score, ...]
    missing: tuple[str, ...]
    signs: tuple[Sign, ...]

    def score(self, key: str) -> Score:
        """Return the score with ``key``; raise KeyError when there is none."""
        found = [one for one in self.scores if one.key == key]
        if not found:
            raise KeyError(key)
        return found[0]

    @property
    def alarming(self) -> bool:
        """Whether any safety item asks that somebody is told."""
        return any(sign.positive for sign in self.signs)


def rounded(over: int, under: int) -> int:
    """Return ``over / under`` as a whole number, a half going up; ``under`` is positive."""
    return (2 * over + under) // (2 * under)


def gas_hundredths(levels: Sequence[int], weights: Sequence[int]) -> int | None:
    """
    Return the T-score of goal attainment times a hundred, or None when every weight is 0.

    T = 50 + 10·Σwx / √((1 − ρ)Σw² + ρ(Σw)²), ρ = 0.3 (Kiresuk and Sherman 1968); levels −2 to +2.
    """
    under = (1 - GAS_CORRELATION) * sum(w * w for w in weights) + GAS_CORRELATION * sum(weights) ** 2
    if not under:
        return None
    moved = sum(weight * level for weight, level in zip(weights, levels, strict=True))
    found = (50 + 10 * Decimal(moved) / under.sqrt()).quantize(Decimal("0.01"), ROUND_HALF_UP)
    return int(found * HUNDRED)


def _place_in(bands: tuple[Band, ...], number: int) -> str | None:
    return next((band.key for band in bands if band.holds(number)), None)


# ---- one score, compiled ---------------------------------------------------------------------------------------

Compiled = Callable[[Values], Score]
Named = tuple[
    str | None, tuple[tuple[str, bool | None], ...]
]  # the part, and each line with whether it is reached


def _picker(places: Sequence[int], length: int) -> Callable[[Values], Values]:
    """Return what takes the values at ``places``; all of them in their order cost nothing."""
    if list(places) == list(range(length)):
        return lambda values: values
    if len(places) == 1:
        only = places[0]
        return lambda values: (values[only],)
    return itemgetter(*places)


def _names(scale: Scale, number: int) -> Named:
    lines = tuple((line.key, line.holds(number)) for line in scale.cut_offs)
    return _place_in(scale.bands, number), lines


def _namer(scale: Scale) -> Callable[[int], Named]:
    """Return what names the part and the lines of a number: looked up, for every number that can come is known."""
    numbers = scale.table or range(scale.lowest or 0, (scale.highest or 0) + 1)
    return {number: _names(scale, number) for number in numbers}.__getitem__


def _turned(picked: Values, turns: tuple[int | None, ...]) -> list[int | None]:
    return [
        value if turn is None or value is None else turn - value
        for value, turn in zip(picked, turns, strict=True)
    ]


def _added(scale: Scale, pick: Callable[[Values], Values], turns: tuple[int | None, ...]) -> Compiled:
    """Compile a sum or a mean; ``turns`` holds lowest + highest for each reversed item."""
    key, named, count = scale.key, _namer(scale), len(scale.items)
    is_mean = scale.method == Method.MEAN
    reversing = any(turn is not None for turn in turns)
    unknown = tuple((line.key, None) for line in scale.cut_offs)
    each = 1 if is_mean else count

    def found(hundredths: int, missing: int) -> Score:
        band, lines = named((hundredths + 50) // HUNDRED)
        return Score(key, hundredths, band, missing > 0 and not is_mean, missing, lines)

    def score(values: Values) -> Score:
        picked = pick(values)
        if reversing:
            picked = _turned(picked, turns)
        if None not in picked:
            total = sum(picked)
            if scale.table:
                return found(scale.table[total - (scale.lowest or 0)] * HUNDRED, 0)
            return found(rounded(total * HUNDRED, count) if is_mean else total * HUNDRED * scale.times, 0)
        there = [value for value in picked if value is not None]
        missing = count - len(there)
        if missing > scale.max_missing or not there:
            return Score(key, None, None, False, missing, unknown)
        return found(rounded(sum(there) * HUNDRED * each * scale.times, len(there)), missing)

    return score


def _counted(scale: Scale, pick: Callable[[Values], Values]) -> Compiled:
    """Compile a count of certain answers; it is a count of what was answered, so nothing is made up for a gap."""

    def score(values: Values) -> Score:
        picked = pick(values)
        missing = picked.count(None)
        if missing > scale.max_missing or missing == len(picked):
            return Score(scale.key, None, missing=missing)
        number = sum(value in scale.counted for value in picked)
        return Score(scale.key, number * HUNDRED, _place_in(scale.bands, number), False, missing)

    return score


def _screened(scale: Scale, places: Mapping[str, int]) -> Compiled:
    """Compile a screen: the first rule that fits; the last rule, which asks for nothing, needs every answer."""
    rules = [
        (
            rule.key,
            [
                (itemgetter(*[places[key] for key in (*items, items[0])]), inside)
                for items, inside in rule.when
            ],
        )
        for rule in scale.rules
    ]
    wanted = [places[key] for key in scale.items]

    def score(values: Values) -> Score:
        missing = sum(values[place] is None for place in wanted)
        for key, when in rules:
            fits = all(any(value in inside for value in of(values)) for of, inside in when)
            if when and fits:
                return Score(scale.key, None, key, False, missing)
            if not when and not missing:
                return Score(scale.key, None, key)
        return Score(scale.key, None, None, False, missing)

    return score


def _attained(scale: Scale, places: Mapping[str, int]) -> Compiled:
    """Compile goal attainment: levels of each goal, and weights when there are any (else all count the same)."""
    levels_at, weights_at = (places[key] for key in scale.items)

    def score(values: Values) -> Score:
        levels, weights = values[levels_at], values[weights_at]
        if not levels or None in levels:
            return Score(scale.key, None, missing=levels.count(None) if levels else 1)
        return Score(scale.key, gas_hundredths(levels, weights or [1] * len(levels)))

    return score


def compiled(instrument: Instrument, scale: Scale, places: Mapping[str, int]) -> Compiled:
    if scale.method == Method.GAS:
        return _attained(scale, places)
    if scale.method == Method.SCREEN:
        return _screened(scale, places)
    pick = _picker([places[key] for key in scale.items], len(places))
    if scale.method == Method.COUNT:
        return _counted(scale, pick)
    turns = tuple(
        min(instrument.item(key).values) + max(instrument.item(key).values)
        if key in instrument.reverse
        else None
        for key in scale.items
    )
    return _added(scale, pick, turns)
