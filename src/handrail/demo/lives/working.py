"""Work and study of an invented person."""

from datetime import date
from typing import Any

from handrail.demo.lives import deeds as d
from handrail.demo.lives.rooms import Room, days

MARKS = (30, 90, 180, 365)
WAY_OF_ASKING = (("asked", 4), ("agreed", 12), ("in_place", 20), ("helps", 55))
RECENT = 12
PROFILE = ("done", "good_at", "likes", "wants")


class WorkRoom(Room):
    def tell(self) -> list[d.Deed]:
        day = self.lately(8, 40)
        if self.likely("profile"):
            texts = {part: self.rng.choice(self.words["profile"][part]) for part in PROFILE}
            self.did(day, 12, self.writer, "write_profile", texts=texts)
        place = self.rng.choice(self.town.employers) if self.town.employers else "Mill Road 31"
        if self.town.employers and self.likely("contact"):
            self.contact(day + days(self.rng.randint(4, 60)), place)
        if self.likely("job"):
            self.job(day + days(self.rng.randint(15, 90)), place)
        return self.told

    def contact(self, day: date, place: str) -> None:
        said = dict(self.some("contacts"), way=self.rng.choice(["in_person", "phone"]))
        said["next_on"] = day + days(14)
        if day + days(RECENT) < self.today:  # what was next then is over
            said |= {"next": "", "next_on": None}
        self.did(day, 14, self.staff, "record_contact", said=said, employer=d.Ref("employer", place))

    def job(self, day: date, place: str) -> None:
        rng, kind = self.rng, self.weighed("job_weights")
        told: dict[str, Any] = self.words["jobs"][kind]
        wage = rng.choice(told["wage"]) if told["wage"] else None
        facts = {
            "kind": kind,
            "title": rng.choice(told["titles"]),
            "place": place,
            "started_on": day,
            "minutes_week": rng.choice(told["hours"]),
            "hours_words": self.some("hours_words"),
            "wage_minor": wage,
            "wage_currency": "EUR" if wage else "",
            "wage_per": "hour" if wage else "",
            "has_coach": rng.random() < 0.3,
        }
        self.did(day, 12, self.writer, "start_job", facts=facts)
        ends = day + days(rng.randint(20, 300)) if rng.random() < 0.35 else None
        for mark in MARKS:
            asked = day + days(mark + rng.randint(1, 9))
            if rng.random() < 0.8 and (ends is None or asked < ends):
                self.did(asked, 18, self.writer, "answer_still_there", words=self.some("still_there"))
        if rng.random() < 0.4:
            self.adjustment(day + days(5), ends)
        if ends:
            facts = {"ended_on": ends, "reason": rng.choice(told["ends"]), "words": self.some("job_ends")}
            self.did(ends, 19, self.writer, "end_job", **facts)

    def adjustment(self, day: date, ends: date | None) -> None:
        self.did(day, 12, self.writer, "need_adjustment", job=d.Ref("job", 1), **self.some("adjustments"))
        for to, later in WAY_OF_ASKING:
            on = day + days(later)
            if self.rng.random() < 0.2 or (ends and on >= ends):
                return
            whom = "The head of the team" if to == "asked" else ""
            self.did(on, 12, self.writer, "move_adjustment", to=to, words="", whom=whom)
