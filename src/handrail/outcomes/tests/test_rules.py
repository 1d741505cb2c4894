import pytest

from handrail.catalogue.small import shown_cells
from handrail.outcomes.rules import share, wilson


@pytest.mark.parametrize(
    ("count", "total", "low", "high"),
    [
        (0, 10, 0.0, 0.2775),
        (1, 10, 0.0179, 0.4042),
        (7, 20, 0.1812, 0.5671),
        (18, 24, 0.5510, 0.8800),
        (69, 100, 0.5937, 0.7722),
        (50, 50, 0.9287, 1.0),
        (3, 7, 0.1582, 0.7495),
    ],
)
def test_wilson_agrees_with_the_reference_vectors(count, total, low, high):
    assert wilson(count, total) == (pytest.approx(low, abs=5e-5), pytest.approx(high, abs=5e-5))


def test_nothing_to_count_has_no_range():
    assert wilson(0, 0) is None
    assert share(0, 0).value is None


def test_a_single_small_cell_hides_the_next_smallest_as_well():
    assert shown_cells([25, 7, 18, 0]) == [25, None, None, 0]
    assert shown_cells([25, 7, 4, 14]) == [25, None, None, 14]
    assert shown_cells([0, 12, 30]) == [0, 12, 30]
