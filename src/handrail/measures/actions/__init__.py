"""What is written about answers and schedules; each public name is one action, or work inside another's."""

from handrail.measures.actions.answers import (
    begin_answers,
    mark_answers_in_error,
    read_answers,
    save_answers,
    send_answers,
    skip_answers,
    use_kept_answers,
)
from handrail.measures.actions.imported import new_answers, take_in_answers, wrong_answers
from handrail.measures.actions.links import (
    hand_out_by_itself,
    hand_out_link,
    hand_over_kept,
    miss_link,
    open_link,
    stop_link,
    swap_answers,
)
from handrail.measures.actions.schedules import ask_regularly, change_schedule, stop_asking

__all__ = [
    "ask_regularly",
    "begin_answers",
    "change_schedule",
    "hand_out_by_itself",
    "hand_out_link",
    "hand_over_kept",
    "mark_answers_in_error",
    "miss_link",
    "new_answers",
    "open_link",
    "read_answers",
    "save_answers",
    "send_answers",
    "skip_answers",
    "stop_asking",
    "stop_link",
    "swap_answers",
    "take_in_answers",
    "use_kept_answers",
    "wrong_answers",
]
