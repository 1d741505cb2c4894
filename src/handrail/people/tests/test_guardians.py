"""Guardians and proxies: in person, after a private talk, for some areas, until the next birthday that needs a look."""

from datetime import date

import pytest

from handrail.access import Category, Role
from handrail.access import RelationKind as Kind
from handrail.base.errors import DomainError
from handrail.people import actions
from handrail.people.models import AccessTask, GuardianGrant
from handrail.people.queries import access as reads
from handrail.people.queries import covered
from handrail.people.rules.guardians import GuardianBasis
from handrail.people.tests import factories as make

pytestmark = pytest.mark.django_db
PLAN, WEEK = frozenset({Category.PLAN}), frozenset({Category.WEEK})


@pytest.fixture(autouse=True)
def _ledger(tmp_path, settings):
    settings.HANDRAIL_HOME = tmp_path


@pytest.fixture
def daniel():
    person = make.participant(make.organisation(), "Daniel", "Weiss")
    person.birth_on = date(2012, 5, 17)
    person.save()
    return person


@pytest.fixture
def dana(daniel):
    return make.staff_for(daniel, Role.COORDINATOR, Kind.COORDINATOR)


@pytest.fixture
def karin(daniel):
    return make.member(daniel.organisation, Role.FAMILY, "Karin Weiss")


def grant(person, user, by, areas=PLAN | WEEK, **more):
    return actions.grant_guardian(
        participant=person,
        user=user,
        basis=GuardianBasis.PARENT,
        areas=areas,
        by=by,
        **{"is_free": True, **more},
    )


def sees(person, user, on=make.TODAY):
    return covered(make.viewer(user, person.organisation, Role.FAMILY).on(on), person.pk)


def test_without_a_private_talk_nobody_is_granted(daniel, dana, karin):
    with pytest.raises(DomainError, match="alone first"):
        grant(daniel, karin, dana, is_free=False)
    assert not GuardianGrant.objects.exists()


def test_a_guardians_view_ends_by_itself_on_the_birthday(daniel, dana, karin):
    given = grant(daniel, karin, dana, document="Birth certificate, in the safe")
    assert given.to_on == date(2028, 5, 17)
    assert b"Birth" not in bytes(given.document)
    assert reads.document_of(given, actions.data_key(daniel)) == "Birth certificate, in the safe"
    assert sees(daniel, karin, date(2028, 5, 16)) == PLAN | WEEK
    assert sees(daniel, karin, date(2028, 5, 17)) == frozenset()
    due = reads.guardian_reviews(dana.on(date(2028, 5, 1)))
    assert [row.user for row in due] == [karin]
    assert reads.guardian_reviews(dana) == []


def test_the_same_guardian_is_not_granted_twice_and_an_end_is_an_end(daniel, dana, karin):
    given = grant(daniel, karin, dana)
    with pytest.raises(DomainError, match="guardian or proxy already"):
        grant(daniel, karin, dana)
    actions.end_guardian(grant=given, by=dana)
    assert sees(daniel, karin) == frozenset()


def test_two_guardians_who_differ_see_only_what_both_may_until_it_is_settled(daniel, dana, karin):
    other = make.member(daniel.organisation, Role.FAMILY, "Otto Weiss")
    grant(daniel, karin, dana)
    grant(daniel, other, dana, areas=PLAN)
    assert [sees(daniel, karin), sees(daniel, other)] == [PLAN, PLAN]
    (task,) = reads.access_tasks(dana)
    with pytest.raises(DomainError, match="few words"):
        actions.settle_task(task=task, answer=" ", by=dana)
    actions.settle_task(task=task, answer="The court paper says so.", by=dana)
    assert [sees(daniel, karin), sees(daniel, other)] == [PLAN | WEEK, PLAN]


def test_a_reported_disagreement_closes_and_ends_with_its_settling(daniel, dana, karin):
    other = make.member(daniel.organisation, Role.FAMILY, "Otto Weiss")
    grant(daniel, karin, dana, areas=WEEK)
    second = grant(daniel, other, dana, areas=PLAN)
    assert sees(daniel, karin) == frozenset()
    actions.end_guardian(grant=second, by=dana)
    assert sees(daniel, karin) == WEEK
    actions.report_conflict(participant=daniel, words="The father called.", by=dana)
    assert AccessTask.objects.filter(status="open").count() == 1


def test_guardians_never_see_the_list_of_who_sees_what(daniel, dana, karin):
    grant(daniel, karin, dana)
    viewer = make.viewer(karin, daniel.organisation, Role.FAMILY)
    assert not AccessTask.objects.all().visible_to(viewer).exists()
    assert not GuardianGrant.objects.all().visible_to(viewer).exists()
