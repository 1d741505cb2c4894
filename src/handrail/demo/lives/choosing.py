"""Which of the nine an invented person chooses: first choice and back-up, when each begins, how it ends."""

import random
from datetime import date, time, timedelta
from typing import Any

from handrail.base.frozen import frozen
from handrail.demo.lives import deeds as d
from handrail.demo.lives.roster import Beside, instant
from handrail.demo.lives.town import NOT_STARTED, Town, began_on, phases_of
from handrail.intake.rules import Mix

# Programmes that are over are dealt out apart from those that run.
OVER = 9
FIRST, BACKUP = 1, 2
# Programmes whose bill somebody writes down at the end: what a month costs in all, and the person's part of it, in cents.
A_MONTH = {"CBR": (18_000, 0), "VR": (70_000, 3_500), "SH": (64_000, 9_000)}
DAYS_A_MONTH = 30


@frozen
class Choice:
    """A programme and from when to when it runs; ``began`` is None for one that did not begin."""

    code: str
    began: date | None = None
    ended: date | None = None

    def at(self, day: date) -> str:
        """Return the code of the programme when it runs on a day."""
        runs = self.began is not None and self.began <= day and (self.ended is None or day < self.ended)
        return self.code if runs else ""


def first_choice(
    rng: random.Random, town: Town, today: date, *, met_first: date, ends: date | None
) -> Choice:
    """Return the first choice of somebody who meets the team from a day on."""
    if ends:
        return Choice(town.deal.pick([OVER])[0], met_first, ends)
    return _dealt(rng, town, today, met_first, phases_of(met_first, today), "")


def backup(rng: random.Random, town: Town, today: date, *, met_first: date, first: Choice) -> Choice | None:
    """Return the back-up, if there is one; half of them begin, too."""
    chance = rng.random()
    phases = phases_of(met_first, today)[1:]
    if chance < 0.5 and phases and not first.ended:
        return _dealt(rng, town, today, met_first, phases, first.code)
    if chance < 0.7:
        return Choice(town.deal.pick([-OVER], but=first.code)[0])
    return None


def _dealt(
    rng: random.Random, town: Town, today: date, met_first: date, phases: list[int], but: str
) -> Choice:
    code, phase = town.deal.pick(phases, but=but)
    if phase == NOT_STARTED:
        return Choice(code)
    return Choice(code, began_on(phase, met_first, today, rng.random()))


def tell_choice(
    rng: random.Random, town: Town, beside: Beside, choice: Choice, thing: int, chosen_on: date
) -> list[d.Deed]:
    """Return how a programme was chosen, began and ended."""
    told: list[d.Deed] = []

    def did(day: date, at: time, verb: str, **facts: Any) -> None:
        told.append(d.Did(instant(beside.zone, day, at), beside.coordinator, verb, thing, facts))

    rank = "primary" if thing == FIRST else "backup"
    minute = 20 + 5 * (thing - 1)
    if (thing == FIRST or choice.began) and not choice.ended and town.offer(choice.code):
        mix = tuple(one.value for one in Mix if rng.random() < 0.5)
        offer = d.Ref("offer", choice.code)
        did(chosen_on, time(9, minute), "choose_offer", offer=offer, rank=rank, mix=mix)
    else:
        did(chosen_on, time(9, minute), "enrol", programme_type=choice.code, rank=rank)
    if choice.began:
        did(choice.began, time(8, minute), "start_enrolment")
    if choice.ended:
        to = "finished" if rng.random() < 0.6 else "stopped"
        did(choice.ended, time(11, minute), "end_enrolment", to=to, reason="")
    if choice.began and choice.ended and choice.code in A_MONTH:
        months = max(1, (choice.ended - choice.began).days // DAYS_A_MONTH)
        total, own = (months * one for one in A_MONTH[choice.code])
        bill = {"total_minor": total, "own_minor": own, "currency": "EUR"}
        did(choice.ended, time(11, minute + 10), "settle_cost", **bill)
    return told


def met_from(first: date) -> date:
    """Return from which day on a programme can have begun for somebody whose first week begins on ``first``."""
    return first + timedelta(days=7)
