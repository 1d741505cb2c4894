"""
Which numbers are about too few people to show: one rule for the whole of Handrail.

Plain Python. Source: reference §5.8.
"""

# A sum about fewer people than this is shown to nobody outside.
HIDDEN_BELOW = 11


def is_hidden(people: int) -> bool:
    """Return whether a figure of so few people may not be shown to somebody who may see totals only (§5.8)."""
    return 0 < people < HIDDEN_BELOW


def shown_cells(cells: list[int], threshold: int = HIDDEN_BELOW - 1) -> list[int | None]:
    """
    Return one row of counts with small ones hidden, and a second one when the first could be subtracted.

    ``threshold`` is the largest hidden count; zero is shown. Source: reference §5.8, vectors in §5.10.
    """
    hidden = {index for index, count in enumerate(cells) if 1 <= count <= threshold}
    if len(hidden) == 1:
        others = [(count, index) for index, count in enumerate(cells) if count and index not in hidden]
        if others:
            hidden.add(min(others)[1])
    return [None if index in hidden else count for index, count in enumerate(cells)]
