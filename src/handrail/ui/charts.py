"""Stacked columns: percent across, pixels down, so that text keeps its size at any width."""

from collections.abc import Sequence

from handrail.base.frozen import frozen

TOP, FOOT, AIR = 10.0, 340.0, 2.0
ACROSS = 79.2  # the rest is for the names of the series


@frozen
class Bar:
    series: int
    number: int
    x: float
    width: float
    y: float
    height: float

    @property
    def middle(self) -> float:
        return round(self.x + self.width / 2, 1)

    @property
    def text_y(self) -> int:
        """Return where the number stands, or 0 when the bar is too low for it."""
        return round(self.y + self.height / 2 + 5) if self.height >= 18 else 0


@frozen
class Name:
    text: str
    middle: float


@frozen
class Columns:
    bars: tuple[Bar, ...]
    names: tuple[Name, ...]
    legend_y: tuple[int, ...]
    table: tuple[tuple[object, ...], ...]


def columns_of(rows: Sequence[tuple[str, Sequence[int | None]]]) -> Columns:
    """Return one full-height column for each row, split by its numbers; zeros and what is not told stay empty."""
    pitch = ACROSS / max(1, len(rows))
    width = round(min(pitch * 0.8, 14), 1)
    bars: list[Bar] = []
    names = []
    for index, (name, numbers) in enumerate(rows):
        x = round(index * pitch, 1)
        names.append(Name(str(name), round(x + width / 2, 1)))
        bars += _column([number or 0 for number in numbers], x, width)
    return Columns(
        bars=tuple(bars),
        names=tuple(names),
        legend_y=_legend([bar for bar in bars if bar.x == bars[-1].x]),
        table=tuple((name, *("–" if one is None else one for one in numbers)) for name, numbers in rows),
    )


def _column(numbers: Sequence[int], x: float, width: float) -> list[Bar]:
    total = sum(numbers)
    shown = [(series, number) for series, number in enumerate(numbers) if number]
    room = FOOT - TOP - AIR * (len(shown) - 1)
    bars, y = [], TOP
    for series, number in shown:
        height = room * number / total
        bars.append(Bar(series, number, x, width, round(y, 1), round(height, 1)))
        y += height + AIR
    return bars


def _legend(last: Sequence[Bar], series: int = 3, apart: int = 22) -> tuple[int, ...]:
    """Return the heights of the three names beside the last column, never on top of each other."""
    wanted = {bar.series: round(bar.y + bar.height / 2 + 5) for bar in last}
    heights: list[int] = []
    for index in range(series):
        lowest = heights[-1] + apart if heights else round(TOP) + 14
        heights.append(max(wanted.get(index, lowest), lowest))
    over = max(0, heights[-1] - round(FOOT))
    return tuple(height - over for height in heights)
