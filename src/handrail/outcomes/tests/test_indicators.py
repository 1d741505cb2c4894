"""Spec tests: a small table in, the numbers out."""

from datetime import date
from uuid import UUID

import pytest

from handrail.outcomes.definitions import indicators
from handrail.outcomes.facts import AttemptFact, LookBackFact, NoteFact, SessionFact

WITH, BESIDE, OWN = "with_me", "beside_me", "on_my_own"


def person(number):
    return UUID(int=number)


def table(kind, text):
    """Read a drawn table: one line a fact, first the person's number, then the fields."""
    rows = []
    for line in text.strip().splitlines():
        who, *cells = line.split()
        rows.append(kind(person(int(who)), *[_value(cell) for cell in cells]))
    return rows


def _value(cell):
    if cell in ("yes", "no", "-"):
        return {"yes": True, "no": False, "-": None}[cell]
    return date.fromisoformat(cell) if cell[0].isdigit() else cell


@pytest.mark.seed("S-232")
def test_a_step_beside_somebody_as_wanted_counts_in_full():
    facts = table(
        AttemptFact,
        f"""
        1  2026-09-01  {WITH}    {WITH}
        1  2026-09-08  {BESIDE}  {WITH}
        2  2026-09-09  {OWN}     {OWN}
        2  2026-09-10  {WITH}    {OWN}
        """,
    )
    result = indicators()["steps_as_wanted"].compute(facts)
    assert (result.count, result.total, result.not_counted) == (2, 4, 0)


def test_months_without_a_step_stand_with_zeros():
    facts = table(
        AttemptFact,
        f"""
        1  2025-11-30  {WITH}    {WITH}
        1  2026-01-01  {BESIDE}  {WITH}
        1  2026-01-02  {OWN}     {OWN}
        """,
    )
    assert indicators()["steps_by_month"].compute(facts) == [
        (date(2025, 11, 1), (1, 0, 0)),
        (date(2025, 12, 1), (0, 0, 0)),
        (date(2026, 1, 1), (0, 1, 1)),
    ]
    assert indicators()["steps_by_month"].compute([]) == []


@pytest.mark.seed("S-192")
def test_a_meeting_that_the_team_called_off_is_not_held_against_the_person():
    facts = table(
        SessionFact,
        """
        1  2026-09-01  met
        1  2026-09-08  not_met
        1  2026-09-15  called_off
        2  2026-09-16  moved
        2  2026-09-17  planned
        2  2026-09-18  met
        """,
    )
    result = indicators()["attendance"].compute(facts)
    assert (result.count, result.total, result.not_counted) == (2, 3, 3)


def test_a_look_back_two_weeks_late_is_still_in_time():
    facts = table(
        LookBackFact,
        """
        1  2026-06-01  2026-06-15
        2  2026-06-01  2026-06-16
        3  2026-06-01  -
        """,
    )
    result = indicators()["looked_back"].compute(facts)
    assert (result.count, result.total) == (1, 3)


def test_notes_agreed_are_counted_of_filed_notes():
    facts = table(NoteFact, "1 2026-06-01 yes\n1 2026-06-02 no")
    result = indicators()["notes_agreed"].compute(facts)
    assert (result.count, result.total) == (1, 2)


def test_every_definition_has_its_function_and_its_facts():
    from handrail.outcomes.queries import FACTS

    assert set(indicators()) == set(FACTS)
