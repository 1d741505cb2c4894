"""The plan and the meetings of an invented life: goals, steps that are tried, notes, the week, looking back."""

import random
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from handrail.demo.lives import deeds as d
from handrail.demo.lives.choosing import Choice
from handrail.demo.lives.roster import Beside, Diary, instant
from handrail.demo.lives.texts import words

LEVELS = ("with_me", "beside_me", "on_my_own")
STEP_TEXTS = {"why": "why", "where": "where", "when": "when_words", "fallback": "fallback"}
PLANNED_BEFORE = 3
# A later goal is set between two meetings, before the next is planned.
GOAL_BEFORE = timedelta(days=5)
LATER_GOALS = (14, 30)
WORK_RUNGS = ("exploring", "profile", "practice", "applying", "interview", "working")
STUDY_RUNGS = ("exploring", "course_place", "studying")


@dataclass
class _Step:
    number: int
    title: str
    where: str
    setting: str
    wanted: int
    now: int = 0
    tries: int = 0
    rests: bool = False


class Meetings:
    """Tells what happens from the plan on. ``deeds`` grow in any order; the caller sorts them by time."""

    def __init__(
        self,
        rng: random.Random,
        beside: Beside,
        today: date,
        diary: Diary,
        choice: Choice,
        *,
        has_account: bool,
    ) -> None:
        self.rng, self.beside, self.today, self.diary = rng, beside, today, diary
        self.choice, self.has_account = choice, has_account
        self.words = words()
        self.told: list[d.Deed] = []
        self.goals = self.steps = self.meetings = self.items = 0
        self.ahead: list[_Step] = []
        self.rungs: list[str] = []
        self.not_looked_back = ["ninety_days", "year"]

    def at(self, day: date, hour: int, minute: int = 0) -> datetime:
        return instant(self.beside.zone, day, time(hour, minute))

    def some(self, key: str) -> str:
        found: str = self.rng.choice(self.words[key])
        return found

    def tell(self, opened: date, days: list[date]) -> list[d.Deed]:
        """Return all deeds from the day on which the plan opens; ``days`` are the days of meetings."""
        by = self.beside.practitioner
        self.told.append(d.OpenedPlan(self.at(opened, 9), by))
        areas = self.rng.sample(list(self.words["areas"]), len(LATER_GOALS) + 1)
        self.goal(areas.pop(), opened)
        for number, day in enumerate(days):
            if number in LATER_GOALS and day < self.today:
                self.goal(areas.pop(), day - GOAL_BEFORE)
            self.meeting(day)
        past = [day for day in days if day < self.today]
        self.look_back(opened, past)
        if self.rng.random() < 0.15:
            times = ((time(7, 30), "Up, with the radio", "today"), (time(22, 0), "Bed", "moon"))
            self.told.append(d.DayTimes(self.at(opened, 10), d.SELF, times))
        return self.told

    def goal(self, area: str, day: date) -> None:
        """Tell a goal with its steps: some of the person's own, some proposed, one in seven declined."""
        found = self.rng.choice(self.words["areas"][area])
        self.goals += 1
        by = d.SELF if self.has_account else self.beside.practitioner
        wish = (self.goals, found["words"], area, found["environment"], found["picture"])
        self.told.append(d.Wished(self.at(day, 11), by, *wish))
        if area in ("work", "learning"):
            self.rungs = list(WORK_RUNGS if area == "work" else STUDY_RUNGS)
        for place, row in enumerate(found["steps"]):
            self.step(row, self.at(day, 11, 5 + 4 * place))

    def step(self, row: dict[str, str], at: datetime) -> None:
        rng = self.rng
        self.steps += 1
        wanted = rng.choices([0, 1, 2], [6, 3, 1])[0]
        step = _Step(self.steps, row["title"], row["where"], row["setting"], wanted, now=wanted)
        facts = {name: row[key] for key, name in STEP_TEXTS.items() if key in row and rng.random() < 0.8}
        facts = {"title": row["title"], "support_wanted": LEVELS[wanted], **facts}
        proposed = rng.random() < 0.45
        by = self.beside.practitioner if proposed else d.SELF
        self.told.append(d.Stepped(at, by, step.number, self.goals, facts, proposed))
        if proposed:
            agrees = rng.random() < 0.85
            reason = "" if agrees else self.some("declines")
            self.told.append(
                d.Answered(at + timedelta(hours=rng.randint(2, 20)), d.SELF, step.number, agrees, reason)
            )
            if not agrees:
                return
        self.ahead.append(step)

    def meeting(self, day: date) -> None:
        """Tell one meeting of the weekly hour, and what became of it."""
        beside, rng = self.beside, self.rng
        booked = self.diary.book(beside.practitioner, beside.zone, day, beside.at)
        if booked is None:
            return
        self.meetings += 1
        number, step = self.meetings, self.ahead[0] if self.ahead else None
        setting, where = (step.setting, step.where) if step else ("clinic", "Mill Road centre")
        title = step.title if step else self.some("together")
        planned = min(day, self.today) - timedelta(days=PLANNED_BEFORE)
        self.told.append(
            d.Planned(
                self.at(planned, 9), beside.practitioner, number, title, *booked, setting, where,
                step.number if step else 0, self.choice.at(day),
            )
        )  # fmt: skip
        if day >= self.today:
            return
        chance = rng.random()
        if chance < 0.05:
            said = d.Recorded(self.at(day, 8), beside.coordinator, number, "called_off", "Staff ill")
            self.told.append(said)
        elif chance < 0.12:
            self.told.append(d.Recorded(booked[1], beside.practitioner, number, "not_met", ""))
        elif chance < 0.15:
            self.move(number, day)
        else:
            self.note(number, day, booked[1] + timedelta(minutes=15), step)
            self.around(day, step)

    def move(self, number: int, day: date) -> None:
        """Tell that a meeting moved to the late afternoon; with the hour taken, that they did not meet."""
        by, step = self.beside.practitioner, self.ahead[0] if self.ahead else None
        booked = self.diary.book(by, self.beside.zone, day, time(17))
        if booked is None:
            self.told.append(d.Recorded(self.at(day, 18), by, number, "not_met", ""))
            return
        self.meetings += 1
        self.told.append(d.Moved(self.at(day, 7), by, number, self.meetings, *booked))
        self.note(self.meetings, day, booked[1] + timedelta(minutes=15), step)

    def note(self, number: int, day: date, at: datetime, step: _Step | None) -> None:
        """Tell the note: the step that was tried, what helped, the person's words, mostly agreed."""
        rng = self.rng
        steps: tuple[tuple[int, str, bool], ...] = ()
        if step:
            given = step.now if rng.random() < 0.8 else rng.choice([0, 1, 2])
            steps = ((step.number, LEVELS[given], rng.random() < 0.75),)
        helped = tuple(rng.sample(self.words["helped"], rng.randint(0, 2)))
        work = self.rungs.pop(0) if self.rungs and rng.random() < 0.2 else ""
        together = rng.choices(["agrees", "", "disagrees"], [80, 18, 2])[0]
        differs = self.some("differs") if together == "disagrees" else ""
        said = self.some("words") if rng.random() < 0.8 else ""
        then = rng.choice(["again", "next_step", "rest"])
        self.told.append(
            d.Noted(
                at,
                self.beside.practitioner,
                number,
                "met",
                steps,
                helped,
                said,
                then,
                work,
                together,
                differs,
            )
        )
        if step:
            self.go_on(step, day, at + timedelta(minutes=20))

    def go_on(self, step: _Step, day: date, at: datetime) -> None:
        """Tell what trying does to a step: other company is wanted, it is done, it rests, it is set aside."""
        rng = self.rng
        step.tries += 1
        if step.rests:
            step.rests = False
        if rng.random() < 0.18 and step.now < 2:
            step.now += 1
            self.want(step, at)
        elif rng.random() < 0.04 and step.now > 0:
            step.now -= 1
            self.want(step, at)
        if step.tries >= 3 and rng.random() < 0.4:
            by = d.SELF if self.has_account else self.beside.practitioner
            self.told.append(d.Finished(at + timedelta(minutes=5), by, step.number, LEVELS[step.now]))
            self.ahead.remove(step)
        elif step.tries >= 4 and rng.random() < 0.06:
            self.told.append(d.SetAside(at + timedelta(minutes=5), d.SELF, step.number, self.some("rests")))
            self.ahead.remove(step)
        elif rng.random() < 0.03 and len(self.ahead) > 1:
            self.told.append(
                d.Rested(at + timedelta(minutes=5), self.beside.practitioner, step.number, self.some("rests"))
            )
            self.told.append(d.Resumed(at + timedelta(days=5), self.beside.practitioner, step.number))
            step.rests = True

    def want(self, step: _Step, at: datetime) -> None:
        if step.now != step.wanted:
            step.wanted = step.now
            self.told.append(d.Wanted(at, d.SELF, step.number, LEVELS[step.now]))

    def around(self, day: date, step: _Step | None) -> None:
        """Tell what the person does between meetings: things of the week, own reports, good moments."""
        rng = self.rng
        if rng.random() < 0.3:
            self.week(day + timedelta(days=1), step)
        if self.has_account and step in self.ahead and not step.rests and rng.random() < 0.25:
            said = (rng.random() < 0.8, LEVELS[max(step.now, 1)], self.some("reports"))
            self.told.append(d.Reported(self.at(day + timedelta(days=2), 18), d.SELF, step.number, *said))
        if rng.random() < 0.04:
            self.told.append(d.KeptMoment(self.at(day, 19), d.SELF, self.some("moments")))

    def week(self, day: date, step: _Step | None) -> None:
        rng = self.rng
        self.items += 1
        by = d.SELF if self.has_account else self.beside.practitioner
        hour = time(rng.randint(9, 18)) if rng.random() < 0.6 else None
        number = step.number if step in self.ahead and rng.random() < 0.3 else 0
        planned = self.at(day - timedelta(days=1), 20)
        self.told.append(d.WeekPlanned(planned, by, self.items, self.some("week"), day, hour, number))
        if day < self.today and rng.random() < 0.85:
            to = "did_it" if rng.random() < 0.7 else "not_this_time"
            self.told.append(d.WeekAnswered(self.at(day, 20, 30), by, self.items, to))

    def look_back(self, opened: date, past: list[date]) -> None:
        """Tell that they looked back after 90 days and after a year, about when it was planned."""
        for kind, after in (("ninety_days", 90), ("year", 365)):
            day = opened + timedelta(days=after + self.rng.randint(0, 12))
            if past and day < past[-1] and self.rng.random() < 0.97:
                self.not_looked_back.remove(kind)
                said = (kind, self.some("look_backs"), "The person and the team")
                self.told.append(d.LookedBack(self.at(day, 16, 50), self.beside.practitioner, *said))
