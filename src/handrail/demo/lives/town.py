"""What all invented lives share: places, employers, mentors, offers, the hours taken, the programmes dealt out."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta

from handrail.demo.lives.roster import Diary

CODES = ("CBR", "VR", "PEER", "ICT", "SH", "ISM", "SST", "AIM", "DIG")
NOT_STARTED = -1
# A phase as days since the programme began: from, to. The last one has no end but the two years of a life.
PHASES = ((1, 41), (44, 88), (92, 180), (184, 362), (368, 690))


@dataclass
class Deal:
    """Deals programmes out, so that each has people in each phase: the emptiest pair of both is next."""

    counts: dict[tuple[str, int], int] = field(default_factory=dict)

    def pick(self, phases: Iterable[int], but: str = "") -> tuple[str, int]:
        """Return a programme and one of ``phases``, the latest of those that are equally empty."""
        open_pairs = [(code, phase) for phase in phases for code in CODES if code != but]
        found = min(open_pairs, key=lambda pair: (self.counts.get(pair, 0), -pair[1]))
        self.counts[found] = self.counts.get(found, 0) + 1
        return found


@dataclass
class Mentor:
    """How many people a mentor meets, and from when to when they do; None goes on."""

    people_at_most: int
    met: list[tuple[date, date | None]] = field(default_factory=list)

    def book(self, first: date, last: date | None) -> bool:
        """Keep a place, when there is one on each day."""
        beside = [one for one in self.met if (last is None or one[0] <= last) and (one[1] or first) >= first]
        if len(beside) >= self.people_at_most:
            return False
        self.met.append((first, last))
        return True


@dataclass
class Town:
    """What there is, by the name under which a deed points to it."""

    diary: Diary = field(default_factory=Diary)
    deal: Deal = field(default_factory=Deal)
    offers: dict[str, int] = field(default_factory=dict)  # by programme: how many more may have a place
    places: dict[str, str] = field(default_factory=dict)  # name and kind
    employers: list[str] = field(default_factory=list)
    mentors: dict[str, Mentor] = field(default_factory=dict)

    def offer(self, code: str) -> bool:
        """Return whether an offer of this programme has a place, and take it."""
        left = self.offers.get(code, 0)
        self.offers[code] = left - 1
        return left > 0

    def mentor(self, number: int, first: date, last: date | None) -> str:
        """Return a mentor with a place from the first day on, beginning with the ``number``-th; "" for none."""
        names = list(self.mentors)
        turn = number % len(names) if names else 0
        asked = names[turn : turn + 3] + names[: max(0, turn + 3 - len(names))]
        return next((name for name in asked if self.mentors[name].book(first, last)), "")


def phases_of(met_first: date, today: date) -> list[int]:
    """Return in which phases somebody can be whose first meeting was on a day; not having begun is one."""
    days = (today - met_first).days
    return [NOT_STARTED, *(number for number, (first, _last) in enumerate(PHASES) if first <= days)]


def began_on(phase: int, met_first: date, today: date, share: float) -> date:
    """Return the day on which a programme began for somebody in ``phase``; ``share`` says where in it."""
    first, last = PHASES[phase]
    last = min(last, (today - met_first).days)
    return today - timedelta(days=first + round((last - first) * share))
