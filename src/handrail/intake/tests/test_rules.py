from datetime import date

import pytest

from handrail.intake import rules
from handrail.intake.rules import AuthorKind, ReferralStatus, Side, StartState


@pytest.mark.parametrize(
    ("table", "kind"),
    [(rules.REFERRAL_TRANSITIONS, ReferralStatus), (rules.START_TRANSITIONS, StartState)],
)
def test_each_table_names_every_state_and_leads_only_to_states(table, kind):
    assert set(table) == set(kind)
    assert all(to in kind for leads in table.values() for to in leads)


def test_every_state_has_a_word():
    assert set(rules.REFERRAL_STATUSES) == set(ReferralStatus)
    assert set(rules.START_STATES) == set(StartState)
    assert set(rules.CONVERSATION_MODES) == set(rules.ConversationMode)


@pytest.mark.seed("S-219")
def test_first_contact_is_due_a_week_after_the_referral():
    assert rules.first_contact_due(date(2026, 10, 20)) == date(2026, 10, 27)


def test_the_side_that_was_asked_has_the_next_word():
    assert rules.waits_for(StartState.ASKED, Side.TEAM) == Side.PERSON
    assert rules.waits_for(StartState.ASKED, Side.PERSON) == Side.TEAM
    assert rules.waits_for(StartState.DONE, Side.TEAM) == Side.NOBODY


def test_the_persons_own_words_stay_and_newer_words_win_otherwise():
    assert rules.stays(AuthorKind.MINE, AuthorKind.STAFF)
    assert not rules.stays(AuthorKind.MINE, AuthorKind.MINE)
    assert not rules.stays(AuthorKind.STAFF, AuthorKind.MINE)
    assert not rules.stays(AuthorKind.STAFF, AuthorKind.FAMILY)


def test_nothing_in_getting_started_is_final():
    assert all(leads == set(StartState) - {now} for now, leads in rules.START_TRANSITIONS.items())
