"""Pages that are made from the code are what the code makes now."""

from pathlib import Path

import pytest

from handrail.cli import commands, states

ROOT = Path(__file__).parents[2]


@pytest.mark.parametrize("made", [commands, states])
def test_a_generated_page_is_fresh(made):
    file = ROOT / made.PAGE
    verb = made.verb.name
    if not file.exists():
        pytest.skip(f"Not written yet. Run: handrail {verb} --write")
    assert file.read_text(encoding="utf-8") == made.page(), f"Run: handrail {verb} --write"
