"""Reads of the directory and of what a person does out in the community."""

from handrail.community.queries.activities import activities_page, activity, activity_page
from handrail.community.queries.figures import Month, area_facts, key_outcome, month_of
from handrail.community.queries.links import (
    first_link,
    first_paper,
    link,
    link_facts,
    link_page,
    links_of_team,
    links_page,
    links_waiting,
    owners,
    to_answer,
)
from handrail.community.queries.places import Wanted, place, place_page, places_page
from handrail.community.queries.ways import way_to, ways_of

__all__ = [
    "Month",
    "Wanted",
    "activities_page",
    "activity",
    "activity_page",
    "area_facts",
    "first_link",
    "first_paper",
    "key_outcome",
    "link",
    "link_facts",
    "link_page",
    "links_of_team",
    "links_page",
    "links_waiting",
    "month_of",
    "owners",
    "place",
    "place_page",
    "places_page",
    "to_answer",
    "way_to",
    "ways_of",
]
