"""Who looked at a record, and what somebody was not happy with."""

from datetime import date
from typing import Any

from handrail.access import Category, RelationKind
from handrail.audit.actions import write_looks
from handrail.complaints import actions
from handrail.complaints.actions import AboutWhat
from handrail.complaints.rules import ComplaintAbout
from handrail.demo.journal import Entry
from handrail.demo.scribe.stage import Stage


def advocate(stage: Stage, entry: Entry) -> None:
    """Write down who is independent of the place."""
    actions.set_complaint_desk(
        organisation=stage.organisation,
        advocate_name=entry.facts["name"],
        advocate_phone=entry.facts["phone"],
        answer_days=entry.facts["days"],
        by=stage.viewer(entry.by, entry.day),
    )


def looks(stage: Stage, entry: Entry) -> None:
    """Look at parts of a record, for the reason that opened it."""
    person, why = stage.people[entry.story].pk, RelationKind(entry.facts["why"])
    shown = [((Category(part), why), {person}) for part in entry.facts["parts"]]
    write_looks(stage.viewer(entry.by, entry.day), shown, entry.facts.get("page", "people:person"))


def _about(stage: Stage, facts: dict[str, Any]) -> AboutWhat:
    if "who" not in facts:
        return AboutWhat()
    on: date | None = stage.day(facts["look"]) if "look" in facts else None
    kind = ComplaintAbout.LOOK if on else ComplaintAbout.PERSON
    return AboutWhat(kind, stage.users[facts["who"]][0], on)


def not_happy(stage: Stage, entry: Entry) -> None:
    row = actions.send_complaint(
        words=entry.facts["words"],
        hearer=stage.users[entry.facts["to"]][0],
        about=_about(stage, entry.facts),
        by=stage.viewer(entry.by, entry.day),
    )
    stage.keep(entry, "letter", entry.facts["ref"], row)


def hears(stage: Stage, entry: Entry) -> None:
    """Say that it was read, or answer it."""
    row, by = stage.found(entry, "letter", entry.facts["ref"]), stage.viewer(entry.by, entry.day)
    if "answer" in entry.facts:
        actions.answer_complaint(complaint=row, answer=entry.facts["answer"], by=by)
    else:
        actions.hear_complaint(complaint=row, by=by)


def enough(stage: Stage, entry: Entry) -> None:
    row = stage.found(entry, "letter", entry.facts["ref"])
    actions.settle_complaint(complaint=row, is_settled=True, by=stage.viewer(entry.by, entry.day))


HANDLERS = {"advocate": advocate, "looks": looks, "not_happy": not_happy, "hears": hears, "enough": enough}
