"""One invented life from a seed: arriving, the plan, the meetings, what came of it. At most two years."""

import random
from datetime import date, datetime, time, timedelta

from handrail.base.frozen import frozen
from handrail.demo.lives import choosing, rooms
from handrail.demo.lives import deeds as d
from handrail.demo.lives.caring import CareRoom, LearningRoom, PeerRoom
from handrail.demo.lives.living import HomeRoom, TownRoom
from handrail.demo.lives.meetings import Meetings
from handrail.demo.lives.roster import Beside, instant
from handrail.demo.lives.texts import names, words
from handrail.demo.lives.town import Town
from handrail.demo.lives.working import WorkRoom

# First word to first meeting, in days.
ARRIVING = 21
TWO_YEARS = 730
WEEKLY_FOR = 12
AHEAD = timedelta(days=13)


@frozen
class Span:
    """From the first meeting to the last, and what comes then: "on", "rests", "ends"; or no meeting yet."""

    first: date
    last: date
    then: str


def days_of(span: Span, weekday: int) -> list[date]:
    """Return the days of meetings: weekly for twelve weeks, then every other week."""
    day = span.first + timedelta(days=(weekday - span.first.weekday()) % 7)
    found: list[date] = []
    while day <= span.last:
        found.append(day)
        day += timedelta(days=7 if len(found) < WEEKLY_FOR else 14)
    return found


def some_span(rng: random.Random, today: date) -> Span:
    """Return the span of a neighbour of the demo: most go on, some rest, some have ended, a few only arrive."""
    first = today - timedelta(days=rng.randint(30, TWO_YEARS - ARRIVING - 10))
    then = rng.choices(["on", "rests", "ends", "waits", "put_off"], [70, 10, 14, 4, 2])[0]
    if then in ("waits", "put_off"):
        ago = rng.randint(1, 6) if then == "waits" else rng.randint(20, 200)
        return Span(today + timedelta(days=ARRIVING - ago), today, then)
    length = (today - first).days
    last = today + AHEAD if then == "on" else first + timedelta(days=rng.randint(length // 3, length - 10))
    return Span(first, last, then)


def span_of(rng: random.Random, today: date, meetings: int) -> Span:
    """Return a span of about so many meetings; six of ten go on today."""
    length = 7 * min(meetings, WEEKLY_FOR) + 14 * max(meetings - WEEKLY_FOR, 0) - 1
    then = rng.choices(["on", "rests", "ends"], [6, 2, 2])[0]
    ago = 0 if then == "on" else rng.randint(10, TWO_YEARS - ARRIVING - length)
    last = today + AHEAD if then == "on" else today - timedelta(days=ago)
    return Span(last - timedelta(days=length), last, then)


class _Teller:
    """Tells one life; each method is a stretch of it."""

    def __init__(self, rng: random.Random, beside: Beside, span: Span, today: date, town: Town) -> None:
        self.rng, self.beside, self.span, self.today, self.town = rng, beside, span, today, town
        self.words = words()
        self.told: list[d.Deed] = []

    def at(self, day: date, hour: int = 10, minute: int = 0) -> datetime:
        return instant(self.beside.zone, day, time(hour, minute))

    def before(self, days: int) -> date:
        return self.span.first - timedelta(days=days)

    def some(self, key: str) -> str:
        found: str = self.rng.choice(self.words[key])
        return found

    def person(self, number: int, code: str) -> d.Person:
        """Return somebody with a name of one language; who uses what needs an account mostly has one."""
        rng = self.rng
        group = rng.choice(names())
        given, family = rng.choice(group["given"]), rng.choice(group["family"])
        born = self.today - timedelta(days=rng.randint(16 * 365, 78 * 365))
        return d.Person(
            called=given,
            given_name=given,
            family_name=family,
            birth_on=born,
            phone=f"+49 30 23125 {300 + number % 600}",
            address=f"{self.some('streets')} {rng.randint(1, 90)}",
            language=group["language"] if rng.random() < 0.3 else "",
            site=self.beside.site,
            account=f"neighbour-{number + 1}" if rooms.likely(rng, rooms.rooms()["account"], code) else "",
        )

    def arrive(self, person: d.Person) -> None:
        beside, day = self.beside, self.before(ARRIVING)
        source = self.rng.choice(list(self.words["referrals"]))
        waits = self.span.then == "waits"
        arrives = self.span.then in ("waits", "put_off")
        contact = "" if waits and self.rng.random() < 0.4 else beside.coordinator
        contact = contact if arrives else beside.practitioner
        reason = self.rng.choice(["after_treatment", "ongoing_support", "little_around", "own_wish"])
        said = self.rng.choice(self.words["referrals"][source])
        self.tell(d.Referred(self.at(day), beside.coordinator, source, reason, said, contact))
        if not contact:
            return
        self.tell(d.Contacted(self.at(day + timedelta(days=self.rng.randint(1, 6)), 11), contact))
        if self.span.then == "put_off":
            self.tell(d.PutOff(self.at(day + timedelta(days=7), 11, 30), contact, self.some("not_now")))
        if arrives:
            return
        begins = self.at(self.before(14), 9)
        self.tell(d.Began(begins, contact))
        if person.account:
            self.tell(d.GotAccount(self.at(self.before(14), 9, 10), d.OFFICE))
        self.gather()

    def gather(self) -> None:
        beside, at = self.beside, self.at(self.before(14), 9, 30)
        self.tell(d.Coordinated(at, beside.coordinator, beside.coordinator))
        self.tell(d.LetIn(at, d.OFFICE, beside.supervisor, "supervisor", "", "unit"))
        if beside.clinician:
            self.tell(d.LetIn(at, beside.coordinator, beside.clinician, "care_team", "doctor", "in_person"))
        if self.rng.random() < 0.4:
            one = self.rng.choice(self.words["supporters"])
            name = self.rng.choice(self.rng.choice(names())["given"])
            self.tell(
                d.NamedSupporter(
                    at, beside.practitioner, name, f"{name}, {one['called']}", one["relationship"]
                )
            )

    def talk(self) -> None:
        """Tell the conversation: a few answers, one skipped, read back by most."""
        rng, day, by = self.rng, self.before(12), self.beside.practitioner
        mode = rng.choice(["together", "staff_with_me"])
        place = rng.choice(["At home", "Mill Road centre", "Café by the bridge"])
        self.tell(d.Talked(self.at(day, 10), by, mode, place))
        minute = 5
        for question in rng.sample(list(self.words["answers"]), rng.randint(3, 5)):
            said = self.rng.choice(self.words["answers"][question])
            self.tell(d.Said(self.at(day, 10, minute), by, question, "answered", said, ()))
            minute += 4
        self.tell(d.Said(self.at(day, 10, minute), by, "faith-and-meaning", "skipped", "", ()))
        found = tuple(rng.sample(self.words["barriers"], rng.randint(1, 3)))
        self.tell(d.Said(self.at(day, 10, minute + 4), by, "barriers", "answered", "", found))
        if rng.random() < 0.8:
            self.tell(d.ReadBack(self.at(day, 10, 50), by))

    def start(self) -> None:
        """Tell the lines of getting started that moved."""
        day, by = self.before(9), self.beside.coordinator
        for line in sorted(self.rng.sample([1, 2, 3, 4, 5, 7, 8], self.rng.randint(2, 4))):
            state = self.rng.choice(["done", "done", "asked", "not_for_me"])
            said = self.some("start_words")
            self.tell(d.Lined(self.at(day, 9, line), by, line, state, "", said))

    @property
    def is_here(self) -> bool:
        return self.span.then not in ("waits", "put_off")

    @property
    def ends_on(self) -> date:
        return self.span.last + timedelta(days=3)

    def choose(self) -> choosing.Choice:
        """Return the first choice of the nine; who only arrives has none."""
        if not self.is_here:
            return choosing.Choice("")
        ends = self.ends_on if self.span.then == "ends" else None
        met_first = choosing.met_from(self.span.first)
        return choosing.first_choice(self.rng, self.town, self.today, met_first=met_first, ends=ends)

    def enrol(self, first: choosing.Choice) -> None:
        """Tell which programmes were chosen, and what became of them."""
        met_first = choosing.met_from(self.span.first)
        facts = {"met_first": met_first, "first": first}
        backup = choosing.backup(self.rng, self.town, self.today, **facts)
        for thing, choice in enumerate((first, backup), start=1):
            if choice:
                self.told += choosing.tell_choice(
                    self.rng, self.town, self.beside, choice, thing, self.before(9)
                )

    def live(self, number: int, choice: choosing.Choice, *, has_account: bool) -> None:
        """Tell what happens in the rooms, for as long as the person is here."""
        goes_on = self.span.then == "on"
        last = self.today if goes_on else min(self.span.last, self.today)
        stay = rooms.Stay(number, choice.code, self.span.first, last, goes_on, has_account)
        for kind in (WorkRoom, HomeRoom, TownRoom, PeerRoom, LearningRoom, CareRoom):
            self.told += kind(self.rng, self.beside, self.town, self.today, stay).tell()

    def tell(self, deed: d.Deed) -> None:
        self.told.append(deed)

    def end(self, still_planned: list[str]) -> None:
        """Tell how it rests or ends; the way back stays open, and looking back waits for a day to come."""
        day, by = self.ends_on, self.beside.coordinator
        if self.span.then == "rests":
            self.tell(d.ChangedPlan(self.at(day, 12), by, "resting", self.some("plan_rests")))
            for kind in still_planned:
                again = self.today + timedelta(days=self.rng.randint(10, 90))
                self.tell(d.MovedLookBack(self.at(day, 12, 10), by, kind, again))
        if self.span.then == "ends":
            self.tell(d.ChangedPlan(self.at(day, 12), by, "ended", self.some("ends")))
            self.tell(d.LetGo(self.at(day, 12, 30), by, self.beside.practitioner, "care_team"))


def simulate(
    rng: random.Random, number: int, *, beside: Beside, span: Span, today: date, town: Town
) -> d.Life:
    """Return the life of the ``number``-th neighbour; the same draw in the same town gives the same life."""
    teller = _Teller(rng, beside, span, today, town)
    choice = teller.choose()
    person = teller.person(number, choice.code)
    has_account = bool(person.account)
    teller.arrive(person)
    if teller.is_here:
        teller.talk()
        teller.start()
        teller.enrol(choice)
        meetings = Meetings(rng, beside, today, town.diary, choice, has_account=has_account)
        teller.told += meetings.tell(teller.before(7), days_of(span, beside.weekday))
        teller.live(number, choice, has_account=has_account)
        teller.end(meetings.not_looked_back)
    morning = teller.at(today, 6)
    told = sorted((deed for deed in teller.told if deed.at < morning), key=lambda deed: deed.at)
    return d.Life(person, beside.zone, told)
