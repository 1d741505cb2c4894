"""What comes out of a printer, from a demo in which nobody has done anything yet."""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.journeys.conftest import Place, serving


@pytest.fixture(scope="module")
def place(prepared: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Place]:
    """Serve a copy of its own: a week to which other journeys have added may need a second sheet, and rightly."""
    if os.environ.get("JOURNEY_DATABASE_URL"):
        pytest.skip("A copy of its own needs a database of its own.")
    home = tmp_path_factory.mktemp("print") / "home"
    shutil.copytree(prepared, home)
    with serving(home) as place:
        yield place


@pytest.mark.parametrize(
    ("key", "address", "sheets"),
    [("marcus", "/me/start", 1), ("elena", "/me/week", 1), ("elena", "/me/plan", 2), ("", "/programmes", 1)],
)
def test_what_is_printed_fits_its_sheets(somebody, key, address, sheets):
    visitor = somebody(key, address) if key else somebody().go(address)
    assert visitor.prints_on() <= sheets
