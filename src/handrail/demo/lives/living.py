"""Home, places of the town and activities of an invented person."""

from datetime import date, time
from typing import Any

from handrail.community.rules import ACTIVITY_KINDS, PlaceKind
from handrail.demo.lives import deeds as d
from handrail.demo.lives.rooms import Room, days

LEVELS = ("with_me", "beside_me", "on_my_own")
WAY_OF_LOOKING = (("applied", 6), ("viewing", 14), ("offered", 30), ("taken", 40))
ACTIVITY = frozenset(kind.value for kind in ACTIVITY_KINDS)


class HomeRoom(Room):
    def tell(self) -> list[d.Deed]:
        if self.likely("home"):
            self.home(self.after(5, 30))
        if self.likely("wish"):
            self.wish(self.after(15, 90))
        if self.likely("trouble"):
            day = self.after(30, 300)
            self.did(day, 15, self.staff, "notice_trouble", **self.some("troubles"))
            self.did(
                day + days(self.rng.randint(3, 20)), 15, self.staff, "settle_trouble",
                words=self.some("settled"),
            )  # fmt: skip
        if self.likely("routine"):
            self.did(self.after(20, 60), 18, self.writer, "add_routine", **self.some("routines"))
        return self.told

    def home(self, day: date) -> None:
        self.move_in(day, day - days(self.rng.randint(120, 3000)), 1)
        self.right(day + days(self.rng.randint(7, 40)), 1)
        if self.likely("move"):
            moved = day + days(self.rng.randint(90, 300))
            self.move_in(moved, moved, 2)
            self.right(moved + days(30), 2)

    def move_in(self, day: date, since: date, number: int) -> None:
        facts = {"support_hours": None, "support_from": "", **self.some("homes"), "since_on": since}
        facts["address"] = f"{self.some('streets')} {self.rng.randint(1, 90)}"
        self.did(day, 12, self.writer, "move_in", number, facts=facts, ends_current=number > 1)

    def right(self, day: date, number: int) -> None:
        if self.rng.random() < 0.75:
            facts = {"answer": self.weighed("right_weights"), "words": self.some("right_for_me")}
            self.did(day, 13, self.writer, "answer_home", number, **facts)

    def wish(self, day: date) -> None:
        kind = self.rng.choice(["own", "supported_flat"])
        wish = {"matters": self.some("wishes"), "kind": kind, "where": self.some("wish_where")}
        self.did(day, 12, self.writer, "say_home_wish", **wish)
        self.did(day, 13, self.writer, "add_application", facts={**self.some("applications"), "kind": kind})
        for to, later in WAY_OF_LOOKING:
            if self.rng.random() < 0.3:
                return
            visit: dict[str, Any] = {}
            if to == "viewing":
                visit = {"viewing_on": day + days(later + 5), "viewing_at": time(16)}
            self.did(day + days(later), 12, self.writer, "change_application_status", to=to, **visit)


class TownRoom(Room):
    def tell(self) -> list[d.Deed]:
        if self.town.places and self.likely("link"):
            wanted = self.rng.sample(list(self.town.places), 1 + (self.rng.random() < 0.3))
            for number, name in enumerate(wanted, start=1):
                self.link(self.lately(10, 200), name, number)
        if self.town.places and self.likely("activity"):
            open_to = [name for name, kind in self.town.places.items() if kind in ACTIVITY]
            self.activity(self.lately(20, 150), self.rng.choice(open_to))
        return self.told

    def link(self, day: date, name: str, number: int) -> None:
        rng = self.rng
        where = {"place": d.Ref("place", name), "need": self.some("needs")}
        self.did(day, 14, self.staff, "ask_link", number, **where)
        if rng.random() < 0.1:
            self.move(day + days(5), number, "not_accepted", "They take nobody new until spring.")
            self.move(day + days(9), number, "set_aside")
            return
        self.move(day + days(rng.randint(2, 5)), number, "accepted")
        self.move(day + days(rng.randint(7, 13)), number, "visited")
        if rng.random() < 0.85:
            said = {"answer": self.weighed("link_weights"), "words": self.some("link_words")}
            self.did(day + days(rng.randint(16, 30)), 18, d.SELF, "answer_link", number, **said)

    def move(self, day: date, number: int, to: str, reason: str = "") -> None:
        self.did(day, 14, self.staff, "change_link_status", number, to=to, reason=reason)

    def activity(self, day: date, name: str) -> None:
        rng = self.rng
        level = rng.choice(LEVELS)
        what = {"kind": PlaceKind(self.town.places[name]).value, "title": name}
        where = {"place": d.Ref("place", name), "when_words": self.some("when_words")}
        self.did(day, 17, self.writer, "add_activity", support_wanted=level, **what, **where)
        every, on = rng.choice([7, 14, 28]), day
        for _turn in range(rng.randint(3, 10)):
            on += days(every)
            given = level if rng.random() < 0.7 else rng.choice(LEVELS)
            said = {"again": self.weighed("again_weights"), "words": self.some("activity_words")}
            self.did(on, 20, self.writer, "take_part", given=given, **said)
