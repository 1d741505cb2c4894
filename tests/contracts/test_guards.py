"""Every address has exactly one guard, and the list of public ones is short and read by people."""

import re

import pytest
from django.urls import URLPattern, URLResolver, get_resolver

from tests.contracts.tree import here, named

PUBLIC = {
    "home",
    "accounts:card",
    "accounts:card_of",
    "accounts:code",
    "accounts:set_up",
    "accounts:sign_in",
    "accounts:sign_out",
    "catalogue:getting_started",
    "catalogue:guide",
    "catalogue:programme",
    "catalogue:programmes",
    "catalogue:questions",
    "measures:answer",
    "measures:answer_beside",
    "measures:answer_close",
    "measures:answer_done",
    "measures:answer_of",
    "measures:answer_page",
    "measures:instrument",
    "measures:instruments",
    "demo:be",
    "demo:front",
    "choice:compare",
    "choice:finder",
    "intake:asked",
    "intake:refer_self",
    "gallery",
    "learning:card",
    "learning:lesson",
    "learning:shelf",
    "learning:whole",
    "web:hard_day",
    "web:leave",
}


def walk(patterns, namespace=""):
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            inner = f"{namespace}{pattern.namespace}:" if pattern.namespace else namespace
            yield from walk(pattern.url_patterns, inner)
        elif isinstance(pattern, URLPattern):
            yield f"{namespace}{pattern.name}", pattern.callback


def routes():
    return dict(walk(get_resolver("handrail.web.urls").url_patterns))


def test_every_view_is_guarded():
    unguarded = [name for name, view in routes().items() if not hasattr(view, "required_permission")]
    assert unguarded == []


def test_the_public_views_are_the_ones_on_the_list():
    public = {name for name, view in routes().items() if view.required_permission is None}
    public = {name for name in public if not name.startswith("web:later_")}
    assert public - PUBLIC == set()


@pytest.mark.parametrize("path", list(named("views")), ids=here)
def test_views_and_templates_ask_no_table(path):
    source = path.read_text(encoding="utf-8")
    found = re.findall(r"\w+\.objects\b|\.raw\(|connection\.cursor", source)
    assert found == [], f"{here(path)} reads a table; reads live in queries.py"
