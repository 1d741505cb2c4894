"""Where the numbers of a person over time stand in a picture: per cent across, pixels down."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from handrail.measures.rules.change import runs
from handrail.measures.rules.scores import HUNDRED

TOP, FOOT = 30.0, 196.0
LEFT, RIGHT = 8.0, 96.0


@dataclass(frozen=True)
class Reading:
    """One time of asking: its day, its words, and the number times a hundred, or None for a gap."""

    on: date
    title: str
    hundredths: int | None


@dataclass(frozen=True)
class Dot:
    x: float
    y: float
    text: str


@dataclass(frozen=True)
class Line:
    x1: float
    y1: float
    x2: float
    y2: float


@dataclass(frozen=True)
class Gap:
    """A time when nothing was answered: marked at the foot, and no line goes over it."""

    x: float
    title: str


@dataclass(frozen=True)
class Picture:
    dots: tuple[Dot, ...]
    lines: tuple[Line, ...]
    gaps: tuple[Gap, ...]
    band: tuple[float, float] | None  # top and height, of where a later number is about the same as the first
    lowest: int
    highest: int


def _across(readings: Sequence[Reading]) -> list[float]:
    first, last = readings[0].on, readings[-1].on
    days = (last - first).days
    if not days:
        return [round((LEFT + RIGHT) / 2, 1)] * len(readings)
    return [round(LEFT + (RIGHT - LEFT) * (one.on - first).days / days, 1) for one in readings]


def _down(hundredths: int, lowest: int, highest: int) -> float:
    share = (hundredths - lowest * HUNDRED) / ((highest - lowest) * HUNDRED)
    return round(FOOT - (FOOT - TOP) * share, 1)


def shown_number(hundredths: int) -> str:
    """Return a number as a page shows it: whole, or with its two places."""
    whole, rest = divmod(hundredths, HUNDRED)
    return f"{whole}.{rest:02}" if rest else str(whole)


def picture(
    readings: Sequence[Reading], lowest: int, highest: int, band: tuple[int, int] | None
) -> Picture | None:
    """Return where everything stands, or None without a number; ``readings`` are in the order of their days."""
    if not any(one.hundredths is not None for one in readings):
        return None
    across = _across(readings)
    lines = []
    for run in runs([one.hundredths for one in readings]):
        points = [(across[place], _down(number, lowest, highest)) for place, number in run]
        lines += [Line(*start, *end) for start, end in zip(points, points[1:], strict=False)]
    dots = [
        Dot(x, _down(one.hundredths, lowest, highest), shown_number(one.hundredths))
        for x, one in zip(across, readings, strict=True)
        if one.hundredths is not None
    ]
    gaps = [Gap(x, one.title) for x, one in zip(across, readings, strict=True) if one.hundredths is None]
    edges = None
    if band:
        top, foot = _down(band[1], lowest, highest), _down(band[0], lowest, highest)
        edges = (top, round(foot - top, 1))
    return Picture(tuple(dots), tuple(lines), tuple(gaps), edges, lowest, highest)
