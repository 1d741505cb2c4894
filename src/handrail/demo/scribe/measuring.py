"""Questionnaires: what is asked and who reads it, what was answered, and that somebody read it."""

from datetime import timedelta

from handrail.accounts.models import User
from handrail.demo.journal import Entry
from handrail.demo.scribe.stage import Stage
from handrail.measures import actions
from handrail.measures.definitions import instruments
from handrail.measures.models import Administration
from handrail.measures.rules.asking import Mode


def asks(stage: Stage, entry: Entry) -> None:
    """Ask a questionnaire from this day on, with somebody who reads it."""
    by = stage.viewer(entry.by, entry.day)
    actions.ask_regularly(
        participant=stage.people[entry.story],
        instrument=entry.facts["instrument"],
        reader=User.objects.get(pk=stage.viewer(entry.facts["reader"], entry.day).user_id),
        begins_on=by.today - timedelta(days=entry.facts.get("since", 0)),
        by=by,
    )


def answers(stage: Stage, entry: Entry) -> None:
    """Answer a questionnaire: one number for each question in its order, ~ for none; then somebody reads it."""
    by, key = stage.viewer(entry.by, entry.day), entry.facts["instrument"]
    found = instruments()[key]
    row = actions.begin_answers(
        participant=stage.people[entry.story],
        instrument=key,
        mode=Mode(entry.facts.get("mode", Mode.STAFF)),
        by=by,
    )
    given = zip([item.key for item in found.items], entry.facts["answers"], strict=False)
    sent = actions.send_answers(
        administration=row, answers=dict(given), shown=found.version, version=row.version, by=by
    )
    if "reader" in entry.facts:
        _read(stage, entry, sent)


def _read(stage: Stage, entry: Entry, row: Administration) -> None:
    actions.read_answers(administration=row, by=stage.viewer(entry.facts["reader"], entry.day))


HANDLERS = {"asks": asks, "answers": answers}
