import pytest

from handrail.plans.rules import LifeArea
from handrail.plans.starters import starter, starters


def test_there_are_ideas_for_every_area_and_the_goals_own_comes_first():
    found = starters("en", LifeArea.MONEY)
    assert found[0][0] == "Money"
    assert len(found) == len(LifeArea)
    assert all(ideas for _area, ideas in found)
    assert sum(len(ideas) for _area, ideas in found) >= 24


@pytest.mark.seed("S-069")
@pytest.mark.parametrize("code", ["pay_bill", "cook_dinner", "dentist"])
def test_the_guides_practical_tasks_are_among_them(code):
    assert starter(code, "en").title


def test_the_bus_is_learnt_in_small_steps():
    assert [starter(code, "en").title for code in ("bus_stop", "bus_one_stop", "bus_there_back")] == [
        "Look up a bus and walk to its stop",
        "Ride the bus for one stop",
        "Take the bus there and back",
    ]


def test_an_idea_has_what_to_do_if_it_is_too_much():
    assert starter("order_coffee", "hi").fallback == "I sit inside and somebody orders"


def test_an_unknown_idea_is_nothing():
    assert starter("fly", "en") is None
