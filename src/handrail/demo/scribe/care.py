"""Care from elsewhere, what happened, and who does what."""

from typing import Any

from handrail.demo.journal import Entry
from handrail.demo.scribe.stage import Stage
from handrail.plans.actions import care
from handrail.plans.rules import CareTaskStatus, HealthEventKind, OutsideCareKind


def _of(stage: Stage, entry: Entry) -> dict[str, Any]:
    return {"participant": stage.people[entry.story], "by": stage.viewer(entry.by, entry.day)}


def elsewhere(stage: Stage, entry: Entry) -> None:
    facts = entry.facts
    row = care.write_outside_care(
        kind=OutsideCareKind(facts["kind"]),
        words=facts["words"],
        whose=facts.get("whose", ""),
        phone=facts.get("phone", ""),
        **_of(stage, entry),
    )
    stage.keep(entry, "elsewhere", facts.get("ref", facts["words"]), row)


def elsewhere_ended(stage: Stage, entry: Entry) -> None:
    row = stage.found(entry, "elsewhere", entry.facts["ref"])
    care.end_outside_care(care=row, by=stage.viewer(entry.by, entry.day))


def happened(stage: Stage, entry: Entry) -> None:
    facts = entry.facts
    care.write_health_event(
        kind=HealthEventKind(facts["kind"]),
        happened_on=stage.day(facts.get("on", entry.day)),
        words=facts["words"],
        told=facts.get("told", ""),
        **_of(stage, entry),
    )


def task(stage: Stage, entry: Entry) -> None:
    facts = entry.facts
    row = care.add_care_task(
        what=facts["what"],
        owner=stage.users[facts["who"]][0] if "who" in facts else None,
        owner_name=facts.get("outside", ""),
        due_on=stage.day(facts["due"]) if "due" in facts else None,
        **_of(stage, entry),
    )
    stage.keep(entry, "task", facts["ref"], row)


def task_closed(stage: Stage, entry: Entry) -> None:
    row = stage.found(entry, "task", entry.facts["ref"])
    to = CareTaskStatus(entry.facts.get("to", CareTaskStatus.DONE))
    care.change_care_task_status(task=row, to=to, by=stage.viewer(entry.by, entry.day))


HANDLERS = {
    "elsewhere": elsewhere,
    "elsewhere_ended": elsewhere_ended,
    "happened": happened,
    "task": task,
    "task_closed": task_closed,
}
