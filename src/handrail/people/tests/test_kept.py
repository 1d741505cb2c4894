"""What is kept about a person is asked once, and an empty room costs nothing."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from handrail.access import Category
from handrail.people.kept import _models, keeps
from handrail.people.models import AboutPersonQuerySet, OutsideRecord, Relation
from handrail.people.queries import person
from handrail.people.tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def elena():
    return factories.participant(factories.organisation(), called="Elena")


def statements(run):
    with CaptureQueriesContext(
        connection,
    ) as heard:
        run()
    return len(heard)


def outside(participant):
    return OutsideRecord.objects.create(
        organisation=participant.organisation,
        participant=participant,
        kind="goal",
        source="Clinic",
        text="Walk",
        status="active",
    )


def test_a_page_asks_once_for_all_rooms(elena):
    viewer = factories.staff_for(elena)
    person(viewer, elena.key)
    assert statements(lambda: keeps(viewer, elena, OutsideRecord)) == 1
    assert statements(lambda: [keeps(viewer, elena, model) for model in _models]) == 0


def test_each_page_asks_anew(elena):
    viewer = factories.staff_for(elena)
    person(viewer, elena.key)
    assert not keeps(viewer, elena, OutsideRecord)
    outside(elena)
    person(viewer, elena.key)
    assert keeps(viewer, elena, OutsideRecord)


def test_the_rows_of_somebody_else_do_not_count(elena):
    rosa = factories.participant(elena.organisation, called="Rosa")
    outside(rosa)
    viewer = factories.staff_for(elena)
    person(viewer, elena.key)
    assert not keeps(viewer, elena, OutsideRecord)


def test_what_no_relation_covers_is_not_asked(elena):
    outside(elena)
    viewer = factories.staff_for(elena)
    Relation.objects.filter(user_id=viewer.user_id).update(scopes=Category.CONTACT.bit)
    person(viewer, elena.key)
    assert statements(lambda: keeps(viewer, elena, OutsideRecord)) == 0
    assert not keeps(viewer, elena, OutsideRecord)


def test_a_record_that_no_page_opened_may_keep_everything(elena):
    viewer = factories.staff_for(elena)
    assert keeps(viewer, elena, OutsideRecord)


def test_each_table_opens_by_its_own_category_alone():
    """A table whose ``visible_to`` also opens rows in another way could not be skipped by its category."""
    for model in _models:
        assert type(model.objects.all()).visible_to is AboutPersonQuerySet.visible_to, model
