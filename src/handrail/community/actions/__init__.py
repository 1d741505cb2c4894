"""Every write about places, links, activities and ways there; each action is one event."""

from handrail.community.actions.activities import (
    add_activity,
    change_activity,
    change_activity_status,
    make_activity_a_step,
    take_part,
)
from handrail.community.actions.links import (
    answer_link,
    ask_link,
    change_link_status,
    hand_over_link,
    keep_paper,
    make_link_a_step,
)
from handrail.community.actions.places import add_place, change_place, change_place_status
from handrail.community.actions.ways import write_way

__all__ = [
    "add_activity",
    "add_place",
    "answer_link",
    "ask_link",
    "change_activity",
    "change_activity_status",
    "change_link_status",
    "change_place",
    "change_place_status",
    "hand_over_link",
    "keep_paper",
    "make_activity_a_step",
    "make_link_a_step",
    "take_part",
    "write_way",
]
