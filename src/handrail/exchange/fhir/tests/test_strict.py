import json
from contextlib import suppress
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handrail.exchange.fhir import strict

TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=8)
TREES = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(2**40), 2**40)
    | st.floats(allow_nan=False, allow_infinity=False)
    | TEXT,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(TEXT, inner, max_size=4),
    max_leaves=12,
)


def digest_of(text: str) -> str:
    return strict.digest(strict.parse(text.encode())[1])


def turned_round(tree: Any) -> Any:
    if isinstance(tree, dict):
        return {key: turned_round(tree[key]) for key in reversed(tree)}
    return [turned_round(item) for item in tree] if isinstance(tree, list) else tree


@given(TREES)
def test_a_digest_does_not_depend_on_the_order_of_keys_or_on_spaces(tree: Any) -> None:
    assert digest_of(json.dumps(tree)) == digest_of(json.dumps(turned_round(tree), indent=3))


@given(TREES, TREES)
def test_two_different_values_have_different_digests(one: Any, other: Any) -> None:
    same = json.dumps(one, sort_keys=True) == json.dumps(other, sort_keys=True)
    assert (digest_of(json.dumps(one)) == digest_of(json.dumps(other))) is same


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("1.0", "1.00"),
        ("1", "1.0"),
        ("1", '"1"'),
        ("1.000000000000000005", "1.0"),
        ("9223372036854775808", "9223372036854775809"),
        ("true", '"true"'),
        ("null", '"null"'),
        ("[]", "{}"),
        ('["a","b"]', '["b","a"]'),
        ('["a,b"]', '["a","b"]'),
        ('"\\u00e9"', '"e\\u0301"'),
    ],
)
def test_a_digest_sees_the_smallest_difference(one: str, other: str) -> None:
    assert digest_of(one) != digest_of(other)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (b"", "nothing in it"),
        (b" \n ", "nothing in it"),
        (b"\xef\xbb\xbf{}", "byte order mark"),
        (b"\xff\xfe{\x00}\x00", "byte order mark"),
        (b'{"a": 1', "not valid JSON"),
        (b'{"a": 1} {"b": 2}', "not valid JSON"),
        (b'{"a": NaN}', "not valid JSON"),
        (b'{"a": 1e999}', "not valid JSON"),
        (b'{"a": "\xff"}', "not valid JSON"),
        (b'{"a": "\\ud800"}', "not valid JSON"),
        (b'{"a": ' + b"1" * 70 + b"}", "more than 64 digits"),
        (b'{"a": {"b": 1, "b": 1}}', "names \u201cb\u201d twice"),
        (b"[" * 129 + b"]" * 129, "nested deeper"),
        (b"[" * 5000 + b"]" * 5000, "not valid JSON"),
        (b'{"a":' * 900 + b"1" + b"}" * 900, "nested deeper"),
        (b"<Patient/>", "not valid JSON"),
    ],
)
def test_text_that_can_be_read_in_two_ways_is_refused_with_a_sentence(text: bytes, words: str) -> None:
    with pytest.raises(strict.NotReadable, match=words):
        strict.parse(text)


def test_the_deepest_allowed_nesting_is_read() -> None:
    assert strict.parse(b"[" * 128 + b"]" * 128)


@given(st.binary(max_size=60))
def test_whatever_the_bytes_reading_answers_with_a_value_or_a_sentence(text: bytes) -> None:
    with suppress(strict.NotReadable):
        strict.parse(text)
