"""An address that is filled in is the address that Django would give."""

import pytest
from django.urls import NoReverseMatch, get_resolver, reverse
from django.urls.resolvers import URLPattern, URLResolver

from handrail.ui.addresses import address

WORDS = ("abcdefghjk", "VR", "digital-skills", "two words", "ä/ö?", "%s", "")


def names(patterns, before=""):
    for one in patterns:
        if isinstance(one, URLResolver):
            space = f"{before}{one.namespace}:" if one.namespace else before
            yield from names(one.url_patterns, space)
        elif isinstance(one, URLPattern) and one.name:
            yield before + one.name, len(one.pattern.converters)


def either(run):
    try:
        return run()
    except NoReverseMatch:
        return "none"


@pytest.mark.parametrize("word", WORDS)
def test_every_view_has_the_address_that_django_gives(word):
    found = list(names(get_resolver().url_patterns))
    assert len(found) > 100
    for name, count in found:
        args = [word] * count
        assert either(lambda: address(name, *args)) == either(lambda: reverse(name, args=args or None)), name


def test_what_is_no_word_is_left_to_django():
    assert address("intake:start_line", "abcdefghjk", 3) == reverse(
        "intake:start_line", args=["abcdefghjk", 3]
    )
    with pytest.raises(NoReverseMatch):
        address("no:such")
