"""My list for hard days and how a day was: the person's own lines."""

from handrail.demo.journal import Entry
from handrail.demo.scribe.stage import Stage
from handrail.safety import actions
from handrail.safety.rules import ListSection


def list_line(stage: Stage, entry: Entry) -> None:
    actions.add_list_line(
        participant=stage.people[entry.story],
        section=ListSection(entry.facts["section"]),
        words=entry.facts["words"],
        phone=entry.facts.get("phone", ""),
        by=stage.viewer(entry.by, entry.day),
    )


def list_settle(stage: Stage, entry: Entry) -> None:
    actions.settle_list(
        participant=stage.people[entry.story],
        name=entry.facts.get("name", ""),
        is_shared=entry.facts.get("shared", False),
        shares_checks=entry.facts.get("shares_checks", False),
        by=stage.viewer(entry.by, entry.day),
    )


def how_today(stage: Stage, entry: Entry) -> None:
    actions.check_in(
        participant=stage.people[entry.story],
        sleep=entry.facts.get("sleep"),
        energy=entry.facts.get("energy"),
        helped=entry.facts.get("helped", ""),
        by=stage.viewer(entry.by, entry.day),
    )


HANDLERS = {"list_line": list_line, "list_settle": list_settle, "how_today": how_today}
