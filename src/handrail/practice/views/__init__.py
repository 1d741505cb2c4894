"""The pages of practice."""

from handrail.practice.views.notes import note_edit, note_new, pick_person
from handrail.practice.views.notes_after import (
    amend,
    answer_note,
    discard,
    in_error,
    note,
    notes,
    read_together,
)
from handrail.practice.views.safety import first_help
from handrail.practice.views.sessions import meeting, record, session, session_move, session_new
from handrail.practice.views.steps import report
from handrail.practice.views.today import today
from handrail.practice.views.week import daily, times, week, week_add, week_item

__all__ = [
    "amend",
    "answer_note",
    "daily",
    "discard",
    "first_help",
    "in_error",
    "meeting",
    "note",
    "note_edit",
    "note_new",
    "notes",
    "pick_person",
    "read_together",
    "record",
    "report",
    "session",
    "session_move",
    "session_new",
    "times",
    "today",
    "week",
    "week_add",
    "week_item",
]
