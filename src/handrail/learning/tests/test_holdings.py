import pytest

from handrail.access import Label
from handrail.learning import actions
from handrail.learning.holdings import HOLDINGS
from handrail.learning.models import LessonCompany, LessonProgress, LessonProgressChange, LessonSharing
from handrail.learning.tests import factories as make
from handrail.people.tests import factories as people

pytestmark = pytest.mark.django_db


@pytest.fixture
def two(elena):
    person, me, _sasha = elena
    other = people.participant(person.organisation, "Elena", "Nair-Lopez")
    return person, me, other, people.self_viewer(other)


def join(source, to):
    HOLDINGS.move(source, to, people.TODAY)


def test_of_two_places_in_one_lesson_the_newer_one_stands(two):
    person, me, other, also_me = two
    make.stopped(person, me, card=3)
    make.stopped(person, me, "stress", card=2, days_ago=9)
    make.stopped(other, also_me, card=1, days_ago=30)
    make.stopped(other, also_me, "stress", card=1, days_ago=1)
    join(person, other)
    places = dict(LessonProgress.objects.filter(participant=other).values_list("lesson", "card"))
    assert places == {"sleep": 3, "stress": 1}
    assert LessonProgressChange.objects.filter(participant=other).count() == 4


@pytest.mark.parametrize(
    ("first", "second", "shared"), [(True, True, True), (True, False, False), (True, None, False)]
)
def test_lessons_stay_shared_only_when_both_records_shared_them(two, first, second, shared):
    person, me, other, also_me = two
    make.stopped(person, me)
    make.stopped(other, also_me, "stress")
    actions.share_lessons(participant=person, shared=first, by=me)
    if second is not None:
        actions.share_lessons(participant=other, shared=second, by=also_me)
    join(person, other)
    assert LessonSharing.objects.get().is_shared is shared
    labels = set(LessonProgress.objects.filter(participant=other).values_list("label", flat=True))
    assert labels == {Label.NORMAL if shared else Label.PRIVATE}


def test_two_wishes_for_company_become_one(two):
    person, me, other, also_me = two
    actions.answer_company(participant=person, wants=True, by=me)
    actions.answer_company(participant=other, wants=True, by=also_me)
    join(person, other)
    assert sorted(LessonCompany.objects.values_list("status", flat=True)) == ["asked", "taken_back"]
