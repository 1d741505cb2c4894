"""Every read of practice. Each one tells the viewer's looks whom it shows."""

from handrail.people.queries import coordinator_of
from handrail.practice.definitions import safety_guide
from handrail.practice.queries.facts import (
    content_of_draft,
    held_of,
    held_of_note,
    is_same_day_edit,
    zone_of,
)
from handrail.practice.queries.group_meetings import group_meeting, group_meeting_page
from handrail.practice.queries.groups import (
    GroupPage,
    candidate,
    group,
    group_lines,
    group_page,
    group_place,
    groups_between,
)
from handrail.practice.queries.metrics import came, latest_work_step, strip, used_skills
from handrail.practice.queries.my_groups import (
    key_outcome,
    meetings_this_week,
    my_groups_page,
    open_group,
    person_groups,
    practice,
    programme_groups,
    story_meetings,
    to_try_now,
)
from handrail.practice.queries.notes import (
    draft,
    draft_of_session,
    draft_page,
    few_notes_of,
    note,
    note_page,
    notes_of,
)
from handrail.practice.queries.one import (
    daily_time,
    daily_times,
    practitioner,
    practitioners,
    session,
    session_page,
    times_not,
    week_item,
)
from handrail.practice.queries.programme import ProgrammeMeeting, ProgrammeWeek, programme_week
from handrail.practice.queries.safety import concern, open_concerns, safety_list
from handrail.practice.queries.steps import (
    helped_chips,
    last_attempts,
    next_meetings,
    open_steps,
    step_picks,
    step_to_report,
    tries,
)
from handrail.practice.queries.today import today_page
from handrail.practice.queries.week import first_name, week_page

__all__ = [
    "group",
    "group_lines",
    "group_meeting",
    "group_meeting_page",
    "group_page",
    "group_place",
    "groups_between",
    "key_outcome",
    "meetings_this_week",
    "my_groups_page",
    "open_group",
    "GroupPage",
    "candidate",
    "person_groups",
    "practice",
    "programme_groups",
    "story_meetings",
    "to_try_now",
    "ProgrammeMeeting",
    "ProgrammeWeek",
    "programme_week",
    "came",
    "concern",
    "content_of_draft",
    "coordinator_of",
    "daily_time",
    "daily_times",
    "draft",
    "draft_of_session",
    "draft_page",
    "few_notes_of",
    "first_name",
    "held_of",
    "held_of_note",
    "helped_chips",
    "is_same_day_edit",
    "last_attempts",
    "latest_work_step",
    "next_meetings",
    "note",
    "note_page",
    "notes_of",
    "open_concerns",
    "open_steps",
    "practitioner",
    "practitioners",
    "safety_guide",
    "safety_list",
    "session",
    "session_page",
    "step_picks",
    "step_to_report",
    "strip",
    "times_not",
    "today_page",
    "tries",
    "used_skills",
    "week_item",
    "week_page",
    "zone_of",
]
