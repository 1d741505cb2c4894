from datetime import date

import pytest

from handrail.base.errors import DomainError
from handrail.base.words import _
from handrail.complaints import rules
from handrail.complaints.rules import COMPLAINT_STATUSES, COMPLAINT_TRANSITIONS, ComplaintStatus


def test_the_table_names_every_status_and_each_has_words():
    assert set(COMPLAINT_TRANSITIONS) == set(COMPLAINT_STATUSES) == set(ComplaintStatus)


def test_what_waits_for_an_answer_can_be_answered():
    assert all(ComplaintStatus.ANSWERED in COMPLAINT_TRANSITIONS[one] for one in rules.WAITS)


@pytest.mark.parametrize(
    ("sent_on", "days", "until"),
    [
        (date(2026, 10, 19), 5, date(2026, 10, 26)),  # Monday to Monday
        (date(2026, 10, 23), 1, date(2026, 10, 26)),  # Friday to Monday
        (date(2026, 10, 24), 1, date(2026, 10, 26)),  # Saturday to Monday
        (date(2026, 10, 25), 5, date(2026, 10, 30)),
    ],
)
def test_an_answer_is_due_after_so_many_weekdays(sent_on, days, until):
    assert rules.answer_day(sent_on, days) == until


@pytest.mark.parametrize("days", [0, 31])
def test_a_place_answers_within_one_to_thirty_days(days):
    with pytest.raises(DomainError, match="1 to 30"):
        rules.checked_days(days)
    assert rules.checked_days(30) == 30


def test_words_are_kept_as_they_were_typed_and_none_are_refused():
    assert rules.checked_words("  two \n lines ", _("Write.")) == "  two \n lines "
    with pytest.raises(DomainError, match=r"Write\."):
        rules.checked_words(" \n ", _("Write."))
