"""My list for hard days and how a day was: the person's own lines; and a night on which somebody else had to read them."""

from handrail.demo.journal import Entry
from handrail.demo.scribe.stage import Stage
from handrail.safety import actions
from handrail.safety.actions import emergency
from handrail.safety.rules import ListSection
from handrail.safety.rules.emergency import EmergencyReason, FoundBy


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
        opens_in_emergency=entry.facts.get("emergency", True),
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


def opens_list(stage: Stage, entry: Entry) -> None:
    """Open the list in an emergency, as somebody found it: by name and birth date, or by a card."""
    opening = emergency.open_in_emergency(
        participant=stage.people[entry.story],
        reason=EmergencyReason(entry.facts["reason"]),
        words=entry.facts["words"],
        found_by=FoundBy(entry.facts["found_by"]),
        by=stage.viewer(entry.by, entry.day),
    )
    stage.keep(entry, "opening", entry.facts["ref"], opening)


def closes_list(stage: Stage, entry: Entry) -> None:
    opening = stage.found(entry, "opening", entry.facts["ref"])
    emergency.end_emergency(opening=opening, by=stage.viewer(entry.by, entry.day))


def looks_at_opening(stage: Stage, entry: Entry) -> None:
    opening = stage.found(entry, "opening", entry.facts["ref"])
    emergency.review_emergency(
        opening=opening, answer=entry.facts["answer"], by=stage.viewer(entry.by, entry.day)
    )


def reads_of_opening(stage: Stage, entry: Entry) -> None:
    emergency.read_of_emergencies(participant=stage.people[entry.story], by=stage.viewer(entry.by, entry.day))


HANDLERS = {
    "list_line": list_line,
    "list_settle": list_settle,
    "how_today": how_today,
    "opens_list": opens_list,
    "closes_list": closes_list,
    "looks_at_opening": looks_at_opening,
    "reads_of_opening": reads_of_opening,
}
