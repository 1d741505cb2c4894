from datetime import date, timedelta

import pytest

from handrail.access import Label
from handrail.base.errors import DomainError
from handrail.learning import rules
from handrail.learning.rules import CompanyStatus, LessonStatus

TODAY = date(2026, 10, 20)


def ago(days):
    return TODAY - timedelta(days=days)


def test_each_table_names_every_status():
    assert set(rules.LESSON_TRANSITIONS) == set(LessonStatus)
    assert set(rules.COMPANY_TRANSITIONS) == set(CompanyStatus)


@pytest.mark.parametrize(
    ("last_on", "answered_on", "offers"),
    [
        ([], None, False),
        ([ago(30)], None, False),
        ([ago(30), ago(6)], None, False),
        ([ago(30), ago(7)], None, True),
        ([ago(30), ago(7), ago(1)], None, True),
        ([ago(90), ago(80)], ago(59), False),
        ([ago(90), ago(80)], ago(60), True),
    ],
)
def test_company_is_offered_after_two_lessons_and_not_again_for_a_while(last_on, answered_on, offers):
    assert rules.offers_company(last_on, answered_on, TODAY) is offers


def test_progress_is_private_unless_shared():
    assert rules.label_of(False) is Label.PRIVATE
    assert rules.label_of(True) is Label.NORMAL


@pytest.mark.parametrize("card", [0, 5, -1])
def test_a_card_that_is_not_there_is_said(card):
    assert rules.checked_card(4, 4) == 4
    with pytest.raises(DomainError, match="no such card"):
        rules.checked_card(card, 4)


def test_the_effect_of_sharing_names_who_sees_what():
    assert rules.sharing_effect(["Dana", "Sasha"]).startswith("Dana, Sasha see which lessons I opened")
    assert rules.sharing_effect(["Dana"]).startswith("Dana sees which")
    assert "Nobody is on it yet" in rules.sharing_effect([])
