"""Lessons, the own list, health, tasks, roles and areas of an invented person; peers."""

from datetime import date, time

from handrail.demo.lives import deeds as d
from handrail.demo.lives.rooms import Room, days
from handrail.demo.lives.roster import instant
from handrail.learning.lessons import lessons

LONGEST = 170
SHORTEST = 40
EVENING = time(21)


class PeerRoom(Room):
    def tell(self) -> list[d.Deed]:
        if not self.likely("peer_offer"):
            return self.told
        day = self.after(3, 25)
        self.did(day, 11, self.staff, "offer_peer")
        if self.rng.random() < 0.1:
            return self.told
        wants = self.likely("peer_yes")
        answer = "yes" if wants else self.rng.choice(["not_now", "not_now", "ask_again"])
        said = day + days(self.rng.randint(1, 9))
        again = said + days(self.rng.randint(30, 90)) if answer == "ask_again" else None
        self.did(said, 18, d.SELF, "answer_peer_offer", answer=answer, ask_again_on=again)
        if wants and self.stay.has_account:
            self.pair(said + days(6))
        return self.told

    def pair(self, day: date) -> None:
        """Tell how two meet: for some months and still, or until the person stops."""
        rng, last = self.rng, self.stay.last
        goes_on = self.stay.goes_on and rng.random() < 0.5
        if goes_on:
            day, ends = max(day, self.today - days(rng.randint(SHORTEST, LONGEST))), None
        else:
            ends = min(day + days(rng.randint(60, LONGEST)), last - days(1))
        if (ends or self.today) - day < days(SHORTEST):
            return
        mentor = self.town.mentor(self.stay.number, day, ends)
        if not mentor:
            return
        page = d.Ref("mentor", mentor)
        self.did(day, 18, d.SELF, "ask_mentor", page=page, words=self.some("first_words"))
        self.did(day + days(2), 9, mentor, "accept_pairing", page=page)
        self.did(day + days(11), 18, d.SELF, "go_on")
        self.did(day + days(12), 9, mentor, "go_on")
        self.check_in(day + days(14), ends or self.today, mentor)
        if ends:
            self.did(ends, 18, d.SELF, "end_pairing", page=page)

    def check_in(self, day: date, until: date, mentor: str) -> None:
        while day + days(1) < until:
            for by, hour, share in ((d.SELF, 19, 0.8), (mentor, 20, 0.85)):
                if self.rng.random() < share:
                    facts = {
                        "how": self.weighed("how_weights"),
                        "helped": self.rng.sample(self.words["helped"], self.rng.randint(0, 2)),
                        "need": "nothing",
                        "coming": "same",
                        "minutes": 0 if by == d.SELF else self.rng.choice([45, 60, 90]),
                        "words": self.some("check_in_words"),
                    }
                    self.did(day, hour, by, "check_in_pair", facts=facts)
            day += days(7)


class LearningRoom(Room):
    def tell(self) -> list[d.Deed]:
        if not self.likely("lessons"):
            return self.told
        day = self.lately(10, 60)
        if self.rng.random() < 0.4:
            self.did(day, 18, d.SELF, "share_lessons", shared=True)
        wanted = self.rng.sample(lessons("en"), self.rng.randint(1, 3))
        for number, found in enumerate(wanted, start=1):
            day += days(self.rng.randint(1, 40))
            self.lesson(day, found.slug, found.last, number)
        return self.told

    def lesson(self, day: date, slug: str, last: int, number: int) -> None:
        """Tell a lesson: read to its end, begun, or its one thing put into the week and mostly done."""
        chance = self.rng.random()
        if chance < 0.45:
            card = last if chance < 0.25 else min(2, last - 1)
            self.did(day, 19, d.SELF, "keep_place", number, lesson=slug, card=card)
            return
        on = day + days(2)
        self.did(day, 19, d.SELF, "plan_thing_of_lesson", number, lesson=slug, on=on)
        if on <= self.stay.last and self.rng.random() < 0.9:
            to = "did_it" if self.rng.random() < 0.75 else "not_this_time"
            self.told.append(d.WeekAnswered(instant(self.beside.zone, on, EVENING), d.SELF, -number, to))


class CareRoom(Room):
    def tell(self) -> list[d.Deed]:
        self.own_list()
        self.health()
        if self.likely("task"):
            for number in range(1, self.rng.randint(2, 4)):
                self.task(self.lately(10, 300), number)
        if self.likely("roles"):
            for kind in self.rng.sample(list(self.words["roles"]), 2):
                status = self.words["roles"][kind]
                since = self.stay.first - days(self.rng.randint(200, 3000)) if status == "have" else None
                self.did(
                    self.after(10, 60), 12, self.writer, "add_life_role",
                    kind=kind, status=status, words="", since_on=since,
                )  # fmt: skip
        if self.likely("areas"):
            for area in self.rng.sample(list(self.words["areas"]), self.rng.randint(1, 3)):
                numbers = {name: self.rng.choice([None, 2, 3, 3, 4, 5]) for name in ("works", "satisfied")}
                said = self.words["areas"][area]
                self.did(self.after(12, 90), 17, d.SELF, "say_how_area_is", area=area, **said, **numbers)
        return self.told

    def own_list(self) -> None:
        if self.likely("list"):
            day = self.after(20, 90)
            lines = [("early_signs", "signs"), ("helps", "helps"), ("call", "calls")]
            for section, key in lines[self.rng.random() < 0.1 :]:
                self.did(day, 18, d.SELF, "add_list_line", section=section, words=self.some(key))
        if self.likely("checks"):
            last = min(self.today, self.stay.last) - days(1)
            for ago in range(self.rng.randint(2, 6)):
                said = {"sleep": self.rng.randint(1, 5), "energy": self.rng.randint(1, 5)}
                self.did(last - days(ago), 20, d.SELF, "check_day", **said, helped=self.some("day_helped"))

    def health(self) -> None:
        if self.likely("health_event"):
            day = self.after(30, 300)
            facts = {**self.some("health_events"), "happened_on": day - days(self.rng.randint(0, 3))}
            self.did(day, 12, self.writer, "write_health_event", **facts)
        if self.likely("outside_care"):
            self.did(self.after(5, 40), 12, self.writer, "write_outside_care", **self.some("outside_care"))

    def task(self, day: date, number: int) -> None:
        rng, due = self.rng, day + days(self.rng.randint(10, 30))
        facts = {"what": self.some("tasks"), "due_on": due}
        if rng.random() < 0.35:
            facts["owner_name"] = self.some("outside_names")
        else:
            facts["owner"] = d.Ref("user", rng.choice([self.beside.practitioner, self.beside.coordinator]))
        self.did(day, 15, self.staff, "add_care_task", number, **facts)
        closed = due - days(rng.randint(1, 6)) if rng.random() < 0.75 else due + days(rng.randint(2, 12))
        to = "done" if rng.random() < 0.93 else "not_needed"
        self.did(closed, 15, self.staff, "change_care_task_status", number, to=to)
