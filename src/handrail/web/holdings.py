"""Everything that is held about a person: each package's holdings, from the highest package down."""

from datetime import date
from importlib import import_module
from importlib.util import find_spec
from typing import Any

from django.conf import settings

from handrail.people import holdings as people
from handrail.people.holding import Holding, Holdings
from handrail.people.models import Participant


def _above_people() -> tuple[Holdings, ...]:
    """Return each package's holdings from the highest down, as the settings order them; people's own come last."""
    above = settings.FEATURES[settings.FEATURES.index("people") + 1 :]
    return tuple(
        import_module(f"handrail.{name}.holdings").HOLDINGS
        for name in reversed(above)
        if find_spec(f"handrail.{name}.holdings")
    )


ABOVE_PEOPLE = _above_people()
HELD: tuple[Holding, ...] = tuple(one for package in (*ABOVE_PEOPLE, people.HELD) for one in package.held)


def export(participant: Participant, *, all_rows: bool) -> dict[str, Any]:
    """Return by table what is held: what the person may see, or everything."""
    found: dict[str, Any] = {}
    for package in ABOVE_PEOPLE:
        found |= package.export(participant, all_rows=all_rows)
    return found | people.export(participant, all_rows=all_rows)


def erase(participant: Participant, today: date) -> None:
    """Empty everything; names and the key of sealed text go last, because packages above need them."""
    for package in ABOVE_PEOPLE:
        package.erase(participant)
    people.erase(participant, today)


def move(source: Participant, to: Participant, today: date) -> None:
    """Give everything of ``source`` to ``to``."""
    for package in ABOVE_PEOPLE:
        package.move(source, to, today)
    people.move(source, to, today)
