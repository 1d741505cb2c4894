"""Pure rules: how long a yes lasts, whose yes it takes, birthdays, and how somebody is known again."""

from datetime import UTC, date, datetime

import pytest

from handrail.access import Category
from handrail.base import clock
from handrail.base.errors import DomainError
from handrail.people.country import country_pack
from handrail.people.rules import consent as rules
from handrail.people.rules.blocked import Traits, is_same
from handrail.people.rules.consent import LegalBasis, Voice
from handrail.people.rules.guardians import (
    Ages,
    age_on,
    agreed_scopes,
    birthday,
    guardian_end,
    guardian_scopes,
    next_review,
)

TODAY = date(2026, 10, 20)
LEAP = date(2012, 2, 29)


def test_a_yes_lasts_twelve_months_at_most():
    assert rules.checked_end(TODAY, None) == date(2027, 10, 20)
    assert rules.checked_end(TODAY, date(2026, 10, 21)) == date(2026, 10, 21)
    for wrong in (TODAY, date(2027, 10, 21)):
        with pytest.raises(DomainError):
            rules.checked_end(TODAY, wrong)


@pytest.mark.parametrize(
    ("day", "months", "then"),
    [
        (date(2028, 2, 29), 12, date(2029, 2, 28)),
        (date(2026, 12, 31), 12, date(2027, 12, 31)),
        (date(2026, 12, 31), 2, date(2027, 2, 28)),
        (date(2026, 11, 30), 1, date(2026, 12, 30)),
    ],
)
def test_months_end_on_a_day_that_is_there(day, months, then):
    assert rules.months_on(day, months) == then


def test_a_yes_is_asked_again_from_thirty_days_before_until_ninety_after():
    end = date(2026, 10, 20)
    asked = [day for day in (19, 20) if rules.is_asked_again(end, date(2026, 9, day))]
    assert asked == [20]
    assert rules.is_asked_again(end, date(2027, 1, 18))
    assert not rules.is_asked_again(end, date(2027, 1, 19))


def test_the_effect_is_said_in_words_to_the_person_and_of_them():
    plan = frozenset({Category.PLAN})
    said = rules.effect(sees=plan, hides=frozenset({Category.NOTES}), who="Dad")
    assert said == ["Dad will see your steps.", "Dad will not see your notes."]
    of = rules.effect(sees=plan | {Category.WEEK}, hides=frozenset(), who="Dad", name="Elena")
    assert of == ["Dad will see the steps and week of Elena."]
    assert rules.effect(sees=frozenset(), hides=plan, who="Dad") == ["Dad will see nothing of yours."]


def test_every_sentence_of_the_effect_has_twenty_words_at_most():
    every = frozenset(rules.SHAREABLE) | {Category.CONTACT}
    for sees in (every, frozenset({Category.CONTACT})):
        said = rules.effect(sees=sees, hides=rules.family_hides(sees), who="Ravi Nair", name="Elena")
        assert all(len(sentence.split()) <= 20 for sentence in said)


def test_every_category_has_the_persons_words():
    assert set(rules.PARTS) == set(Category)


def test_notes_are_never_shared():
    with pytest.raises(DomainError):
        rules.shared_scopes({Category.NOTES})
    assert rules.categories_in(rules.shared_scopes(())) == {Category.CONTACT}


@pytest.mark.parametrize(
    ("age", "needed", "basis"),
    [
        (None, {Voice.PERSON}, LegalBasis.OWN_CONSENT),
        (13, {Voice.GUARDIAN}, LegalBasis.GUARDIAN),
        (14, {Voice.PERSON, Voice.GUARDIAN}, LegalBasis.WITH_GUARDIAN),
        (16, {Voice.PERSON}, LegalBasis.OWN_CONSENT),
    ],
)
def test_whose_yes_it_takes_is_a_question_of_age(age, needed, basis):
    found = rules.voices_needed(age, own_word=14, alone=16)
    assert (found, rules.basis_of(found)) == (needed, basis)


def test_somebody_of_29_february_grows_older_every_year():
    assert birthday(LEAP, 14) == date(2026, 3, 1)
    assert birthday(LEAP, 14, leap_is_march=False) == date(2026, 2, 28)
    assert birthday(LEAP, 16) == date(2028, 2, 29)
    assert [age_on(LEAP, date(2026, 2, 28)), age_on(LEAP, date(2026, 3, 1))] == [13, 14]
    assert age_on(LEAP, date(2026, 2, 28), leap_is_march=False) == 14
    assert age_on(None, TODAY) is None


@pytest.mark.parametrize(
    ("zone", "age"), [("Pacific/Kiritimati", 14), ("Europe/Berlin", 14), ("Pacific/Pago_Pago", 13)]
)
def test_a_birthday_begins_with_the_local_day(zone, age):
    with clock.clock_at(datetime(2026, 5, 16, 23, 30, tzinfo=UTC)):
        assert age_on(date(2012, 5, 17), clock.today(zone)) == age


def test_a_guardians_view_ends_on_the_next_birthday_that_needs_a_look():
    born = date(2012, 5, 17)
    ages = Ages()
    assert next_review(born, TODAY, ages) == date(2028, 5, 17)
    assert guardian_end(born, TODAY, None, ages) == date(2028, 5, 17)
    assert guardian_end(born, TODAY, date(2027, 1, 1), ages) == date(2027, 1, 1)
    assert guardian_end(None, TODAY, None, ages) is None
    assert next_review(date(1990, 1, 1), TODAY, ages) is None
    with pytest.raises(DomainError):
        guardian_end(born, TODAY, TODAY, ages)


def test_guardians_who_disagree_see_what_both_may_see():
    both, one = guardian_scopes(frozenset({Category.PLAN, Category.WEEK})), Category.PLAN.bit
    assert agreed_scopes([both, one]) == one
    assert agreed_scopes([]) == 0
    for areas in (frozenset(), frozenset({Category.NOTES})):
        with pytest.raises(DomainError):
            guardian_scopes(areas)


@pytest.mark.parametrize(
    ("blocked", "met", "same"),
    [
        (Traits(name="Karl Weiß"), Traits(name="WEISS, Karl"), True),
        (Traits(name="Karl Weiss"), Traits(name="Karl Heinz Weiss"), True),
        (Traits(name="Karl"), Traits(name="Karl Weiss"), False),
        (Traits(name="Karl Weiss"), Traits(name="Karin Weiss"), False),
        (Traits(phone="+49 30 23125 129"), Traits(phone="030/23125129"), True),
        (Traits(phone="129"), Traits(phone="129"), False),
        (Traits(email="Karl+x@Example.org"), Traits(email="karl@example.org"), True),
        (Traits(email="karl@example.org"), Traits(email="karl@example.com"), False),
        (Traits(), Traits(), False),
    ],
)
def test_somebody_is_known_again(blocked, met, same):
    assert is_same(blocked, met) is same


def test_a_country_without_a_row_has_the_general_one_and_nothing_is_confirmed():
    for code in ("DE", "NZ", ""):
        pack = country_pack(code)
        assert not pack.is_confirmed
        assert pack.ages.reviews == (14, 16, 18)
        assert all(pack.legal_basis(basis, "en") for basis in LegalBasis)
