"""What an invented person does in the rooms beside the plan: work, home, town, peers, lessons, care."""

import random
from datetime import date, time, timedelta
from typing import Any

from handrail.base.frozen import frozen
from handrail.demo.lives import deeds as d
from handrail.demo.lives.roster import Beside, instant
from handrail.demo.lives.texts import rooms
from handrail.demo.lives.town import Town


@frozen
class Stay:
    """For how long somebody is here, with which programme, and who they are among the others."""

    number: int
    code: str
    first: date
    last: date
    goes_on: bool
    has_account: bool


def likely(rng: random.Random, chance: dict[str, Any], code: str) -> bool:
    """Return whether it is so this time, in a programme."""
    share: float = chance["in"].get(code, chance["usual"])
    return rng.random() < share


class Room:
    """Tells what happens in one room; ``told`` grows in any order. What lies after the stay is left out."""

    def __init__(self, rng: random.Random, beside: Beside, town: Town, today: date, stay: Stay) -> None:
        self.rng, self.beside, self.town, self.today, self.stay = rng, beside, town, today, stay
        self.words = rooms()
        self.told: list[d.Deed] = []
        self.staff = beside.practitioner
        self.writer = d.SELF if stay.has_account else beside.practitioner

    def likely(self, what: str) -> bool:
        return likely(self.rng, self.words["chances"][what], self.stay.code)

    def after(self, fewest: int, most: int) -> date:
        """Return a day so many days after the first."""
        return self.stay.first + timedelta(days=self.rng.randint(fewest, most))

    def lately(self, fewest: int, most: int) -> date:
        """Return such a day; for most who are here for long, counted from within their last year."""
        begins = self.stay.first
        if self.rng.random() < 0.75:
            begins = max(begins, self.stay.last - days(330))
        return begins + timedelta(days=self.rng.randint(fewest, most))

    def some(self, key: str) -> Any:
        return self.rng.choice(self.words[key])

    def weighed(self, key: str) -> str:
        weights: dict[str, int] = self.words[key]
        return self.rng.choices(list(weights), list(weights.values()))[0]

    def did(self, day: date, hour: int, by: str, verb: str, thing: int = 1, /, **facts: Any) -> None:
        """Tell a deed on the hour, when the person is still here on that day."""
        if day <= self.stay.last:
            at = instant(self.beside.zone, day, time(hour))
            self.told.append(d.Did(at, by, verb, thing, facts))


def days(count: int) -> timedelta:
    return timedelta(days=count)
