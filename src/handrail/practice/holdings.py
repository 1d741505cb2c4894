"""What practice holds about a person: meetings, notes and their versions, what was tried, the week."""

from django.db.models import Q

from handrail.people.holding import Holding, Holdings
from handrail.practice.models import (
    Attempt,
    DailyTime,
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

HOLDINGS = Holdings(
    (
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
