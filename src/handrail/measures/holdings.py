"""What measures hold about a person: what is asked and who reads it, answers, their numbers."""

from datetime import date

from handrail.base import clock
from handrail.measures.models import (
    Administration,
    AdministrationStatusChange,
    AnswerLink,
    Finding,
    Schedule,
)
from handrail.measures.rules.asking import AdministrationStatus, Occasion
from handrail.people.holding import Holding, Holdings
from handrail.people.models import Participant

CODE = "a code of the catalogue of instruments"


def _one_schedule_an_instrument(source: Participant, to: Participant, _today: date) -> None:
    """Let the schedule of the record that stays go on; what was answered in the other one is in between."""
    running = Schedule.objects.running()
    for row in running.filter(participant=source):
        stands = running.filter(participant=to, instrument=row.instrument).first()
        if stands is None:
            continue
        Administration.objects.filter(schedule=row).update(schedule=stands, occasion=Occasion.BETWEEN)
        # No link of a record that is joined opens the other one's.
        AnswerLink.objects.filter(schedule=row).standing().update(stopped_at=clock.now())
        AnswerLink.objects.filter(schedule=row).update(schedule=stands)
        row.delete()


def _one_draft_an_author(source: Participant, to: Participant, _today: date) -> None:
    """Keep one beginning of an author as the draft, and drop the other: nothing of it was sent."""
    drafts = Administration.objects.filter(status=AdministrationStatus.DRAFT)
    for row in drafts.filter(participant=source):
        twin = drafts.filter(participant=to, instrument=row.instrument, author=row.author).first()
        if twin is not None:
            AdministrationStatusChange.objects.filter(administration=row).delete()
            row.delete()


HOLDINGS = Holdings(
    (
        Holding(Finding, deletes=True),
        Holding(AdministrationStatusChange, empties=("reason",)),
        Holding(
            Administration,
            empties=("answers", "kept_places"),
            keeps={
                "first_key": "drawn by lot",
                "instrument": CODE,
                "instrument_version": "of words that are not the person's",
                "locale": "of words that are not the person's",
            },
            settle=_one_draft_an_author,
        ),
        Holding(
            AnswerLink,
            empties=("hashed", "word"),
            withheld="digests of letters that open a page; what was answered there is taken along",
        ),
        Holding(
            Schedule, empties=("link_word",), keeps={"instrument": CODE}, settle=_one_schedule_an_instrument
        ),
    )
)
