from handrail.community.views.activities import (
    activities,
    activity,
    activity_change,
    activity_new,
    activity_status,
    activity_step,
)
from handrail.community.views.links import (
    link,
    link_answer,
    link_new,
    link_owner,
    link_paper,
    link_step,
    links,
)
from handrail.community.views.places import place, place_change, place_new, place_status, places
from handrail.community.views.ways import activity_way, link_way

__all__ = [
    "activities",
    "activity",
    "activity_change",
    "activity_new",
    "activity_status",
    "activity_step",
    "activity_way",
    "link",
    "link_answer",
    "link_new",
    "link_owner",
    "link_paper",
    "link_step",
    "link_way",
    "links",
    "place",
    "place_change",
    "place_new",
    "place_status",
    "places",
]
