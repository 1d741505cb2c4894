"""A no takes effect at once, is stronger than every later yes, and is lifted by the person alone."""

import pytest

from handrail.access import EVERY_CATEGORY, Category, RelationKind, Role
from handrail.accounts.models import User
from handrail.base.errors import DomainError
from handrail.people import actions
from handrail.people.models import Refusal, Relation
from handrail.people.queries import covered
from handrail.people.rules.consent import Voice, Way
from handrail.people.tests import factories as make

pytestmark = pytest.mark.django_db
NOTES = frozenset({Category.NOTES})


@pytest.fixture(autouse=True)
def _ledger(tmp_path, settings):
    settings.HANDRAIL_HOME = tmp_path


@pytest.fixture
def elena():
    return make.participant(make.organisation())


@pytest.fixture
def me(elena):
    return make.self_viewer(elena)


@pytest.fixture
def sasha(elena):
    return make.staff_for(elena)


def user_of(viewer):
    return User.objects.get(pk=viewer.user_id)


def test_a_no_closes_at_once_and_lifting_it_opens_what_was_given(elena, me, sasha):
    before = covered(sasha, elena.pk)
    refusal = actions.refuse(participant=elena, user=user_of(sasha), categories=NOTES, by=me)
    assert covered(sasha, elena.pk) == before - NOTES
    actions.lift_refusal(refusal=refusal, by=me)
    assert covered(sasha, elena.pk) == before
    with pytest.raises(DomainError, match="changed in the meantime"):
        actions.lift_refusal(refusal=refusal, by=me)


def test_a_later_opening_does_not_get_past_a_no(elena, me, sasha):
    user = user_of(sasha)
    actions.refuse(participant=elena, user=user, by=me)
    assert covered(sasha, elena.pk) == frozenset()
    relation = actions.open_relation(participant=elena, user=user, kind=RelationKind.GROUP, by=me)
    actions.open_wider(relation=relation, categories=NOTES)
    assert covered(sasha, elena.pk) == frozenset()
    relation.refresh_from_db()
    assert (relation.scopes, relation.withheld & Category.NOTES.bit > 0) == (0, True)


def test_a_yes_to_family_does_not_get_past_a_no(elena, me):
    ravi = make.member(elena.organisation, Role.FAMILY, "Ravi Nair")
    actions.refuse(participant=elena, user=ravi, categories=frozenset({Category.WEEK}), by=me)
    terms = actions.Terms(opens=frozenset({Category.PLAN, Category.WEEK}), yeses={Voice.PERSON: Way.HERE})
    actions.give_consent(participant=elena, recipient=actions.Recipient(user=ravi), terms=terms, by=me)
    seen = covered(make.viewer(ravi, elena.organisation, Role.FAMILY), elena.pk)
    assert seen == {Category.CONTACT, Category.PLAN}


def test_a_newer_no_gives_way_to_nothing_but_itself(elena, me, sasha):
    user = user_of(sasha)
    actions.refuse(participant=elena, user=user, by=me)
    actions.refuse(participant=elena, user=user, categories=NOTES, by=me)
    assert Refusal.objects.filter(lifted_on=None).count() == 1
    assert Category.PLAN in covered(sasha, elena.pk)


def test_a_no_does_not_reach_oneself_nor_an_emergency(elena, me, sasha):
    with pytest.raises(DomainError, match="Your own view"):
        actions.refuse(participant=elena, user=user_of(me), by=me)
    user = user_of(sasha)
    actions.refuse(participant=elena, user=user, by=me)
    actions.open_relation(participant=elena, user=user, kind=RelationKind.EMERGENCY, by=me)
    assert covered(sasha, elena.pk) == frozenset()
    assert covered(sasha.inside_emergency(), elena.pk) == {Category.SAFETY}
    with pytest.raises(DomainError, match="Choose what"):
        actions.refuse(participant=elena, user=user, categories=frozenset(), by=me)


def test_another_colleague_sees_what_they_saw(elena, me, sasha):
    other = make.staff_for(elena)
    actions.refuse(participant=elena, user=user_of(sasha), by=me)
    assert covered(other, elena.pk) == EVERY_CATEGORY - {Category.ACCESS}
    assert Relation.objects.filter(withheld__gt=0).count() == 1
