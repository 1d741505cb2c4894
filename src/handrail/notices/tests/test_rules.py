from datetime import UTC, datetime, timedelta

from handrail.notices import rules

NOW = datetime(2026, 10, 20, 10, 0, tzinfo=UTC)


def test_the_waits_grow_and_together_make_72_hours():
    assert list(rules.WAITS) == sorted(rules.WAITS)
    assert rules.WAITS[0] == timedelta(minutes=1)
    assert sum(rules.WAITS, timedelta()) == timedelta(hours=72)


def test_a_message_is_given_up_after_the_last_wait():
    assert rules.next_attempt(1, NOW) == NOW + timedelta(minutes=1)
    assert rules.next_attempt(len(rules.WAITS), NOW) == NOW + timedelta(hours=30)
    assert rules.next_attempt(rules.ATTEMPTS_AT_MOST, NOW) is None


def test_reach_is_true_with_an_address_only():
    assert rules.Reach(address="a@example.org")
    assert not rules.Reach(reason=rules.SUBJECT)


def test_a_mail_says_nothing_of_the_field():
    words = f"{rules.SUBJECT} {rules.BODY}".casefold()
    assert not any(word in words for word in ("plan", "goal", "step", "note", "session", "rehabilitation"))
