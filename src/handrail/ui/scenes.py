"""
The picture of a plan, drawn from its places: a path or a flight of stairs, with the rail beside it.

Plain geometry on a ground of 480 by 210. The template only writes down what stands here.
"""

import math
from collections.abc import Callable, Iterable, Sequence
from itertools import groupby, pairwise
from typing import Any

from handrail.base.frozen import frozen
from handrail.base.words import Words, _

MOST_PLACES = 12
GOAL_X = 440.0
FLOOR = 210

GOALS: dict[str, Words] = {
    "easel": _("an easel with a picture"),
    "house": _("a house"),
    "bus": _("a bus"),
    "key": _("a key"),
    "kettle": _("a kettle"),
    "book": _("an open book"),
    "heart": _("a heart"),
    "music": _("a note of music"),
    "tree": _("a tree with fruit"),
    "table": _("a table with a full bowl"),
    "bike": _("a bicycle"),
    "flower": _("a pot of flowers"),
}


@frozen
class Place:
    """One place on the way; ``count`` is how many steps stand there together when a plan is long."""

    state: str  # done, now, todo, look
    level: str  # with_me, beside_me, on_my_own or nothing
    count: int = 1


@frozen
class Point:
    x: float
    y: float


@frozen
class Line:
    kind: str
    line: str


@frozen
class Stone:
    kind: str
    x: float
    y: float
    r: int


@frozen
class Picture:
    """Everything that the template draws, and the same in words."""

    words: str
    goal: Point
    ways: tuple[Line, ...] = ()
    rails: tuple[Line, ...] = ()
    blocks: tuple[Line, ...] = ()
    stones: tuple[Stone, ...] = ()
    benches: tuple[Point, ...] = ()
    posts: str = ""
    land: str = ""
    me: Point | None = None
    them: Point | None = None


def picture_of(given: Iterable[Any], view: str = "path", goal: str = "easel", company: str = "") -> Picture:
    """Return the picture of the places ``given``: mappings or objects with ``state`` and ``level``."""
    every = [_place(item) for item in given]
    words = in_words(every, view, goal, company)
    return (stairs if view == "stairs" else path)(grouped(every), words)


def _place(item: Any) -> Place:
    if isinstance(item, dict):
        return Place(str(item["state"]), str(item.get("level") or ""))
    return Place(str(item.state), str(item.level or ""))


def grouped(places: Sequence[Place], most: int = MOST_PLACES) -> list[Place]:
    """Return at most ``most`` places: what lies far from here stands together in one place on either side."""
    if len(places) <= most:
        return list(places)
    here = standing_at(places)
    kept = most - 2
    first = min(max(here - kept // 2, 0), len(places) - kept)
    before, window, after = places[:first], places[first : first + kept], places[first + kept :]
    return [*_together(before), *window, *_together(after)]


def _together(places: Sequence[Place]) -> list[Place]:
    steps = [place for place in places if place.state != "look"]
    return [Place(steps[-1].state, steps[-1].level, len(steps))] if steps else list(places[:1])


def standing_at(places: Sequence[Place]) -> int:
    """Return where the person stands: the place of now, else the last that is done, else the start (-1)."""
    for state in ("now", "done"):
        found = [index for index, place in enumerate(places) if place.state == state]
        if found:
            return found[-1]
    return -1


# ---------- the path ----------


def _height(x: float) -> float:
    """Return the height of the path at ``x``: two soft hills that rise a little towards the goal."""
    return 160 - 0.035 * x - 15 * math.sin(x / 31 - 1.2) * (0.6 + x / 1200)


def _curve(start: float, end: float, drop: float = 0) -> str:
    """Return the path from ``start`` to ``end``, ``drop`` lower: one point every seven or so."""
    parts = max(1, round((end - start) / 7))
    points = [start + (end - start) * part / parts for part in range(parts + 1)]
    return "M" + "L".join(f"{x:.0f} {_height(x) + drop:.1f}" for x in points)


def path(places: Sequence[Place], words: str) -> Picture:
    """Return the places along a path from the house to the goal."""
    first, last, end = 84.0, 378.0 if places and places[-1].state == "look" else 392.0, GOAL_X + 8
    gap = (last - first) / max(3, len(places) - 1)
    xs = [first + gap * index for index in range(len(places))]
    here = standing_at(places)
    here_x = xs[here] if here >= 0 else 60.0
    edges = [28.0, *xs]
    rails = _rails(places, lambda index: (edges[index], edges[index + 1]), lambda a, b: _curve(a, b, 17))
    me, them = _people(places, here, here_x, 62, lambda x: _height(x) - 11)
    return Picture(
        words=words,
        goal=Point(GOAL_X, round(_height(GOAL_X))),
        ways=(Line("todo", _curve(here_x, end)), Line("done", _curve(24, here_x))),
        rails=rails,
        stones=tuple(stone for place, x in zip(places, xs, strict=True) for stone in _stones(place, x)),
        benches=tuple(
            Point(round(x), round(_height(x) - 20))
            for place, x in zip(places, xs, strict=True)
            if place.state == "look"
        ),
        land=f"M0 210V{_height(0) + 22:.0f}{_curve(0, 480, 22).replace('M', 'L')}V210z",
        me=me,
        them=them,
    )


def _stones(place: Place, x: float) -> list[Stone]:
    if place.state == "look":
        return []
    kind, size = {"done": ("done", 8), "now": ("stone stone--now", 9)}.get(place.state, ("stone", 7))
    spread = [0] if place.count == 1 else [-7, 0, 7]
    return [Stone(kind, round(x + by, 1), round(_height(x + by), 1), size) for by in spread]


def _people(
    places: Sequence[Place], here: int, x: float, least: float, ground: Callable[[float], float]
) -> tuple[Point, Point | None]:
    """
    Return where I stand and, when somebody is with me, where they stand.

    Close with me, apart beside me, in front of me when there is no room behind.
    """
    apart = {"with_me": 31, "beside_me": 44}.get(places[here].level) if here >= 0 else None
    me = Point(round(x), round(ground(x)))
    if apart is None or places[here].state != "now":
        return me, None
    at = x - apart if x - apart >= least else x + apart
    return me, Point(round(at), round(ground(at)))


def _rails(
    places: Sequence[Place],
    stretch: Callable[[int], tuple[float, float]],
    draw: Callable[[float, float], str],
) -> tuple[Line, ...]:
    """Return one rail for each run of stretches at the same level, with a little air between two kinds."""
    lines = []
    for level, run in groupby(enumerate(places), key=lambda pair: pair[1].level):
        indexes = [index for index, _place in run]
        if level in ("with_me", "beside_me"):
            start, end = stretch(indexes[0])[0], stretch(indexes[-1])[1]
            lines.append(Line(level, draw(start + 5, end - 5)))
    return tuple(lines)


# ---------- the stairs ----------


def stairs(places: Sequence[Place], words: str) -> Picture:
    """Return the places as stairs: a look back is a wide landing, the goal stands on the last."""
    start, end = 48.0, 472.0
    shares = [1.6 if place.state == "look" else 1.0 for place in places]
    top_share = 76.0
    unit = (end - start - top_share) / max(1.0, sum(shares))
    widths = [unit * share for share in shares]
    if widths:
        widths[-1] += top_share
    lefts = [start + sum(widths[:index]) for index in range(len(places))]
    tops = _tops(places)
    floor = FLOOR - 4

    def ground(x: float) -> float:
        for left, width, top in zip(lefts, widths, tops, strict=True):
            if left <= x < left + width:
                return top - 1
        return floor

    def over(x: float) -> float:
        centres = [(22.0, floor), *zip(middles, tops, strict=True)]
        for (x1, y1), (x2, y2) in pairwise(centres):
            if x <= x2:
                return y1 + (y2 - y1) * (x - x1) / (x2 - x1) - 54
        return tops[-1] - 54

    middles = [
        left + (width - (top_share if index == len(places) - 1 else 0)) / 2
        for index, (left, width) in enumerate(zip(lefts, widths, strict=True))
    ]
    here = standing_at(places)
    me, them = _people(places, here, middles[here] if here >= 0 else 24.0, 18, ground)
    edges = [22.0, *middles]
    return Picture(
        words=words,
        goal=Point(GOAL_X - 6, tops[-1] - 1 if tops else floor),
        blocks=tuple(
            Line(_block(place.state), f"M{left + 1:.1f} {FLOOR}V{top}h{width - 2:.1f}V{FLOOR}z")
            for place, left, width, top in zip(places, lefts, widths, tops, strict=True)
        ),
        rails=_rails(
            places,
            lambda index: (edges[index], edges[index + 1]),
            lambda a, b: _handrail(a, b, edges, over),
        ),
        posts="".join(
            f"M{x:.0f} {top - 1}V{over(x):.0f}"
            for place, x, top in zip(places, middles, tops, strict=True)
            if place.level == "with_me"
        ),
        me=me,
        them=them,
    )


def _tops(places: Sequence[Place]) -> list[int]:
    """Return the upper edge of each stair; a landing is as high as the stair before it."""
    steps = sum(place.state != "look" for place in places)
    rise = min(17.0, 96 / max(1, steps))
    tops, height = [], 0.0
    for place in places:
        height += 0 if place.state == "look" and tops else rise
        tops.append(round(FLOOR - height))
    return tops


def _block(state: str) -> str:
    return {"done": "done", "now": "here", "look": "rest"}.get(state, "todo")


def _handrail(start: float, end: float, corners: Sequence[float], over: Callable[[float], float]) -> str:
    xs = [start, *(x for x in corners if start < x < end), end]
    return "M" + "L".join(f"{x:.0f} {over(x):.0f}" for x in xs)


# ---------- in words ----------


def in_words(places: Sequence[Place], view: str, goal: str, company: str) -> str:
    """Return the picture as sentences, for those who hear the page."""
    steps = [place for place in places if place.state != "look"]
    done = sum(place.state == "done" for place in steps)
    name = _("A flight of stairs.") if view == "stairs" else _("A path.")
    said = [str(name), _("Steps: %(all)s. Done: %(done)s.") % {"all": len(steps), "done": done}]
    said += _where_i_am(steps, company)
    said += [
        _("After step %(number)s there is a bench to look back together.") % {"number": number}
        for number in _benches(places)
    ]
    said.append(_("At the end waits %(goal)s.") % {"goal": GOALS.get(goal, GOALS["flower"])})
    if any(place.level in ("with_me", "beside_me") for place in places):
        said.append(str(_("A rail shows where somebody is with me.")))
    return " ".join(said)


def _where_i_am(steps: Sequence[Place], company: str) -> list[str]:
    for number, place in enumerate(steps, 1):
        if place.state == "now":
            level = place.level if company else ""
            words = {
                "with_me": _("I am at step %(number)s. %(company)s is with me."),
                "beside_me": _("I am at step %(number)s. %(company)s is beside me."),
            }.get(level, _("I am at step %(number)s."))
            return [words % {"number": number, "company": company}]
    return []


def _benches(places: Sequence[Place]) -> list[int]:
    numbers, steps = [], 0
    for place in places:
        steps += place.state != "look"
        if place.state == "look":
            numbers.append(steps)
    return numbers
