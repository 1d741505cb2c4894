"""With the guide's table in hand, each room is found in three taps from the home of every role that may see it."""

from pathlib import Path
from typing import Any
from urllib.parse import urlparse

import pytest
import yaml

from handrail.catalogue.definitions import programme_types
from handrail.demo.journal import FOLDER
from tests.journeys.taps import Get, Reach, kind, probes, reach
from tests.journeys.test_every_page import EVERYTHING

MOST = 3
# The row of the guide's table, and the rooms behind it.
ROWS = {
    "community-based": ("community:activities", "community:links", "community:places"),
    "vocational": ("work:page", "work:employers"),
    "peer": ("peers:person", "peers:mine", "peers:match", "peers:team"),
    "integrated": ("plans:health", "plans:tasks"),
    "supported": ("housing:page",),
    "illness": ("safety:list", "safety:checks"),
    "social": ("practice:groups", "practice:my_groups"),
    "aim": ("plans:roles", "plans:plan", "plans:glance"),
    "digital": ("learning:shelf", "learning:person"),
}
EVERY_ROW = ("intake:choices", "choice:costs", "choice:finder_of")


def headings() -> set[str]:
    """Return the views behind "Where is it?"."""
    found: dict[str, dict[str, dict[str, Any]]] = yaml.safe_load(
        Path(FOLDER / "where.yaml").read_text(encoding="utf-8")
    )
    lines = [line["to"] for section in found.values() for line in section.values() if "to" in line]
    return {name for to in lines if (name := kind(urlparse(to).path))}


def getting(visitor: Any) -> Get:
    def get(address: str) -> tuple[int, str, str]:
        answer = visitor.context.request.get(address)
        return answer.status, answer.url.removeprefix(visitor.place.url), answer.text()

    return get


def opens(get: Get, name: str, address: str) -> bool:
    status, final, _text = get(address)
    return status == 200 and kind(urlparse(final).path) == name


def farther(get: Get, found: Reach, names: set[str]) -> list[str]:
    """Return the rooms that open to the visitor and that no three taps lead to, and near ones that stay shut."""
    people = found.people()[:12]
    missed = [
        f"{name} is more than {MOST} taps away"
        for name in sorted(names)
        if name not in found.views and any(opens(get, name, one) for one in probes(name, people))
    ]
    shut = [
        f"{name} is offered and does not open at {found.nearest[name]}"
        for name in sorted(names & found.nearest.keys())
        if not opens(get, name, found.nearest[name])
    ]
    return missed + shut


@pytest.fixture(scope="module")
def walked() -> dict[str, Reach]:
    return {}


@pytest.fixture
def walk(somebody, walked):
    """Return a way to ask as somebody, and what they reach; each is walked once."""

    def as_somebody(key: str) -> tuple[Get, Reach]:
        get = getting(somebody(key))
        if key not in walked:
            walked[key] = reach(get, MOST)
        return get, walked[key]

    return as_somebody


@pytest.mark.parametrize("key", EVERYTHING)
def test_every_room_that_opens_to_a_role_is_at_most_three_taps_from_its_home(walk, key):
    get, found = walk(key)
    names = headings() | {name for rooms in ROWS.values() for name in rooms} | set(EVERY_ROW)
    assert farther(get, found, names) == []


@pytest.mark.parametrize("key", EVERYTHING)
def test_all_nine_rows_are_at_most_three_taps_from_every_home(walk, key):
    _get, found = walk(key)
    for row in programme_types():
        assert f"/programmes/{row.slug}" in found.addresses, row.slug


def test_every_row_of_the_table_has_a_room(walk):
    assert [row.slug for row in programme_types()] == list(ROWS)
    _get, found = walk("elena")
    for slug, rooms in ROWS.items():
        assert any(name in found.views for name in rooms), slug
