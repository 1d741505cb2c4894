"""Homes, what is looked for, what is noticed early, and how a household runs."""

from datetime import date
from typing import Any

from handrail.demo.journal import Entry, clock_time
from handrail.demo.scribe.stage import Stage
from handrail.housing import actions
from handrail.housing.actions.homes import HomeFacts
from handrail.housing.actions.looking import ApplicationFacts
from handrail.housing.rules import HomeApplicationStatus, HomeKind, HomeSupport, RightForMe, TroubleKind

HOME_FACTS = ("address", "with_whom", "support_hours", "support_from")


def _of(stage: Stage, entry: Entry) -> dict[str, Any]:
    return {"participant": stage.people[entry.story], "by": stage.viewer(entry.by, entry.day)}


def home(stage: Stage, entry: Entry) -> None:
    """Write down where somebody lives; ``since`` is a day counted from the demo's, or a date."""
    facts = entry.facts
    since = facts["since"]
    lived = HomeFacts(
        kind=HomeKind(facts["kind"]),
        support=HomeSupport(facts["support"]),
        since_on=since if isinstance(since, date) else stage.day(since),
        **{name: facts[name] for name in HOME_FACTS if name in facts},
    )
    made = actions.move_in(facts=lived, ends_current=facts.get("moved", False), **_of(stage, entry))
    stage.keep(entry, "home", "", made)


def home_answer(stage: Stage, entry: Entry) -> None:
    actions.answer_home(
        home=stage.found(entry, "home", ""),
        answer=RightForMe(entry.facts["say"]),
        words=entry.facts["words"],
        by=stage.viewer(entry.by, entry.day),
    )


def home_wish(stage: Stage, entry: Entry) -> None:
    facts = entry.facts
    actions.say_home_wish(
        matters=facts["words"],
        where=facts.get("where", ""),
        kind=HomeKind(facts["kind"]) if "kind" in facts else None,
        goal=stage.found(entry, "goal", facts["goal"]) if "goal" in facts else None,
        **_of(stage, entry),
    )


def place(stage: Stage, entry: Entry) -> None:
    facts = entry.facts
    looked_at = ApplicationFacts(
        facts["place"], HomeKind(facts["kind"]), facts.get("landlord", ""), facts.get("rent_minor")
    )
    made = actions.add_application(facts=looked_at, **_of(stage, entry))
    stage.keep(entry, "place", facts["ref"], made)


def place_moves(stage: Stage, entry: Entry) -> None:
    facts = entry.facts
    visit: dict[str, Any] = {}
    if "visit" in facts:
        visit = {"viewing_on": stage.day(facts["visit"]), "companion": facts.get("companion", "")}
        visit["viewing_at"] = clock_time(facts["visit_at"])
    actions.change_application_status(
        application=stage.found(entry, "place", facts["ref"]),
        to=HomeApplicationStatus(facts["to"]),
        words=facts.get("words", ""),
        by=stage.viewer(entry.by, entry.day),
        **visit,
    )


def notice(stage: Stage, entry: Entry) -> None:
    facts = entry.facts
    made = actions.notice_trouble(kind=TroubleKind(facts["kind"]), words=facts["words"], **_of(stage, entry))
    stage.keep(entry, "notice", facts["ref"], made)


def see_to(stage: Stage, entry: Entry) -> None:
    facts = entry.facts
    actions.see_to_trouble(
        trouble=stage.found(entry, "notice", facts["ref"]),
        owner=stage.users[facts["who"]][0],
        look_on=stage.day(facts["look"]),
        words=facts.get("words", ""),
        by=stage.viewer(entry.by, entry.day),
    )


def settle(stage: Stage, entry: Entry) -> None:
    actions.settle_trouble(
        trouble=stage.found(entry, "notice", entry.facts["ref"]),
        words=entry.facts["words"],
        by=stage.viewer(entry.by, entry.day),
    )


def household(stage: Stage, entry: Entry) -> None:
    """Begin a household and write down by name who lives there too."""
    of = _of(stage, entry)
    actions.start_household(called=entry.facts["called"], **of)
    for one in entry.facts["with"]:
        actions.name_household_member(name=one["name"], who=one["who"], **of)


def routine(stage: Stage, entry: Entry) -> None:
    facts = entry.facts
    actions.add_routine(
        title=facts["title"],
        who=facts["who"],
        weekdays=facts["days"],
        at=clock_time(facts["done_at"]) if "done_at" in facts else None,
        step=stage.found(entry, "step", facts["step"]) if "step" in facts else None,
        **_of(stage, entry),
    )


HANDLERS = {
    "home": home,
    "home_answer": home_answer,
    "home_wish": home_wish,
    "place": place,
    "place_moves": place_moves,
    "notice": notice,
    "see_to": see_to,
    "settle": settle,
    "household": household,
    "routine": routine,
}
