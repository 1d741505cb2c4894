from datetime import UTC, date, datetime, timedelta
from enum import StrEnum

import pytest

from handrail.base import clock, ids, sealed
from handrail.base.errors import DomainError, InvalidTransition
from handrail.base.text import folded, kept
from handrail.base.transitions import check_transition

NOON = datetime(2026, 10, 20, 22, 30, tzinfo=UTC)


def test_a_set_clock_stands_and_may_tick():
    with clock.clock_at(NOON, timedelta(seconds=1)):
        assert clock.now() == NOON
        assert clock.now() == NOON + timedelta(seconds=1)
        assert clock.today("Europe/Berlin") == date(2026, 10, 21)


def test_a_seed_draws_the_same_ids_and_keys():
    drawn = []
    for _turn in range(2):
        with clock.clock_at(NOON), ids.seeded(7):
            drawn.append((ids.uuid7(), ids.key()))
    assert drawn[0] == drawn[1]
    assert drawn[0][0].version == 7
    assert len(drawn[0][1]) == 10


def test_ids_sort_by_their_time():
    with clock.clock_at(NOON, timedelta(milliseconds=1)):
        made = [ids.uuid7() for _ in range(50)]
    assert made == sorted(made)


def test_ids_of_one_instant_sort_as_they_were_made_and_follow_a_clock_that_is_set_back():
    with clock.clock_at(NOON), ids.seeded(7):
        made = [ids.uuid7() for _ in range(9_000)]
    assert made == sorted(made)
    assert len(set(made)) == 9_000
    with clock.clock_at(NOON - timedelta(hours=1)):
        assert ids.uuid7() < made[0]


def test_text_is_kept_byte_for_byte_and_two_things_are_refused():
    text = "  שלום \u0301 🎨 \r\n"
    assert kept(text) == text
    for bad in ("a\x00b", "a\ud800"):
        with pytest.raises(DomainError):
            kept(bad)


def test_names_fold_without_case_and_marks():
    assert folded("  Ñúñez  ÖZGÜR ") == "nunez ozgur"


def test_sealed_text_opens_with_its_key_and_owner_only():
    key = sealed.new_key()
    box = sealed.seal(key, b"mine", b"owner")
    assert sealed.unseal(key, box, b"owner") == b"mine"
    assert b"mine" not in box
    for wrong_key, owner in ((sealed.new_key(), b"owner"), (key, b"other")):
        with pytest.raises(DomainError):
            sealed.unseal(wrong_key, box, owner)


@pytest.mark.parametrize("text", ["not base64 at all!", "YWJj"])
def test_a_wrong_master_key_is_refused_with_a_sentence(text):
    with pytest.raises(DomainError, match="HANDRAIL_DATA_KEY"):
        sealed.master_key(text)


class Lamp(StrEnum):
    OFF = "off"
    ON = "on"
    GONE = "gone"


def test_only_the_table_leads_from_state_to_state():
    table = {Lamp.OFF: {Lamp.ON}, Lamp.ON: {Lamp.OFF, Lamp.GONE}, Lamp.GONE: set()}
    check_transition(table, Lamp.OFF, Lamp.ON)
    with pytest.raises(InvalidTransition):
        check_transition(table, Lamp.GONE, Lamp.ON)
