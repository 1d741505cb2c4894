"""What becomes of areas of a life that two records of one person both describe."""

import pytest

from handrail.people.tests import factories as people
from handrail.plans import actions
from handrail.plans.holdings import HOLDINGS
from handrail.plans.models import AreaEntry
from handrail.plans.rules import LifeArea
from handrail.plans.tests import factories as make

pytestmark = pytest.mark.django_db


def say(person, by, wish, area=LifeArea.HOME):
    actions.say_how_area_is(
        participant=person, area=area, strong="", wish=wish, works=None, satisfied=None, by=by
    )


def test_of_two_entries_of_one_area_the_one_of_the_record_that_stays_is_current():
    person, me, _sasha = make.elena()
    other = people.participant(person.organisation, "Elena", "Nair-Lopez")
    also_me = people.self_viewer(other)
    say(person, me, "A room with light")
    say(person, me, "A calm Sunday", LifeArea.FAMILY)
    say(other, also_me, "A garden")
    HOLDINGS.move(person, other, people.TODAY)
    rows = AreaEntry.objects.filter(participant=other)
    assert {(row.wish, row.is_current) for row in rows} == {
        ("A garden", True),
        ("A room with light", False),
        ("A calm Sunday", True),
    }
