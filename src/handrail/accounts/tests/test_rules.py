from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest

from handrail.access import Role
from handrail.accounts import rules, second_step
from handrail.base.errors import DomainError

NOON = datetime(2026, 10, 20, 12, tzinfo=UTC)


@pytest.mark.asvs("6.3.1")
def test_five_tries_are_free_and_each_more_doubles_the_wait_up_to_fifteen_minutes():
    waits = [rules.wait_after(wrong).total_seconds() for wrong in range(4, 12)]
    assert waits == [0, 30, 60, 120, 240, 480, 900, 900]


@pytest.mark.parametrize(
    ("role", "idle"), [(Role.SPECIALIST, 30), (Role.MANAGER, 30), (Role.PARTICIPANT, 15), (Role.FAMILY, 15)]
)
@pytest.mark.asvs("7.3.1", "7.3.2")
def test_a_session_lies_still_for_so_long_and_lasts_twelve_hours(role, idle):
    began = 1_000_000
    over = {"role": role, "began": began}
    assert not rules.has_run_out(**over, seen=0, now=began + idle * 60 - 1)
    assert rules.has_run_out(**over, seen=0, now=began + idle * 60)
    assert not rules.has_run_out(**over, seen=began + 3600, now=began + 3600 + idle * 60 - 1)
    late = began + 12 * 3600
    assert not rules.has_run_out(**over, seen=late, now=late - 1)
    assert rules.has_run_out(**over, seen=late, now=late)


def test_people_with_a_plan_and_family_are_never_made_to_have_a_second_step():
    free = {role for role in Role if not rules.must_have_second_step(role)}
    assert free == {Role.PARTICIPANT, Role.FAMILY}


@pytest.mark.parametrize("typed", ["MARIGOLD", " marigold ", "Marigold"])
def test_a_word_is_compared_without_regard_to_capitals_and_spaces(typed):
    assert rules.checked_word(typed) == "marigold"


def test_a_word_of_three_letters_is_too_short():
    with pytest.raises(DomainError, match="four letters"):
        rules.checked_word(" ab ")


@pytest.mark.parametrize("poor", ["short", "aaaaaaaaaaaaaa", "sashasasha-1", "Handrail-2026!"])
@pytest.mark.asvs("6.2.1", "6.2.11")
def test_a_password_that_is_found_too_soon_is_not_taken(poor):
    with pytest.raises(DomainError):
        rules.checked_password(poor, "sasha")


@pytest.mark.asvs("6.2.5", "6.2.8")
def test_a_password_may_be_of_any_letters_and_is_kept_as_it_is_typed():
    assert rules.checked_password(" vier Wörter ohne Sinn ", "sasha") == " vier Wörter ohne Sinn "


@pytest.mark.parametrize(
    ("agent", "words"),
    [
        ("Mozilla/5.0 (Android 14; Mobile; rv:131.0) Gecko/131.0 Firefox/131.0", "Firefox · Android"),
        ("Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537 Chrome/129 Safari/537 Edg/129", "Edge · Windows"),
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) Version/17.5 Safari/604", "Safari · iPhone"),
        ("curl/8", ""),
    ],
)
def test_a_device_is_called_as_its_owner_knows_it(agent, words):
    assert rules.device_words(agent) == words


def test_the_codes_are_those_of_the_standard():
    """The standard's own list: RFC 6238, appendix B, its last six digits."""
    secret = b"12345678901234567890"
    for seconds, digits in [(59, "287082"), (1111111109, "081804"), (2000000000, "279037")]:
        assert second_step.code_at(secret, seconds // 30) == digits


@pytest.mark.asvs("6.5.1", "6.5.5")
def test_a_code_fits_for_half_a_minute_around_and_only_once():
    secret = second_step.new_secret()
    step = int(NOON.timestamp()) // 30
    code = second_step.code_at(secret, step)
    fits = [
        second_step.step_of(secret, code, now=NOON + timedelta(seconds=late), after=0)
        for late in (-60, -30, 0, 30, 60)
    ]
    assert fits == [None, step, step, step, None]
    assert second_step.step_of(secret, code, now=NOON, after=step) is None
    assert second_step.step_of(secret, f" {code[:3]} {code[3:]} ", now=NOON, after=0) == step
    assert second_step.step_of(secret, "", now=NOON, after=0) is None
    in_arabic = "".join(chr(ord("٠") + int(digit)) for digit in code)
    assert second_step.step_of(secret, in_arabic, now=NOON, after=0) == step
    assert second_step.step_of(secret, "²³①४४४", now=NOON, after=0) is None


def test_a_stored_secret_opens_for_its_user_only():
    stored = second_step.closed(b"secret of one", UUID(int=1))
    assert b"secret" not in stored
    assert second_step.opened(stored, UUID(int=1)) == b"secret of one"
    with pytest.raises(DomainError):
        second_step.opened(stored, UUID(int=2))
