from dataclasses import FrozenInstanceError, field, fields, replace

import pytest

from handrail.base.frozen import frozen


@frozen
class Door:
    colour: str
    panes: int = 2


@frozen
class Gate:
    colour: str
    panes: int = 2


@frozen
class ByColour:
    colour: str
    panes: int

    def __eq__(self, other: object) -> bool:
        return isinstance(other, ByColour) and self.colour == other.colour

    def __hash__(self) -> int:
        return hash(self.colour)


def test_two_of_one_kind_are_equal_by_their_values_and_never_to_another_kind():
    assert Door("red") == Door("red", 2)
    assert Door("red") != Door("red", 3)
    assert Door("red") != Gate("red")
    assert len({Door("red"), Door("red"), Door("blue"), Gate("red")}) == 3


def test_nothing_changes_once_it_is_made():
    with pytest.raises(FrozenInstanceError):
        Door("red").colour = "blue"  # type: ignore[misc]  # that is what is refused
    assert replace(Door("red"), panes=4) == Door("red", 4)


def test_it_says_what_it_holds():
    assert repr(Door("red")) == "Door(colour='red', panes=2)"
    assert [one.name for one in fields(Door)] == ["colour", "panes"]  # type: ignore[arg-type]  # it is a dataclass


def test_a_kind_may_compare_in_its_own_way():
    assert ByColour("red", 1) == ByColour("red", 2)
    assert len({ByColour("red", 1), ByColour("red", 2)}) == 1


@frozen
class Wide(Door):
    hinges: list[str] = field(default_factory=list)
    name: str = ""

    def __post_init__(self) -> None:
        if self.panes < 0:
            raise ValueError("A door has no fewer than no panes.")


def test_what_is_made_first_and_what_is_made_later_is_the_same():
    first, later = Wide("red", name="front"), Wide("red", name="front")
    assert first == later
    assert first.hinges is not later.hinges
    assert (first.panes, first.name, first.hinges) == (2, "front", [])
    with pytest.raises(ValueError, match="no fewer"):
        Wide("red", -1)
    with pytest.raises(TypeError):
        Wide()  # type: ignore[call-arg]  # that is what is refused
    with pytest.raises(FrozenInstanceError):
        del first.name
