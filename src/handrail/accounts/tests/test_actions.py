from dataclasses import replace
from datetime import timedelta

import pytest

from handrail.access import Role
from handrail.accounts import actions, queries
from handrail.accounts.models import Installation, SecondStep, User
from handrail.accounts.rules import JobTitle, checked_sign_in_name
from handrail.accounts.tests import factories as make
from handrail.audit.models import Event
from handrail.base.errors import DomainError

pytestmark = pytest.mark.django_db


def found(**more):
    facts = {"name": "Riverside", "zone": "Europe/Berlin", "language": "en", "currency": "EUR", **more}
    return actions.found_organisation(**facts, by=make.operator())


def test_a_database_says_once_what_it_is():
    assert queries.is_demo() is False
    actions.make_installation(by=make.operator(), is_demo=True, demo_seed=3)
    assert queries.is_demo() is True
    with pytest.raises(DomainError, match="set up already"):
        actions.make_installation(by=make.operator(), is_demo=False)
    assert Installation.objects.get().demo_seed == 3


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"name": "  "}, "Name the organisation"),
        ({"zone": "Mars/Olympus"}, "is not a time zone"),
        ({"currency": "XXX"}, "is not a currency"),
    ],
)
def test_a_place_with_wrong_facts_is_not_founded(wrong, sentence):
    with pytest.raises(DomainError, match=sentence):
        found(**wrong)


def test_a_site_lives_in_the_zone_of_its_place():
    place = found(zone="Asia/Kolkata")
    site = actions.open_site(organisation=place, name="Mill Road", by=make.operator())
    assert site.zone == "Asia/Kolkata"
    assert list(queries.sites(make.viewer(make.member(place)))) == [site]


@pytest.mark.parametrize("name", ["ab", "two words", " a "])
def test_a_sign_in_name_has_three_letters_and_no_space(name):
    with pytest.raises(DomainError, match="three letters"):
        checked_sign_in_name(name)


def test_a_sign_in_name_belongs_to_one_person():
    place = found()
    make.member(place, sign_in_name="Sasha")
    with pytest.raises(DomainError, match="“sasha” is taken"):
        make.member(place, sign_in_name=" SASHA ")
    assert User.objects.count() == 1


def test_members_are_those_of_today_and_of_the_asked_roles():
    place = found()
    sasha = make.member(place, name="Sasha", job_title=JobTitle.PSR_SPECIALIST)
    left, away = make.member(place, name="Left"), make.member(place, name="Away")
    make.member(place, Role.PARTICIPANT, name="Elena")
    make.member(make.organisation("Elsewhere"), name="Stranger")
    membership = left.memberships.get()
    membership.from_on -= timedelta(days=9)
    membership.to_on = make.TODAY
    membership.save()
    User.objects.filter(pk=away.pk).update(is_active=False)
    viewer = make.viewer(sasha)
    assert [row.name for row in queries.members(viewer)] == ["Elena", "Sasha"]
    [row] = queries.members(viewer, roles=frozenset({Role.SPECIALIST}))
    assert str(row.job_title) == "Rehabilitation specialist"


def test_language_and_look_are_kept_with_one_event():
    user = make.member(found())
    viewer = make.viewer(user)
    actions.choose_display(user=user, language="en", theme="dark", by=viewer)
    assert queries.account_of(viewer).theme == "dark"
    assert Event.objects.filter(kind="choose_display", user_id=user.pk).count() == 1


def test_a_session_acts_in_the_newest_membership():
    first, second = found(), found(name="Harbour")
    user = make.member(first)
    old = user.memberships.get()
    old.from_on -= timedelta(days=30)
    old.save()
    user.memberships.create(organisation=second, role=Role.MANAGER, from_on=make.TODAY)
    assert queries.current_membership(user, make.TODAY).organisation == second
    assert queries.current_membership(user, make.TODAY - timedelta(days=1)).organisation == first
    assert queries.organisation_of(replace(make.operator(), organisation_id=second.pk)) == second


def test_a_code_that_does_not_fit_sets_up_no_second_step():
    user = make.member(found())
    with pytest.raises(DomainError, match="does not fit"):
        actions.set_up_second_step(user=user, secret=b"x" * 20, typed="000000 no", by=make.viewer(user))
    assert not SecondStep.objects.exists()
