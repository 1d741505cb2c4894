from dataclasses import replace

import pytest

from handrail.measures.definitions import instruments
from handrail.measures.rules import (
    Change,
    ChangeFigure,
    ChangeKind,
    Score,
    band_around,
    change,
    change_words,
    comparable,
    figure_for,
    reliable_points,
    runs,
)


def total(number: float | None, missing: int = 0) -> Score:
    return Score("total", None if number is None else round(number * 100), missing=missing)


@pytest.mark.parametrize(
    ("key", "before", "after", "expected"),
    [
        ("phq9", 17, 11, Change.BETTER),
        ("phq9", 17, 12, Change.ABOUT_THE_SAME),
        ("phq9", 11, 17, Change.WORSE),
        ("gad7", 12, 8, Change.BETTER),
        ("gad7", 12, 9, Change.ABOUT_THE_SAME),
        ("qpr15", 28, 33, Change.BETTER),
        ("qpr15", 33, 28, Change.WORSE),
        ("swls", 10, 30, Change.UNKNOWN),
        ("phq9", None, 11, Change.UNKNOWN),
        ("phq9", 17, None, Change.UNKNOWN),
    ],
)
def test_a_change_is_said_only_when_it_reaches_the_figure(
    key: str, before: float | None, after: float | None, expected: Change
) -> None:
    assert change(instruments()[key], "total", total(before), total(after)) == expected


def test_where_no_way_is_better_a_change_is_said_without_a_direction() -> None:
    figure = ChangeFigure("unmet", ChangeKind.MATTERS, 2, "a made-up source")
    needs = replace(instruments()["needs"], change=(figure,))
    assert change(needs, "unmet", Score("unmet", 500), Score("unmet", 200)) == Change.MOVED


def test_a_score_with_over_a_fifth_filled_up_is_not_compared() -> None:
    phq9 = instruments()["phq9"]
    assert comparable(phq9.scale("total"), total(17, missing=1))
    assert not comparable(phq9.scale("total"), total(17, missing=2))
    assert change(phq9, "total", total(20, missing=2), total(5)) == Change.UNKNOWN


def test_the_figure_that_is_more_than_chance_comes_before_the_one_that_matters() -> None:
    assert figure_for(instruments()["phq9"], "total").points == 6
    assert figure_for(instruments()["qpr15"], "total").kind == "matters"
    assert figure_for(instruments()["phq9"], "phq2") is None


@pytest.mark.parametrize(
    ("spread", "reliability", "points"), [(7.5, 0.80, 9.297), (5.5, 0.84, 6.098), (10, 0.74, 14.134)]
)
def test_reliable_change_comes_out_as_in_the_reference(
    spread: float, reliability: float, points: float
) -> None:
    assert reliable_points(spread, reliability) == pytest.approx(points, abs=0.001)


def test_the_band_stays_on_the_scale() -> None:
    assert band_around(total(17), 6, 0, 27) == (1100, 2300)
    assert band_around(total(2), 6, 0, 27) == (0, 800)
    assert band_around(total(25), 6, 0, 27) == (1900, 2700)
    assert band_around(total(None), 6, 0, 27) is None


def test_a_gap_is_never_drawn_over() -> None:
    assert runs([5, None, 7, 8, None, None, 9]) == [[(0, 5)], [(2, 7), (3, 8)], [(6, 9)]]
    assert runs([None, None]) == []
    assert runs([]) == []


def test_a_change_that_matters_is_never_called_more_than_chance() -> None:
    known = [found for found in Change if found != Change.UNKNOWN]
    reliable, matters = (figure_for(instruments()[key], "total") for key in ("phq9", "qpr15"))
    assert "more than chance" in change_words(reliable, Change.BETTER)
    assert not [found for found in known if "chance" in change_words(matters, found)]
    assert all(change_words(reliable, found) and change_words(matters, found) for found in known)
    assert change_words(reliable, Change.UNKNOWN) == change_words(None, Change.BETTER) == ""
