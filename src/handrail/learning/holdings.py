"""What lessons hold about a person: where they stopped, whether they share it, whether they asked for company."""

from datetime import date

from handrail.learning.models import (
    LessonCompany,
    LessonCompanyChange,
    LessonProgress,
    LessonProgressChange,
    LessonSharing,
)
from handrail.learning.rules import CompanyStatus, label_of
from handrail.people.holding import Holding, Holdings
from handrail.people.models import Participant

PLACE = ("card", "status", "last_on", "finished_on", "step", "week_item")


def _one_place_in_a_lesson(source: Participant, to: Participant, _today: date) -> None:
    """Lay two places in one lesson together: the newer one stands."""
    theirs = {row.lesson: row for row in LessonProgress.objects.filter(participant=to)}
    for row in LessonProgress.objects.filter(participant=source, lesson__in=theirs):
        stands = theirs[row.lesson]
        if row.last_on > stands.last_on:
            for name in PLACE:
                setattr(stands, name, getattr(row, name))
        stands.opened_on = min(stands.opened_on, row.opened_on)
        stands.version += 1
        stands.save()
        LessonProgressChange.objects.filter(progress=row).update(progress=stands)
        row.delete()


def _shared_only_if_both_were(source: Participant, to: Participant, _today: date) -> None:
    """Keep lessons private unless the person shared them in both records."""
    rows = {row.participant_id: row for row in LessonSharing.objects.filter(participant__in=[source, to])}
    shared = [row.is_shared for row in rows.values()] == [True, True]
    for kind in (LessonProgress, LessonProgressChange):
        kind.objects.filter(participant__in=[source, to]).update(label=label_of(shared))
    LessonSharing.objects.filter(pk__in=[row.pk for row in rows.values()]).update(is_shared=shared)
    if len(rows) > 1:
        rows[source.pk].delete()


def _one_wish_for_company(source: Participant, to: Participant, _today: date) -> None:
    asked = LessonCompany.objects.filter(status=CompanyStatus.ASKED)
    if asked.filter(participant=to).exists():
        asked.filter(participant=source).update(status=CompanyStatus.TAKEN_BACK)


HOLDINGS = Holdings(
    (
        Holding(LessonSharing, settle=_shared_only_if_both_were),
        Holding(LessonCompanyChange, empties=("reason",)),
        Holding(LessonCompany, settle=_one_wish_for_company),
        Holding(LessonProgressChange, empties=("reason",)),
        Holding(LessonProgress, keeps={"lesson": "a code of the library"}, settle=_one_place_in_a_lesson),
    )
)
