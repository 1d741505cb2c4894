"""One check for every table of states."""

from collections.abc import Mapping
from enum import StrEnum
from typing import TypeVar

from handrail.base.errors import InvalidTransition
from handrail.base.words import _

State = TypeVar("State", bound=StrEnum)


def check_transition(table: Mapping[State, set[State]], now: State, to: State) -> None:
    """Raise InvalidTransition unless ``table`` leads from ``now`` to ``to``."""
    if to not in table[now]:
        raise InvalidTransition(
            str(_("This has changed in the meantime. Open it again to see how it stands now."))
        )
