"""No inline script or style, no physical direction, no permission logic hidden in a template."""

import re

import pytest
from django.template import engines

from tests.contracts.tree import SOURCE, here, templates

INLINE = re.compile(
    r"<script(?![^>]*\bsrc=)|\sstyle\s*=|\son[a-z]+\s*=\s*[\"']|<style|hx-on|javascript:", re.I
)
PHYSICAL = re.compile(
    r"(?<![-\w])(margin|padding|border)-(left|right|top|bottom)\b|(?<![-\w])(left|right)\s*:|text-align:\s*(left|right)"
)


@pytest.mark.parametrize("path", templates(), ids=here)
def test_a_template_has_nothing_inline(path):
    assert INLINE.search(path.read_text(encoding="utf-8")) is None


@pytest.mark.parametrize("path", sorted(SOURCE.rglob("static/ui/*.css")), ids=here)
def test_styles_use_logical_directions(path):
    assert PHYSICAL.findall(path.read_text(encoding="utf-8")) == []


@pytest.mark.parametrize("path", templates(), ids=here)
def test_a_template_can_be_read(path):
    """A block that stands twice is found only when somebody opens the page."""
    engine = engines["jinja2"] if "jinja2" in engines else engines.all()[0]
    engine.get_template(str(path).split("/jinja2/", 1)[1])


def test_the_rule_finds_what_it_should():
    assert INLINE.search('<p style="x">')
    assert INLINE.search("<script>1</script>")
    assert INLINE.search('<a onclick="x()">')
    assert not INLINE.search('<script src="/a.js"></script>')
    assert PHYSICAL.findall("a { margin-left: 1px }")
    assert not PHYSICAL.findall("a { margin-inline-start: 1px }")
