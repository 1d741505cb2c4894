"""A worry about safety shows what to do first, and stands on the coordinator's list until somebody takes it."""

import pytest

from tests.journeys.practitioner.test_sasha_note import files_about
from tests.journeys.visitor import DESK, PHONE


@pytest.mark.parametrize(("size", "name"), [(PHONE, "Rosa"), (DESK, "Daniel")])
def test_a_yes_to_safety_says_what_to_do_and_waits_for_the_coordinator(somebody, size, name):
    sasha = somebody("sasha", size=size)
    files_about(sasha, name, "She said she does not want to be here.", safety="yes")
    sasha.sees("What to do first").sees("112").sees("It stands on the Safety list of Dana").accessible()
    dana = somebody("dana", "/safety", size=size)
    dana.sees(name).does_not_see("does not want to be here").accessible()
    dana.go("/today").sees("Safety, first").accessible()
    dana.tap(f"I take this: {name}")
    dana.go("/safety").sees("Nothing waits").accessible()
    sasha.page.reload()
    sasha.sees("Dana Brandt has taken this.")
