"""Styles are logical, so that right-to-left needs no second sheet; templates carry none of their own."""

import re
from pathlib import Path

import pytest

SOURCE = Path(__file__).parents[2] / "src" / "handrail"
SHEETS = sorted((SOURCE / "ui" / "static" / "ui").glob("*.css"))
TEMPLATES = sorted(SOURCE.glob("*/jinja2/**/*.html"))

PHYSICAL = re.compile(
    r"(?<![-\w])(margin|padding|border)-(left|right|top|bottom)|(?<![-\w])(left|right|top|bottom|width|height)\s*:"
    r"|text-align:\s*(left|right)|float:\s*(left|right)"
)
INLINE = re.compile(
    r"\sstyle\s*=|\son(click|change|load|submit|input|focus|blur)\s*=|<style|<script(?![^>]*\ssrc=)"
)


def physical(sheet: str) -> list[str]:
    """Return the declarations that name a side of the screen; media queries may ask for a width."""
    rules = re.sub(r"/\*.*?\*/|@media[^{]*", "", sheet, flags=re.S)
    return [match.group(0) for match in PHYSICAL.finditer(rules)]


@pytest.mark.parametrize("sheet", SHEETS, ids=lambda path: path.name)
def test_a_style_sheet_names_no_side_of_the_screen(sheet):
    assert physical(sheet.read_text()) == []


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda path: str(path.relative_to(SOURCE)))
def test_a_template_holds_no_style_and_no_script_of_its_own(template):
    assert INLINE.search(template.read_text()) is None


def test_the_checks_themselves_find_what_they_look_for():
    assert physical("a { margin-left: 1px; inset-inline-start: 0; min-inline-size: 1px }") == ["margin-left"]
    assert physical("a { width: 1px }") == ["width:"]
    assert INLINE.search('<p style="x">')
    assert INLINE.search("<script>x</script>")
    assert not INLINE.search('<script src="/a.js" defer></script>')
