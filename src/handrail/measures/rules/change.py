"""Whether a difference between two scores is more than chance, and what is said when nobody knows."""

from collections.abc import Sequence
from enum import StrEnum
from math import sqrt

from handrail.base.words import Words, _
from handrail.measures.rules.instrument import ChangeFigure, ChangeKind, Direction, Instrument, Scale
from handrail.measures.rules.scores import HUNDRED, Score

# Above this share of missing answers a filled-up score is too unsure to be compared (per cent).
MOST_FILLED_UP = 20
SURE = 1.96  # Jacobson and Truax 1991: 95 %


class Change(StrEnum):
    """What can be said about two scores of one person."""

    BETTER = "better"
    WORSE = "worse"
    MOVED = "moved"  # by more than the figure, on a scale where neither way is better
    ABOUT_THE_SAME = "about_the_same"
    UNKNOWN = "unknown"


CHANGES: dict[ChangeKind, dict[Change, Words]] = {
    ChangeKind.RELIABLE: {
        Change.BETTER: _("Better than before, by more than chance would bring."),
        Change.WORSE: _("Harder than before, by more than chance would bring."),
        Change.MOVED: _("Different from before, by more than chance would bring."),
        Change.ABOUT_THE_SAME: _("About the same. A difference this small can be chance."),
    },
    # People noticed this much; it can still be chance, so that is not said.
    ChangeKind.MATTERS: {
        Change.BETTER: _("Better than before, by as much as people call a change."),
        Change.WORSE: _("Harder than before, by as much as people call a change."),
        Change.MOVED: _("Different from before, by as much as people call a change."),
        Change.ABOUT_THE_SAME: _("About the same. People would not call this a change."),
    },
}


def figure_for(instrument: Instrument, scale: str) -> ChangeFigure | None:
    """Return the figure for change of one score: the reliable one before the one that matters; None without one."""
    found = [figure for figure in instrument.change if figure.scale == scale]
    return min(found, key=lambda figure: figure.kind != "reliable", default=None)


def comparable(scale: Scale, score: Score) -> bool:
    """Return whether a score may be compared: there is a number, and at most a fifth of it was filled up."""
    few = score.missing * HUNDRED <= MOST_FILLED_UP * len(scale.items)
    return score.hundredths is not None and few


def change(instrument: Instrument, scale: str, before: Score, after: Score) -> Change:
    """
    Return what can be said about two scores of one scale.

    UNKNOWN without a figure, without two numbers, or with over 20 % of either filled up. A change of exactly the
    figure counts (NHS talking therapies: 6 points of PHQ-9, 4 of GAD-7).
    """
    figure, of = figure_for(instrument, scale), instrument.scale(scale)
    if figure is None or not (comparable(of, before) and comparable(of, after)):
        return Change.UNKNOWN
    moved = (after.hundredths or 0) - (before.hundredths or 0)
    if abs(moved) < figure.points * HUNDRED:
        return Change.ABOUT_THE_SAME
    if instrument.direction == Direction.NEITHER:
        return Change.MOVED
    upward_is_better = instrument.direction == Direction.HIGHER
    return Change.BETTER if (moved > 0) == upward_is_better else Change.WORSE


def change_words(figure: ChangeFigure | None, found: Change) -> str:
    """Return in words what a change says, never more than its figure does; no words when nothing is known."""
    return str(CHANGES[figure.kind][found]) if figure and found != Change.UNKNOWN else ""


def reliable_points(spread: float, reliability: float) -> float:
    """
    Return by how many points a score has to move to be more than chance: 1.96·√2·SD·√(1 − r).

    ``spread`` is the standard deviation of a stated sample at baseline, ``reliability`` its retest or alpha, 0–1.
    Source: Jacobson and Truax 1991.
    """
    return SURE * sqrt(2) * spread * sqrt(1 - reliability)


def band_around(score: Score, points: int, lowest: int, highest: int) -> tuple[int, int] | None:
    """Return, in hundredths, between where a later score is about the same as this one; None without a number."""
    if score.hundredths is None:
        return None
    reach = points * HUNDRED
    return max(lowest * HUNDRED, score.hundredths - reach), min(highest * HUNDRED, score.hundredths + reach)


def runs(points: Sequence[int | None]) -> list[list[tuple[int, int]]]:
    """Return the unbroken runs of a row with gaps, each as (place, number): a gap is never drawn over."""
    found: list[list[tuple[int, int]]] = [[]]
    for place, number in enumerate(points):
        if number is None:
            found.append([])
        else:
            found[-1].append((place, number))
    return [run for run in found if run]
