"""Every address that can begin a session stands in the reference, and no other can (ASVS 6.3.4)."""

import ast
import re

import pytest
from django.urls import get_resolver

from tests.contracts.test_guards import walk
from tests.contracts.tree import ROOT, SOURCE, functions, here, parsed, python_files

PAGE = ROOT / "docs" / "reference" / "ways-in.md"
BEGINS = {"login", "begin_session", "force_login", "alogin"}


def calls(function: ast.FunctionDef) -> set[str]:
    """Return the names of what a function calls."""
    found = [node.func for node in ast.walk(function) if isinstance(node, ast.Call)]
    return {one.attr if isinstance(one, ast.Attribute) else getattr(one, "id", "") for one in found}


def ways(paths) -> set[tuple[str, str]]:
    """Return (file, function) of everything through which a session can begin, called however far away in its file."""
    found = set()
    for path in paths:
        begin = set(BEGINS)
        of_file = {one.name: calls(one) for one in functions(parsed(path))}
        while more := {name for name, called in of_file.items() if called & begin} - begin:
            begin |= more
        found |= {(here(path), name) for name in begin & of_file.keys() if of_file[name] & begin}
    return found


def listed() -> set[str]:
    return set(re.findall(r"^\| `([\w:]+)` \|", PAGE.read_text("utf-8"), re.M))


def views() -> dict[str, str]:
    """Return the routes of a demo, which has every way in, each with the name of its view."""
    found = dict(walk(get_resolver("handrail.web.demo_urls").url_patterns))
    return {name: f"{view.__module__}.{view.__name__}" for name, view in found.items()}


@pytest.mark.asvs("6.3.4")
def test_the_ways_in_are_the_ones_of_the_reference():
    begin = {
        f"{path.removeprefix('src/').removesuffix('.py').replace('/', '.')}.{name}"
        for path, name in ways(python_files())
    }
    routes = {name for name, view in views().items() if view in begin}
    assert routes == listed()


@pytest.mark.asvs("6.3.4")
def test_a_session_begins_in_one_place_that_writes_it_down():
    found = {path for path in python_files() if any("login" in calls(one) for one in functions(parsed(path)))}
    assert {here(path) for path in found} == {here(SOURCE / "accounts" / "sign_in.py")}
    [begin] = [one for one in functions(parsed(*found)) if one.name == "begin_session"]
    assert "sign_in" in calls(begin), "who signed in is written down"


@pytest.mark.asvs("6.3.4", "6.3.1")
def test_every_page_on_which_something_can_be_guessed_counts():
    path = SOURCE / "accounts" / "views" / "sign_in.py"
    counted = {one.name for one in functions(parsed(path)) if "begin_try" in calls(one)}
    assert counted == {"sign_in_page", "card_page", "code_page"}


@pytest.mark.asvs("6.3.4")
def test_made_up_people_can_be_only_where_all_people_are():
    real = dict(walk(get_resolver("handrail.web.urls").url_patterns))
    assert "demo:be" not in real and "demo:be" in views()


def test_the_rule_finds_a_way_that_is_further_off(tmp_path):
    text = "def a(): begin_session()\ndef b(): a()\ndef c(): b()\ndef d(): pass\n"
    module = ast.parse(text)
    assert [calls(one) for one in functions(module)] == [{"begin_session"}, {"a"}, {"b"}, set()]
