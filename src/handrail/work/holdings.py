"""What work holds about a person: what they have done and tell, jobs and courses, what they need there."""

from datetime import date

from django.db.models import Max

from handrail.people.holding import Holding, Holdings
from handrail.people.models import Participant
from handrail.work.models import (
    Adjustment,
    AdjustmentStatusChange,
    ContactFor,
    Job,
    JobStatusChange,
    ProfileVersion,
    StillThere,
    TellingChoice,
)
from handrail.work.rules import PROFILE_PARTS


def _number_on(source: Participant, to: Participant, _today: date) -> None:
    """Put the versions of ``source`` before those of ``to``, so that the newest of ``to`` stands."""
    rows = ProfileVersion.objects.filter(participant=source)
    before = rows.aggregate(most=Max("number"))["most"] or 0
    for row in ProfileVersion.objects.filter(participant=to).order_by("-number"):
        row.number += before
        row.save(update_fields=["number"])


def _meet_once(source: Participant, to: Participant, _today: date) -> None:
    """Let a word with an employer that was for both records stand once, with the words of both."""
    theirs = {row.contact_id: row for row in ContactFor.objects.filter(participant=to)}
    for row in ContactFor.objects.filter(participant=source, contact__in=theirs):
        stands = theirs[row.contact_id]
        stands.words = " ".join(filter(None, [stands.words, row.words]))[:300]
        stands.save(update_fields=["words"])
        row.delete()


HOLDINGS = Holdings(
    (
        Holding(AdjustmentStatusChange, empties=("reason",)),
        Holding(Adjustment, empties=("need", "because", "asked_whom")),
        Holding(StillThere, empties=("words",)),
        Holding(JobStatusChange, empties=("reason",)),
        Holding(
            Job,
            empties=("title", "place", "hours_words", "end_words"),
            keeps={"wage_currency": "a code of ISO 4217"},
        ),
        Holding(ContactFor, empties=("words",), settle=_meet_once),
        Holding(TellingChoice, empties=("what", "whom", "words")),
        Holding(ProfileVersion, empties=tuple(PROFILE_PARTS), settle=_number_on),
    )
)
