"""Nothing about me behind my back: what a page of the team offers about a person stands on the person's own pages."""

from importlib import import_module

import pytest
from django.urls import reverse

from handrail.ui import panel
from handrail.web.reminded import ROOM_OF, SHOWN, WITHOUT


def offered(page):
    return {f"{offer.__module__}.{offer.__qualname__}" for offer in panel._offers[page]}


def test_every_offer_to_the_teams_day_is_shown_to_the_person_or_says_why_it_needs_none():
    assert offered("today") <= SHOWN.keys() | WITHOUT.keys()
    assert not SHOWN.keys() & WITHOUT.keys()
    assert all(WITHOUT.values())


def test_every_offer_to_the_teams_page_of_a_person_has_a_room_of_the_persons_own():
    assert offered("person") == ROOM_OF.keys()
    assert all(reverse(name, args=["bcdfghjkmn"]) for name in ROOM_OF.values())


@pytest.mark.parametrize("name", sorted({*SHOWN, *WITHOUT, *ROOM_OF}))
def test_what_the_tables_name_is_there(name):
    module, _dot, function = name.rpartition(".")
    assert callable(getattr(import_module(module), function))


def test_only_what_is_about_being_safe_is_held_back():
    assert [name for name, why in WITHOUT.items() if why.startswith("held back")] == [
        "handrail.safety.queries.alerts.running_alerts"
    ]
