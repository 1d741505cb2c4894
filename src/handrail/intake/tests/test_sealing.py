"""What is sealed on a phone opens here, whole, and nowhere else."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from django.test import override_settings
from hypothesis import given
from hypothesis import strategies as st

from handrail.intake import sealing
from handrail.intake.rules import was_long_under_way
from handrail.intake.rules.no_signal import (
    MOST_BYTES,
    MOST_OPS,
    Malformed,
    TooMuch,
    Unreadable,
    checked_batch,
    read_written,
    written_at,
)
from handrail.intake.tests import phone

OLDER, NEWER = "a-secret-of-this-place-before-" * 2, "a-secret-of-this-place-today-" * 2
SAID = {
    "op": "0190a0f0-0000-4000-8000-000000000001",
    "given": "who",
    "question": "matters-most",
    "version": 1,
    "text": "Meine Schwester, שלום",
    "choices": [],
    "author": "mine",
    "at": 1,
    "before": [],
}
NOON = datetime(2026, 10, 20, 12, tzinfo=UTC)


@pytest.mark.seed("S-041")
@given(st.text(max_size=600))
def test_words_come_out_as_they_were_sealed(text):
    op = phone.op_of(phone.seal({**SAID, "text": text}, sealing.place_key()))
    written = read_written(op.op, sealing.open_sealed(op))
    mended = "".join("\ufffd" if one == "\x00" or "\ud800" <= one <= "\udfff" else one for one in text)
    assert (written.text, written.question) == (mended, "matters-most")


def test_nothing_of_it_can_be_read_in_the_row_and_its_length_says_little():
    rows = [
        phone.seal({**SAID, "text": text}, sealing.place_key()) for text in ("Vera", "Vera and her brother")
    ]
    for row in rows:
        assert not any(word in str(row) for word in ("Vera", "matters", "mine", "who"))
    assert len(rows[0]["sealed"]) == len(rows[1]["sealed"])


@given(st.integers(min_value=0), st.integers(min_value=1, max_value=255))
def test_a_byte_that_was_changed_is_refused(place, flip):
    op = phone.op_of(phone.seal(SAID, sealing.place_key()))
    broken = bytearray(op.sealed)
    broken[place % len(broken)] ^= flip
    with pytest.raises(Unreadable):
        sealing.open_sealed(replace(op, sealed=bytes(broken)))


def test_another_id_another_schema_and_another_sender_are_refused():
    op = phone.op_of(phone.seal(SAID, sealing.place_key()))
    other = phone.op_of(phone.seal({**SAID, "op": SAID["op"][:-1] + "2"}, sealing.place_key()))
    wrong = [
        replace(op, op=other.op),
        replace(op, v=2),
        replace(op, sender=other.sender),
        replace(op, sender=b"\x04" + bytes(64)),
        replace(op, sender=b""),
        replace(op, sealed=b""),
    ]
    for one in wrong:
        with pytest.raises(Unreadable):
            sealing.open_sealed(one)
    assert sealing.open_sealed(op)


def test_the_id_inside_is_the_id_outside():
    key, other = sealing.place_key(), SAID["op"][:-1] + "3"
    row = {**phone.seal(SAID, key, about=f"{other}.1.{key.id}".encode()), "op": other}
    op = phone.op_of(row)
    with pytest.raises(Unreadable):
        read_written(op.op, sealing.open_sealed(op))


def test_what_was_sealed_under_the_secret_before_still_opens_and_under_a_forgotten_one_not():
    with override_settings(SECRET_KEY=OLDER, SECRET_KEY_FALLBACKS=[]):
        before = sealing.place_key()
        op = phone.op_of(phone.seal(SAID, before))
    with override_settings(SECRET_KEY=NEWER, SECRET_KEY_FALLBACKS=[OLDER]):
        assert sealing.place_key().id != before.id
        assert sealing.open_sealed(op)
    with override_settings(SECRET_KEY=NEWER, SECRET_KEY_FALLBACKS=[]), pytest.raises(Unreadable):
        sealing.open_sealed(op)


def test_a_key_of_the_same_secret_is_the_same():
    with override_settings(SECRET_KEY=OLDER):
        first = sealing.place_key().public
        sealing._key_of.cache_clear()
        assert sealing.place_key().public == first


@pytest.mark.parametrize(
    "change", [{"at": -1}, {"at": "now"}, {"version": None}, {"author": "nobody"}, {"more": 1}]
)
def test_what_is_no_answer_inside_is_refused(change):
    op = phone.op_of(phone.seal({**SAID, **change}, sealing.place_key()))
    with pytest.raises(Unreadable):
        read_written(op.op, sealing.open_sealed(op))


# ---- batches ----


def test_a_batch_has_a_size():
    row = phone.seal(SAID, sealing.place_key())
    assert len(checked_batch(phone.body(*[row] * MOST_OPS))) == MOST_OPS
    with pytest.raises(TooMuch, match="at most 50 answers"):
        checked_batch(phone.body(*[row] * (MOST_OPS + 1)))
    with pytest.raises(TooMuch, match="at most 256 KiB"):
        checked_batch(b" " * (MOST_BYTES + 1))


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"about=x",
        b"\xff\xfe",
        b"[]",
        b"null",
        b"{}",
        b'{"ops": []}',
        b'{"ops": [{}]}',
        b'{"ops": NaN}',
        b"[" * 100_000,
        b"9" * 9_000,
        b'{"ops": 1e999}',
    ],
)
def test_what_is_no_batch_is_refused_with_a_reason(body):
    with pytest.raises(Malformed, match="no batch of answers"):
        checked_batch(body)


@given(
    st.recursive(
        st.none() | st.text() | st.integers() | st.floats(),
        lambda kid: st.lists(kid) | st.dictionaries(st.text(), kid),
    )
)
def test_whatever_stands_in_a_row_is_refused_with_its_place(made_up):
    row = phone.seal(SAID, sealing.place_key())
    for name in row:
        wrong = {**row, name: made_up}
        if made_up == row[name]:
            continue
        assert _taken_or_named(phone.body(wrong), name)


def _taken_or_named(body, name):
    """Return whether a batch is refused with a reason, or its shape is right and only its key decides."""
    try:
        return len(checked_batch(body)) == 1 and name in ("v", "key", "sender", "sealed")
    except Malformed as error:
        return "no batch of answers" in str(error)


# ---- time ----


def test_a_clock_that_is_wrong_by_years_does_no_harm():
    opened, now = NOON - timedelta(days=2), NOON
    said = [NOON - timedelta(days=1), NOON - timedelta(days=3650), NOON + timedelta(days=3650)]
    found = [written_at(int(one.timestamp() * 1000), opened_at=opened, now=now) for one in said]
    assert found == [said[0], opened, now]


def test_what_needed_several_days_is_said():
    assert was_long_under_way(NOON - timedelta(days=4), NOON)
    assert not was_long_under_way(NOON - timedelta(days=1), NOON)
    assert not was_long_under_way(NOON, None)
