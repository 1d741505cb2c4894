"""What practice holds about a person: meetings, notes and their versions, what was tried, the week."""

from datetime import date

from django.db.models import Q

from handrail.people.holding import Holding, Holdings
from handrail.people.models import Participant
from handrail.practice.models import (
    Attempt,
    DailyTime,
    GroupPlace,
    GroupTurn,
    HomePractice,
    HomePracticeStatusChange,
    Note,
    NoteStatusChange,
    NoteVersion,
    Session,
    SessionStatusChange,
    SkillUse,
    WeekItem,
    WeekItemStatusChange,
    WorkStep,
)
from handrail.practice.rules import UNFILED_NOTES


def _one_place_a_group(source: Participant, to: Participant, today: date) -> None:
    stands = GroupPlace.objects.filter(participant=to, left_on__isnull=True).values("group")
    doubled = GroupPlace.objects.filter(participant=source, left_on__isnull=True, group__in=stands)
    doubled.update(left_on=today)


HOLDINGS = Holdings(
    (
        Holding(HomePracticeStatusChange, empties=("reason",)),
        Holding(HomePractice, empties=("words",), keeps={"skill": "a code of the list of skills"}),
        Holding(GroupTurn, empties=("good", "words")),
        Holding(GroupPlace, settle=_one_place_a_group),
        Holding(WeekItemStatusChange, empties=("reason",)),
        Holding(WeekItem, empties=("title", "detail", "companion")),
        Holding(DailyTime, empties=("words", "icon")),
        Holding(WorkStep, empties=("companion",)),
        Holding(SkillUse, empties=("skill",)),
        Holding(Attempt, empties=("companion", "words")),
        Holding(NoteStatusChange, empties=("reason",), unseen=Q(note__status__in=UNFILED_NOTES)),
        Holding(
            NoteVersion,
            empties=("words", "observation", "reason"),
            seals=("sealed",),
            unseen=Q(note__status__in=UNFILED_NOTES),
        ),
        Holding(
            Note,
            empties=("place", "disagreed_words", "draft", "content_sha256"),
            keeps={"job_title": "of who signed"},
            seals=("disagreed_sealed",),
            unseen=Q(status__in=UNFILED_NOTES),
        ),
        Holding(SessionStatusChange, empties=("reason",)),
        Holding(
            Session,
            empties=("title", "place", "directions", "group_name"),
            keeps={"programme": "a code of the catalogue"},
        ),
    )
)
