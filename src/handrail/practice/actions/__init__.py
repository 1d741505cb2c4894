"""Every write of practice: sessions, notes, how a step went, the week."""

from handrail.practice.actions.attempts import report_attempt
from handrail.practice.actions.facilitators import change_facilitators
from handrail.practice.actions.group_meetings import (
    call_off_group_meeting,
    plan_group_meeting,
    record_group_meeting,
)
from handrail.practice.actions.groups import (
    change_group,
    end_group,
    join_group,
    leave_group,
    open_group,
)
from handrail.practice.actions.home_practice import (
    answer_home_practice,
    make_home_practice_a_step,
    put_home_practice_in_week,
)
from handrail.practice.actions.notes import (
    NewNote,
    discard_note,
    file_note,
    save_draft,
    start_note,
)
from handrail.practice.actions.notes_after import (
    agree_note,
    amend_note,
    disagree_note,
    note_in_error,
)
from handrail.practice.actions.sessions import (
    change_meeting,
    move_session,
    plan_session,
    record_meeting,
)
from handrail.practice.actions.week import (
    add_week_item,
    answer_daily_time,
    answer_week_item,
    set_daily_times,
)

__all__ = [
    "NewNote",
    "add_week_item",
    "agree_note",
    "amend_note",
    "answer_daily_time",
    "answer_home_practice",
    "answer_week_item",
    "call_off_group_meeting",
    "change_facilitators",
    "change_group",
    "change_meeting",
    "disagree_note",
    "discard_note",
    "end_group",
    "file_note",
    "join_group",
    "leave_group",
    "make_home_practice_a_step",
    "move_session",
    "note_in_error",
    "open_group",
    "plan_group_meeting",
    "plan_session",
    "put_home_practice_in_week",
    "record_group_meeting",
    "record_meeting",
    "report_attempt",
    "save_draft",
    "set_daily_times",
    "start_note",
]
