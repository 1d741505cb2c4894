"""Decisions are numbered without gaps, one page each, with the same five headings."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PAGES = sorted((ROOT / "docs" / "adr").glob("*.md"))
NAME = re.compile(r"(\d{4})-[a-z0-9-]+\.md")
HEADINGS = ["Context", "Decision", "Options refused", "Consequences", "How it is enforced"]
CITED = re.compile(r"\bADR (\d{1,4})\b")


def number(page: Path) -> int:
    match = NAME.fullmatch(page.name)
    assert match, f"{page.name}: write four digits, a dash and small letters."
    return int(match.group(1))


def test_numbers_are_unique_and_have_no_gap():
    assert [number(page) for page in PAGES] == list(range(1, len(PAGES) + 1))


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_a_decision_is_one_page_with_the_five_headings(page):
    text = page.read_text("utf-8")
    lines = text.splitlines()

    assert lines[0].startswith(f"# {number(page)}. ")
    assert re.search(r"^Status: (accepted|superseded by \d+)$", text, re.M)
    assert re.findall(r"^## (.+)$", text, re.M) == HEADINGS
    assert len(lines) <= 60


def test_every_decision_that_is_cited_exists():
    numbers = {number(page) for page in PAGES}
    for path in [*(ROOT / "src").rglob("*.py"), *(ROOT / "docs").rglob("*.md")]:
        for cited in CITED.findall(path.read_text("utf-8")):
            assert int(cited) in numbers, f"{path.relative_to(ROOT)} cites ADR {cited}"
