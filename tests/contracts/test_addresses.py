"""An address holds keys, days and words of ours: never what somebody typed (ASVS 14.2.1)."""

import ast
import re

import pytest

from tests.contracts.tree import here, parsed, python_files, templates

# What is read plain from an address, and what it is. Everything that is looked for by words goes through
# `handrail.access.sought`.
READ = {
    "after": "where a list of look-backs goes on: a day and a key",
    "all": "the whole list of a programme's page",
    "at": "sealed, by `sought` alone",
    "before": "a day",
    "day": "a day",
    "for": "a person's key",
    "from": "a number",
    "idea": "a word of ours for a step to begin with",
    "job": "a key",
    "language": "a language of those that mentors speak",
    "look": "a key",
    "month": "a month",
    "next": "an address of ours",
    "on": "a day",
    "person": "a person's key",
    "place": "a key",
    "session": "a key",
    "to": "an address of ours, in the demo",
    "way": "a word of ours",
    "week": "a day",
    "who": "a key of a colleague",
}
WHOLE = {
    "handrail/catalogue/views.py": "the filter of programmes, open to everybody: chips alone",
    "handrail/access/sought.py": "whether there is something sealed",
}
ASKS = {
    "catalogue/jinja2/catalogue/_filter.html": "chips of what one would like, about nobody",
    "intake/jinja2/intake/_language.html": "a language of the place",
    "people/jinja2/people/looked.html": "a month and a key",
    "peers/jinja2/peers/match.html": "chips of languages and ways",
}
GET_FORM = re.compile(r'<form[^>]*method="get".*?</form>', re.S)
TYPED = re.compile(r"<textarea|<input(?![^>]*type=\"(?:hidden|checkbox|radio)\")")


def addresses_read(module: ast.Module) -> list[str]:
    """Return the names that a module reads plain from an address; "*" where it takes them all."""
    found, named = [], set()
    for node in ast.walk(module):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            of = node.func.value
            first = node.args[0] if node.args else None
            if isinstance(of, ast.Attribute) and of.attr == "GET" and node.func.attr in ("get", "getlist"):
                named.add(of)
                found.append(str(first.value) if isinstance(first, ast.Constant) else "*")
    rest = [
        n for n in ast.walk(module) if isinstance(n, ast.Attribute) and n.attr == "GET" and n not in named
    ]
    return found + ["*"] * len(rest)


@pytest.mark.asvs("14.2.1")
@pytest.mark.parametrize("path", list(python_files()), ids=here)
def test_only_names_on_the_list_are_read_plain_from_an_address(path):
    allowed = READ.keys() | ({"*"} if any(here(path).endswith(one) for one in WHOLE) else set())
    assert set(addresses_read(parsed(path))) - allowed == set()


@pytest.mark.asvs("14.2.1")
@pytest.mark.parametrize("path", templates(), ids=here)
def test_a_form_whose_fields_go_into_the_address_takes_no_words(path):
    forms = GET_FORM.findall(path.read_text(encoding="utf-8"))
    assert not forms or any(here(path).endswith(one) for one in ASKS)
    assert [one for one in forms if TYPED.search(one)] == []


def test_the_list_holds_nothing_that_nobody_reads():
    read = {name for path in python_files() for name in addresses_read(parsed(path))}
    assert READ.keys() - read - {"at"} == set()


def test_the_rule_finds_what_it_should():
    assert addresses_read(ast.parse('request.GET.get("q", "")')) == ["q"]
    assert addresses_read(ast.parse("asked = request.GET")) == ["*"]
    assert TYPED.search('<input name="q" type="search">') and not TYPED.search(
        '<input type="hidden" name="p">'
    )
