"""What others could see over a shoulder or on a locked screen says nothing of health: titles, addresses, mails, notices."""

import re

import pytest
from django.urls import get_resolver

from handrail.notices import rules as notices
from tests.contracts.test_guards import walk
from tests.contracts.tree import SOURCE, here, templates

CLINICAL = re.compile(
    r"\b(clinic\w*|patient\w*|psych\w*|psychiatr\w*|mental\w*|illness\w*|disorder\w*|diagnos\w*|depress\w*|bipolar\w*"
    r"|schizo\w*|suicid\w*|self-harm\w*|crisis|crises|therap\w*|treatment\w*|medicat\w*|medicine\w*|symptom\w*"
    r"|relapse\w*|rehab\w*|addict\w*|autis\w*|trauma\w*)\b",
    re.IGNORECASE,
)
TITLE = re.compile(r"{% block title %}(.*?){% endblock %}", re.S)
NOTICE = re.compile(r"messages\.(?:success|info|warning|error)\(|tell\(")
WORDS = re.compile(r"_\(\"([^\"]*)\"")


def _patterns(patterns, before=""):
    for one in patterns:
        if hasattr(one, "url_patterns"):
            yield from _patterns(one.url_patterns, before + str(one.pattern))
        else:
            yield str(one.name), before + str(one.pattern)


def test_no_address_says_anything_of_health():
    found = [pattern for _name, pattern in _patterns(get_resolver("handrail.web.urls").url_patterns)]
    assert len(found) == len(list(walk(get_resolver("handrail.web.urls").url_patterns)))
    assert [pattern for pattern in found if CLINICAL.search(pattern)] == []


@pytest.mark.parametrize("path", templates(), ids=here)
def test_no_title_says_anything_of_health(path):
    for title in TITLE.findall(path.read_text("utf-8")):
        assert not CLINICAL.search(title), title


def test_no_mail_says_anything_of_health_or_of_whom_it_is_about():
    words = f"{notices.SUBJECT} {notices.BODY}"
    assert not CLINICAL.search(words)
    assert re.findall(r"%\((\w+)\)", words) == ["address"]


def test_no_notice_says_anything_of_health():
    for path in SOURCE.rglob("*.py"):
        if "tests" in path.parts:
            continue
        lines = path.read_text("utf-8").splitlines()
        for number, line in enumerate(lines):
            if NOTICE.search(line):
                said = WORDS.findall(" ".join(lines[number : number + 4]))
                assert not any(CLINICAL.search(words) for words in said), f"{here(path)}:{number + 1}"


def test_a_title_with_such_a_word_would_be_found():
    assert CLINICAL.search("Your crisis plan")
    assert CLINICAL.search("/people/<key>/diagnosis")
