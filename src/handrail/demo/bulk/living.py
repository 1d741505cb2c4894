"""Homes, places of the town and what people do there, as rows."""

from collections.abc import Callable
from typing import Any

from handrail.access import RelationKind
from handrail.community.models import Activity, ActivityDay, ActivityStatusChange, Link, LinkStatusChange
from handrail.community.rules import GOT_IT, LOOK_AGAIN_DAYS, ActivityStatus, GotIt, LinkStatus
from handrail.demo.bulk.rows import Row, stored
from handrail.demo.bulk.telling import Teller
from handrail.demo.lives import deeds as d
from handrail.housing.models import (
    Home,
    HomeAnswer,
    HomeApplication,
    HomeApplicationStatusChange,
    HomeRoutine,
    HomeTrouble,
    HomeTroubleStatusChange,
    HomeWish,
)
from handrail.housing.rules import LOOK_AFTER, HomeApplicationStatus, HomeTroubleStatus
from handrail.intake.rules import AuthorKind


def _stored(facts: dict[str, Any]) -> dict[str, Any]:
    return {name: stored(value) for name, value in facts.items()}


def _coordinator(t: Teller) -> Any:
    named = (row for (_who, kind), row in t.relations.items() if kind == RelationKind.COORDINATOR)
    return next((row["user_id"] for row in named if not row["to_on"]), None)


def move_in(t: Teller, deed: d.Did) -> None:
    before = t.made.get(("home", 0))
    row = t.about(Home, **_stored(deed.facts["facts"]))
    if before is not None:
        before["until_on"] = row["since_on"]
        before["version"] += 1
    t.made["home", 0] = t.made["home", deed.thing] = row
    t.event("move_in", Home, row, op="create")


def answer_home(t: Teller, deed: d.Did) -> None:
    home = t.made["home", deed.thing]
    kind = AuthorKind.MINE if t.is_own else AuthorKind.STAFF
    said = t.about(
        HomeAnswer,
        **deed.facts,
        home_id=home["id"],
        said_on=t.today,
        author_id=t.by,
        author_kind=kind.value,
    )
    home["right_for_me"] = deed.facts["answer"]
    t.event("answer_home", HomeAnswer, said, op="create")


def say_home_wish(t: Teller, deed: d.Did) -> None:
    t.event("say_home_wish", HomeWish, t.about(HomeWish, **deed.facts), op="create")


def add_application(t: Teller, deed: d.Did) -> None:
    row = t.made["application", deed.thing] = t.about(
        HomeApplication, **deed.facts["facts"], currency=t.place.organisation.currency
    )
    t.started(HomeApplicationStatusChange, "application", row, "", HomeApplicationStatus.LOOKING.value)
    t.event("add_application", HomeApplication, row, op="create")


def change_application_status(t: Teller, deed: d.Did) -> None:
    row, facts = t.made["application", deed.thing], deed.facts
    if facts["to"] == HomeApplicationStatus.VIEWING:
        row["viewing_on"], row["viewing_at"] = stored(facts["viewing_on"]), stored(facts["viewing_at"])
    t.change(HomeApplicationStatusChange, "application", row, facts["to"])
    row["version"] += 1
    t.event("change_application_status", HomeApplication, row)


def notice_trouble(t: Teller, deed: d.Did) -> None:
    row = t.made["trouble", deed.thing] = t.about(
        HomeTrouble,
        **deed.facts,
        noticed_on=t.today,
        owner_id=_coordinator(t),
        look_on=(t.later(0) + LOOK_AFTER).isoformat(),
    )
    t.started(HomeTroubleStatusChange, "trouble", row, "", HomeTroubleStatus.NOTICED.value)
    t.event("notice_trouble", HomeTrouble, row, op="create")


def settle_trouble(t: Teller, deed: d.Did) -> None:
    row = t.made["trouble", deed.thing]
    t.change(HomeTroubleStatusChange, "trouble", row, HomeTroubleStatus.SETTLED.value, deed.facts["words"])
    row["settled_on"] = t.today
    row["version"] += 1
    t.event("settle_trouble", HomeTrouble, row)


def add_routine(t: Teller, deed: d.Did) -> None:
    t.event("add_routine", HomeRoutine, t.about(HomeRoutine, **deed.facts, from_on=t.today), op="create")


def _at_place(t: Teller, facts: dict[str, Any]) -> dict[str, Any]:
    return {**facts, "place": None, "place_id": t.shared(facts["place"])["id"]}


def ask_link(t: Teller, deed: d.Did) -> None:
    row = t.made["link", deed.thing] = t.about(
        Link,
        **_at_place(t, deed.facts),
        owner_id=_coordinator(t) if t.is_own else t.by,
        asked_on=t.today,
        due_on=t.later(LOOK_AGAIN_DAYS).isoformat(),
    )
    t.started(LinkStatusChange, "link", row, "", LinkStatus.ASKED.value)
    t.event("ask_link", Link, row, op="create")


def _move_link(t: Teller, row: Row, to: str, reason: str, event: str) -> None:
    t.change(LinkStatusChange, "link", row, to, reason)
    row["version"] += 1
    t.event(event, Link, row)


def change_link_status(t: Teller, deed: d.Did) -> None:
    row, to = t.made["link", deed.thing], deed.facts["to"]
    if to == LinkStatus.VISITED:
        row["visited_on"] = t.today
    _move_link(t, row, to, deed.facts["reason"], "change_link_status")


def answer_link(t: Teller, deed: d.Did) -> None:
    row, answer, words = t.made["link", deed.thing], deed.facts["answer"], deed.facts["words"]
    row.update(answer=answer, answer_words=words, answered_on=t.today)
    said = " ".join(part for part in (f"{GOT_IT[GotIt(answer)]}.", words) if part)
    _move_link(t, row, LinkStatus.ANSWERED.value, said, "answer_link")


def add_activity(t: Teller, deed: d.Did) -> None:
    row = t.made["activity", deed.thing] = t.about(Activity, **_at_place(t, deed.facts), began_on=t.today)
    t.started(ActivityStatusChange, "activity", row, "", ActivityStatus.GOING.value)
    t.event("add_activity", Activity, row, op="create")


def take_part(t: Teller, deed: d.Did) -> None:
    activity = t.made["activity", deed.thing]
    row = t.about(ActivityDay, **deed.facts, activity_id=activity["id"], on=t.today, written_by_id=t.by)
    t.event("take_part", ActivityDay, row, op="create")


TOLD: dict[str, Callable[[Teller, d.Did], None]] = {
    "move_in": move_in,
    "answer_home": answer_home,
    "say_home_wish": say_home_wish,
    "add_application": add_application,
    "change_application_status": change_application_status,
    "notice_trouble": notice_trouble,
    "settle_trouble": settle_trouble,
    "add_routine": add_routine,
    "ask_link": ask_link,
    "change_link_status": change_link_status,
    "answer_link": answer_link,
    "add_activity": add_activity,
    "take_part": take_part,
}
